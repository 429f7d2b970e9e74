package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Attempt;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.cost.CostBatchBook;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one record for each line of a batch that is over. If OpenRouter reports the cost of the batch alone, it is
 * divided among the lines in proportion to their tokens. For one retrieval, on one thread.
 */
final class CostLines {

    private static final int DIGITS = 15;

    private final CostMeter meter;
    private final CostBatchBook book;
    private final CostAttribution attribution;
    private final Batch batch;
    private long tokensSoFar;

    CostLines(CostMeter meter, CostBatchBook book, CostAttribution attribution, Batch batch) {
        this.meter = meter;
        this.book = book;
        this.attribution = book.attribution(batch.id(), attribution);
        this.batch = batch;
    }

    /** What a budget counts of a line; null if it is not known. */
    @Nullable
    BigDecimal counted(Usage reported) {
        return meter.counted(reported);
    }

    /**
     * The line of this name has been read.
     *
     * @param generationId null if OpenRouter reports none: ids of batch and line stand for it, the same in every process
     * @param reported null if the line reports no usage
     * @param error the simple name of the exception; null if the line was answered
     */
    void read(
            String line,
            @Nullable String generationId,
            @Nullable String model,
            @Nullable String provider,
            @Nullable Usage reported,
            @Nullable String error) {
        Usage shared = reported == null || reported.cost() != null ? reported : withShare(reported);
        OpenRouterTokenUsage usage = OpenRouterTokenUsage.reported(shared);
        if (meter.hasLedgers() && book.markRecorded(batch.id(), line, attribution)) {
            BigDecimal cost = usage == null && error != null ? BigDecimal.ZERO : usage == null ? null : usage.cost();
            Outcome outcome = error == null ? Outcome.ANSWERED : cost == null ? Outcome.UNKNOWN : Outcome.FAILED;
            meter.record(new OpenRouterCostRecord(
                    meter.time().now(),
                    attribution.operation(),
                    duration(),
                    null, // no first token
                    1,
                    generationId == null ? batch.id() + "/" + line : generationId,
                    attribution.modelRequested(),
                    model == null ? batch.model() : model,
                    provider == null ? batch.provider() : provider,
                    usage,
                    null, // no cache
                    null,
                    attribution.sessionId(),
                    attribution.tags(),
                    outcome,
                    error,
                    List.of(new Attempt(outcome, cost, generationId, error))));
        }
    }

    private Usage withShare(Usage usage) {
        Usage all = batch.usage();
        Long allTokens = all == null ? null : all.tokens();
        if (all == null || all.charged() == null || allTokens == null || allTokens == 0 || usage.tokens() == null) {
            return usage;
        }
        long before = tokensSoFar;
        tokensSoFar += usage.tokens();
        BigDecimal whole = all.upstreamCost();
        BigDecimal upstream = whole == null || !JsonValues.isPrice(whole) ? null : share(whole, before, allTokens);
        return usage.upstreamCost() == null && upstream != null
                ? usage.withCost(share(all.cost(), before, allTokens), upstream, all.byok())
                : usage.withCost(share(all.cost(), before, allTokens));
    }

    /** What the line that was read last has of a cost of the whole batch. */
    private BigDecimal share(BigDecimal whole, long before, long all) {
        return part(whole, tokensSoFar, all).subtract(part(whole, before, all));
    }

    /** The part for this many tokens. Consecutive differences add up to the whole, in spite of rounding. */
    private static BigDecimal part(BigDecimal whole, long tokens, long all) {
        return tokens >= all
                ? whole
                : whole.multiply(BigDecimal.valueOf(tokens))
                        .divide(BigDecimal.valueOf(all), Math.max(DIGITS, whole.scale()), RoundingMode.HALF_UP);
    }

    /** The duration of the whole batch, because a line has none of its own. */
    private Duration duration() {
        boolean known = batch.createdAt() != null && batch.finalizedAt() != null;
        long seconds = known ? batch.finalizedAt() - batch.createdAt() : 0;
        return Duration.ofSeconds(Math.max(0, seconds));
    }
}
