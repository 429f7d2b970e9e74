package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Attempt;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.internal.api.CallReceipt;
import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.cost.CostBatchBook;
import dev.langchain4j.model.openrouter.internal.cost.CostSettlement;
import dev.langchain4j.model.openrouter.internal.cost.CostShares;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one record for each line of a batch that is over. If OpenRouter reports the cost of the batch alone, it is
 * divided among the lines in proportion to their tokens. For one retrieval, on one thread.
 */
final class CostLines {

    private final CostMeter meter;
    private final CostBatchBook book;
    private final CostAttribution attribution;
    private final Batch batch;
    private final List<Runnable> heldBack = new ArrayList<>();
    private boolean holdsBack;
    private long tokensHeldBack;
    private long tokensSoFar;

    /** Lines without a cost share what the others leave when all are read: nobody knows their shares before. */
    private boolean sharesAtTheEnd;

    CostLines(CostMeter meter, CostBatchBook book, CostAttribution attribution, Batch batch) {
        this.meter = meter;
        this.book = book;
        this.attribution = book.attribution(batch.id(), attribution);
        this.batch = batch;
    }

    /** All lines are about to be read at once: their costs and tokens are known before the first is recorded. */
    void holdBack() {
        holdsBack = true;
    }

    /**
     * Records what was held back.
     *
     * @param all whether all lines have been read: otherwise one that was not may report a cost
     */
    void release(boolean all) {
        holdsBack = false;
        sharesAtTheEnd |= !all || tokensHeldBack != tokens(batch.usage());
        heldBack.forEach(Runnable::run);
        heldBack.clear();
    }

    /**
     * The line of this name has been read.
     *
     * @param receipt if it has no generation id, the ids of batch and line stand for it, the same in every process
     * @param error the simple name of the exception; null if the line was answered
     */
    void read(String line, CallReceipt receipt, @Nullable String error) {
        if (!meter.hasLedgers()) {
            return;
        }
        Usage reported = receipt.usage();
        Usage told = reported == null || tellsTheWholeCost(reported) ? reported : reported.withoutCost();
        sharesAtTheEnd |= told != null && told.cost() != null;
        if (holdsBack) {
            tokensHeldBack += tokens(told);
            heldBack.add(() -> record(line, receipt, told, error));
        } else {
            record(line, receipt, told, error);
        }
    }

    private static long tokens(@Nullable Usage usage) {
        Long tokens = usage == null ? null : usage.tokens();
        return tokens == null ? 0 : tokens;
    }

    /** With your own key, a batch can tell what the provider charged for lines that tell only OpenRouter's part. */
    private boolean tellsTheWholeCost(Usage line) {
        boolean batchTellsMore = batch.usage() != null
                && batch.usage().ownKeyCost() != null
                && line.ownKeyCost() == null
                && !Boolean.FALSE.equals(line.byok());
        return line.charged() != null && !batchTellsMore;
    }

    private void record(String line, CallReceipt receipt, @Nullable Usage reported, @Nullable String error) {
        Usage shared = reported == null || sharesAtTheEnd ? reported : withShare(reported);
        OpenRouterTokenUsage usage = OpenRouterTokenUsage.reported(shared);
        String generationId = receipt.generationId();
        String id = generationId == null ? batch.id() + "/" + line : generationId;
        String servedBy = receipt.model() == null ? batch.model() : receipt.model();
        String company = receipt.provider() == null ? batch.provider() : receipt.provider();
        if (book.markRecorded(batch.id(), line, attribution)) {
            OpenRouterCostRecord first = record(id, servedBy, company, usage, attempt(generationId, usage, error));
            meter.recordInLedgers(first);
            remember(line, first, reported);
        } else if (usage != null && reported.cost() != null && book.close(batch.id(), line)) {
            // an open line without a cost of its own gets a share of what the others leave
            OpenRouterCostRecord late = settled(id, servedBy, company, usage);
            meter.recordInLedgers(late);
            book.known(batch.id(), late.cost(), late.upstreamCost());
        }
    }

    /** Its cost, if it is known; otherwise that it is open. */
    private void remember(String line, OpenRouterCostRecord record, @Nullable Usage reported) {
        if (record.unsettled() == 0) {
            BigDecimal cost = record.cost() == null ? BigDecimal.ZERO : record.cost();
            book.known(batch.id(), cost, record.upstreamCost());
        } else {
            Long tokens = reported == null ? null : reported.tokens();
            book.open(
                    batch.id(),
                    line,
                    new CostBatchBook.OpenLine(
                            String.valueOf(record.generationId()), record.modelServed(), record.provider(), tokens));
        }
    }

    private static Attempt attempt(
            @Nullable String generationId, @Nullable OpenRouterTokenUsage usage, @Nullable String error) {
        BigDecimal cost = usage == null && error != null ? BigDecimal.ZERO : usage == null ? null : usage.cost();
        Outcome outcome = error == null ? Outcome.ANSWERED : cost == null ? Outcome.UNKNOWN : Outcome.FAILED;
        return new Attempt(outcome, cost, generationId, error);
    }

    private OpenRouterCostRecord record(
            String id,
            @Nullable String model,
            @Nullable String provider,
            @Nullable OpenRouterTokenUsage usage,
            Attempt attempt) {
        return new OpenRouterCostRecord(
                meter.time().now(),
                attribution.operation(),
                duration(),
                null, // no first token
                1,
                id,
                attribution.modelRequested(),
                model,
                provider,
                usage,
                null, // no cache
                null,
                attribution.sessionId(),
                attribution.tags(),
                attempt.outcome(),
                attempt.error(),
                List.of(attempt));
    }

    /** The cost of a line that was read before without one. */
    private OpenRouterCostRecord settled(
            String id, @Nullable String model, @Nullable String provider, OpenRouterTokenUsage usage) {
        boolean byok = Boolean.TRUE.equals(usage.byok());
        var cost = new CostSettlement(usage.cost(), usage.upstreamCost(), byok, model, provider);
        return OpenRouterCostRecord.settled(meter.time().now(), attribution, id, cost);
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
        BigDecimal upstream = whole == null || !JsonValues.isPrice(whole)
                ? null
                : CostShares.share(whole, before, tokensSoFar, allTokens);
        BigDecimal cost = CostShares.share(all.cost(), before, tokensSoFar, allTokens);
        return upstream == null ? usage.withCost(cost) : usage.withCost(cost, upstream, all.byok());
    }

    /** The duration of the whole batch, because a line has none of its own. */
    private Duration duration() {
        boolean known = batch.createdAt() != null && batch.finalizedAt() != null;
        long seconds = known ? batch.finalizedAt() - batch.createdAt() : 0;
        return Duration.ofSeconds(Math.max(0, seconds));
    }
}
