package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the cost of calls, exactly, by model and by tag. Its results are snapshots. Thread-safe.
 *
 * <p>It keeps one total for every model and for every value of every tag, for its whole lifetime: use the file sinks
 * for tags of unlimited variety, such as a request's id.
 */
public final class OpenRouterCostTotals implements OpenRouterCostSink {

    private final ReentrantLock lock = new ReentrantLock();

    // All below are guarded by the lock.
    private Total total = Total.NOTHING;
    private final Map<String, Total> byModel = new HashMap<>();
    private final Map<String, Map<String, Total>> byTag = new HashMap<>();

    /** Nothing yet. */
    public OpenRouterCostTotals() {}

    @Override
    public void accept(OpenRouterCostRecord cost) {
        ensureNotNull(cost, "cost");
        Total more = Total.of(cost);
        lock.lock();
        try {
            total = total.plus(more);
            byModel.merge(cost.model(), more, Total::plus);
            cost.tags()
                    .forEach((name, value) ->
                            byTag.computeIfAbsent(name, any -> new HashMap<>()).merge(value, more, Total::plus));
        } finally {
            lock.unlock();
        }
    }

    /** All calls. */
    public Total total() {
        lock.lock();
        try {
            return total;
        } finally {
            lock.unlock();
        }
    }

    /** By {@link OpenRouterCostRecord#model()}, in the order of the ids. */
    public Map<String, Total> byModel() {
        return copy(byModel);
    }

    /** By the values of one tag, in their order; calls without it are left out. */
    public Map<String, Total> byTag(String name) {
        lock.lock();
        try {
            return copy(byTag.getOrDefault(name, Map.of()));
        } finally {
            lock.unlock();
        }
    }

    private Map<String, Total> copy(Map<String, Total> totals) {
        lock.lock();
        try {
            return Collections.unmodifiableMap(new TreeMap<>(totals));
        } finally {
            lock.unlock();
        }
    }

    /**
     * A sum over calls. An unreported value adds nothing.
     *
     * @param calls all of them
     * @param failures failed calls
     * @param cancelled cancelled calls
     * @param cost US dollars that OpenRouter charged
     * @param cacheSaving US dollars
     * @param upstreamCost US dollars that providers charged to your own keys
     * @param unsettled number of attempts with an unknown cost
     */
    public record Total(
            long calls,
            long failures,
            long cancelled,
            long inputTokens,
            long outputTokens,
            long cachedInputTokens,
            long reasoningTokens,
            BigDecimal cost,
            BigDecimal cacheSaving,
            BigDecimal upstreamCost,
            long unsettled) {

        private static final Total NOTHING = new Total(0, 0, 0, 0, 0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO);

        /** Without own keys, and with all costs known. */
        public Total(
                long calls,
                long failures,
                long cancelled,
                long inputTokens,
                long outputTokens,
                long cachedInputTokens,
                long reasoningTokens,
                BigDecimal cost,
                BigDecimal cacheSaving) {
            this(
                    calls,
                    failures,
                    cancelled,
                    inputTokens,
                    outputTokens,
                    cachedInputTokens,
                    reasoningTokens,
                    cost,
                    cacheSaving,
                    BigDecimal.ZERO,
                    0);
        }

        private static Total of(OpenRouterCostRecord call) {
            OpenRouterTokenUsage usage = call.usage();
            boolean unknown = call.outcome() == Outcome.UNKNOWN;
            boolean cancelled = call.outcome() == Outcome.CANCELLED || unknown && call.error() == null;
            boolean failed = call.outcome() == Outcome.FAILED || unknown && call.error() != null;
            return new Total(
                    call.outcome() == Outcome.SETTLED ? 0 : 1,
                    failed ? 1 : 0,
                    cancelled ? 1 : 0,
                    usage == null ? 0 : count(usage.inputTokenCount()),
                    usage == null ? 0 : count(usage.outputTokenCount()),
                    usage == null ? 0 : count(usage.cachedInputTokens()),
                    usage == null ? 0 : count(usage.reasoningTokens()),
                    amount(call.cost()),
                    amount(call.cacheSaving()),
                    call.upstreamCost(),
                    call.unsettled());
        }

        private Total plus(Total more) {
            return new Total(
                    calls + more.calls,
                    failures + more.failures,
                    cancelled + more.cancelled,
                    inputTokens + more.inputTokens,
                    outputTokens + more.outputTokens,
                    cachedInputTokens + more.cachedInputTokens,
                    reasoningTokens + more.reasoningTokens,
                    cost.add(more.cost),
                    cacheSaving.add(more.cacheSaving),
                    upstreamCost.add(more.upstreamCost),
                    unsettled + more.unsettled);
        }

        private static long count(@Nullable Integer tokens) {
            return tokens == null ? 0 : tokens;
        }

        private static BigDecimal amount(@Nullable BigDecimal dollars) {
            return dollars == null ? BigDecimal.ZERO : dollars;
        }
    }
}
