package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.cost.CostSettlement;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One call to OpenRouter and its cost. Null means unknown or not reported, which is never the same as zero.
 *
 * @param time when the call ended
 * @param operation {@code chat}, {@code embeddings}, {@code rerank}, {@code decisions}, {@code image},
 *     {@code speech}, {@code transcription}; {@code batch_chat} or {@code batch_embeddings} for a line of a batch
 * @param duration from the request to the end of the answer, retries and waits included; for a line of a batch, of the
 *     whole batch
 * @param timeToFirstToken from the request to the first token of a stream: thinking, text or tool call; null for other
 *     calls and without a token
 * @param attempts how often the request was sent, at least 1; 0 for a cost that was {@link Outcome#SETTLED}
 * @param generationId the id of OpenRouter's own record of the call; for a line of a batch without one, the ids of
 *     batch and line with a {@code /} between
 * @param modelRequested the id of the model in the request, also if an alias named it
 * @param modelServed the id of the model that answered
 * @param provider the company that ran the model
 * @param usage tokens of each kind and cost; for a failed or cancelled call what was reported before
 * @param cacheSaving the savings of the prompt cache, in US dollars, at the catalog's prices: below zero if writing
 *     cost more; null without a catalog or a cache
 * @param cacheStatus {@code HIT} if OpenRouter's response cache answered, at no cost
 * @param sessionId as set on the request
 * @param tags the request's {@code metadata}
 * @param outcome how it ended
 * @param error the simple name of the exception; null if the call did not fail
 * @param attemptOutcomes how each attempt ended, in order; empty for a cost that was {@link Outcome#SETTLED}
 * @see <a href="https://openrouter.ai/docs/cookbook/administration/usage-accounting">Usage accounting</a>
 */
public record OpenRouterCostRecord(
        Instant time,
        String operation,
        Duration duration,
        @Nullable Duration timeToFirstToken,
        int attempts,
        @Nullable String generationId,
        @Nullable String modelRequested,
        @Nullable String modelServed,
        @Nullable String provider,
        @Nullable OpenRouterTokenUsage usage,
        @Nullable BigDecimal cacheSaving,
        @Nullable String cacheStatus,
        @Nullable String sessionId,
        Map<String, String> tags,
        Outcome outcome,
        @Nullable String error,
        List<Attempt> attemptOutcomes) {

    /** How a call can end. */
    public enum Outcome {
        /** The call ended with an answer. */
        ANSWERED,
        /** The call ended with an exception, at a known cost, which may be nothing. */
        FAILED,
        /** The call was cancelled, at a known cost. */
        CANCELLED,
        /**
         * Without an answer and at an unknown cost: it broke off, took too long or was cancelled. {@code error} is null
         * if it was cancelled, and {@code ProcessDied} for what another process left in the store of a shared budget.
         */
        UNKNOWN,
        /**
         * No call: the cost of an earlier attempt, with the same generation id, is now known. Only with a budget, which
         * looks it up, and for a line of a batch that is read again.
         */
        SETTLED
    }

    /**
     * How one attempt of a call ended.
     *
     * @param outcome {@link Outcome#UNKNOWN} if the cost is unknown
     * @param cost US dollars; null if it is unknown
     * @param generationId null if OpenRouter reported none
     * @param error the simple name of the exception; null if there was none
     */
    public record Attempt(
            Outcome outcome,
            @Nullable BigDecimal cost,
            @Nullable String generationId,
            @Nullable String error) {}

    /** Copies the tags, in the order of their names, and the attempts. */
    public OpenRouterCostRecord {
        tags = tags.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(tags));
        attemptOutcomes = List.copyOf(attemptOutcomes);
    }

    /** Without the attempts. */
    public OpenRouterCostRecord(
            Instant time,
            String operation,
            Duration duration,
            @Nullable Duration timeToFirstToken,
            int attempts,
            @Nullable String generationId,
            @Nullable String modelRequested,
            @Nullable String modelServed,
            @Nullable String provider,
            @Nullable OpenRouterTokenUsage usage,
            @Nullable BigDecimal cacheSaving,
            @Nullable String cacheStatus,
            @Nullable String sessionId,
            Map<String, String> tags,
            Outcome outcome,
            @Nullable String error) {
        this(
                time,
                operation,
                duration,
                timeToFirstToken,
                attempts,
                generationId,
                modelRequested,
                modelServed,
                provider,
                usage,
                cacheSaving,
                cacheStatus,
                sessionId,
                tags,
                outcome,
                error,
                List.of());
    }

    static OpenRouterCostRecord settled(
            Instant time, CostAttribution attribution, String generationId, CostSettlement settlement) {
        OpenRouterTokenUsage cost = OpenRouterTokenUsage.builder()
                .cost(settlement.cost())
                .upstreamCost(settlement.upstreamCost())
                .byok(settlement.byok())
                .build();
        return new OpenRouterCostRecord(
                time,
                attribution.operation(),
                Duration.ZERO,
                null,
                0,
                generationId,
                attribution.modelRequested(),
                settlement.model(),
                settlement.provider(),
                cost,
                null,
                null,
                attribution.sessionId(),
                attribution.tags(),
                Outcome.SETTLED,
                null);
    }

    /** A call whose process died before it ended. */
    static OpenRouterCostRecord abandoned(Instant time, CostAttribution attribution, @Nullable String generationId) {
        String error = "ProcessDied";
        return new OpenRouterCostRecord(
                time,
                attribution.operation(),
                Duration.ZERO,
                null,
                1,
                generationId,
                attribution.modelRequested(),
                null,
                null,
                null,
                null,
                null,
                attribution.sessionId(),
                attribution.tags(),
                Outcome.UNKNOWN,
                error,
                List.of(new Attempt(Outcome.UNKNOWN, null, generationId, error)));
    }

    /** US dollars; null if OpenRouter reported none. */
    public @Nullable BigDecimal cost() {
        return usage == null ? null : usage.cost();
    }

    /** What the provider charged to your own key, in US dollars; zero if it was not used. */
    public BigDecimal upstreamCost() {
        boolean own = usage != null && Boolean.TRUE.equals(usage.byok()) && usage.upstreamCost() != null;
        return own ? usage.upstreamCost() : BigDecimal.ZERO;
    }

    /**
     * Number of attempts with an unknown cost: minus one for a cost that was {@link Outcome#SETTLED}, so that the sum
     * over all records is the number of open ones.
     */
    public int unsettled() {
        if (outcome == Outcome.SETTLED) {
            return -1;
        }
        int unknown = 0;
        for (Attempt attempt : attemptOutcomes) {
            unknown += attempt.cost() == null ? 1 : 0;
        }
        return unknown;
    }

    /** Whether there was an answer. */
    public boolean successful() {
        return outcome == Outcome.ANSWERED;
    }

    /** The model that answered, or else the requested one; {@code unknown} if neither is known. */
    public String model() {
        if (modelServed != null) {
            return modelServed;
        }
        return modelRequested != null ? modelRequested : "unknown";
    }

    /**
     * This call as attributes of a span. Names follow OpenTelemetry's conventions for generative AI
     * ({@code gen_ai.request.model}, {@code gen_ai.usage.input_tokens}, …); others have the prefix {@code openrouter.}.
     * Unknown values are left out. Values are {@link String}, {@link Long}, {@link Double} and {@link Boolean}; they
     * contain no prompt and no answer.
     *
     * @see <a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/">Spans of generative AI</a>
     */
    public Map<String, Object> spanAttributes() {
        return CostSpanAttributes.of(this);
    }

    OpenRouterCostRecord withCacheSaving(@Nullable BigDecimal saving) {
        return new OpenRouterCostRecord(
                time,
                operation,
                duration,
                timeToFirstToken,
                attempts,
                generationId,
                modelRequested,
                modelServed,
                provider,
                usage,
                saving,
                cacheStatus,
                sessionId,
                tags,
                outcome,
                error,
                attemptOutcomes);
    }
}
