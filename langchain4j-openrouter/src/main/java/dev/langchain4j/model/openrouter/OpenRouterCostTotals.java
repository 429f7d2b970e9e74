package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.internal.cost.Dollars;
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
    private final Sum total = new Sum();
    private final Map<String, Sum> byModel = new HashMap<>();
    private final Map<String, Map<String, Sum>> byTag = new HashMap<>();

    /** Nothing yet. */
    public OpenRouterCostTotals() {}

    @Override
    public void accept(OpenRouterCostRecord cost) {
        ensureNotNull(cost, "cost");
        lock.lock();
        try {
            total.add(cost);
            byModel.computeIfAbsent(cost.model(), any -> new Sum()).add(cost);
            cost.tags()
                    .forEach((name, value) -> byTag.computeIfAbsent(name, any -> new HashMap<>())
                            .computeIfAbsent(value, any -> new Sum())
                            .add(cost));
        } finally {
            lock.unlock();
        }
    }

    /** All calls. */
    public Total total() {
        lock.lock();
        try {
            return total.total();
        } finally {
            lock.unlock();
        }
    }

    /** The totals by {@link OpenRouterCostRecord#model()}, in the order of the ids. */
    public Map<String, Total> byModel() {
        return copy(byModel);
    }

    /** The totals by the values of one tag, in their order; calls without the tag are left out. */
    public Map<String, Total> byTag(String name) {
        lock.lock();
        try {
            return copy(byTag.getOrDefault(name, Map.of()));
        } finally {
            lock.unlock();
        }
    }

    private Map<String, Total> copy(Map<String, Sum> sums) {
        lock.lock();
        try {
            Map<String, Total> totals = new TreeMap<>();
            sums.forEach((name, sum) -> totals.put(name, sum.total()));
            return Collections.unmodifiableMap(totals);
        } finally {
            lock.unlock();
        }
    }

    /** A total that grows. */
    private static final class Sum {

        private long calls;
        private long failures;
        private long cancelled;
        private long inputTokens;
        private long outputTokens;
        private long cachedInputTokens;
        private long reasoningTokens;
        private BigDecimal cost = BigDecimal.ZERO;
        private BigDecimal cacheSaving = BigDecimal.ZERO;
        private BigDecimal upstreamCost = BigDecimal.ZERO;
        private long unsettled;

        private void add(OpenRouterCostRecord call) {
            boolean unknown = call.outcome() == Outcome.UNKNOWN;
            boolean stopped = call.outcome() == Outcome.CANCELLED || unknown && call.error() == null;
            boolean failed = call.outcome() == Outcome.FAILED || unknown && call.error() != null;
            calls += call.outcome() == Outcome.SETTLED ? 0 : 1;
            failures += failed ? 1 : 0;
            cancelled += stopped ? 1 : 0;
            OpenRouterTokenUsage usage = call.usage();
            if (usage != null) {
                inputTokens += count(usage.inputTokenCount());
                outputTokens += count(usage.outputTokenCount());
                cachedInputTokens += count(usage.cachedInputTokens());
                reasoningTokens += count(usage.reasoningTokens());
            }
            cost = sum(cost, call.cost());
            cacheSaving = sum(cacheSaving, call.cacheSaving());
            upstreamCost = sum(upstreamCost, call.upstreamCost());
            unsettled += call.unsettled();
        }

        private static long count(@Nullable Integer tokens) {
            return tokens == null ? 0 : tokens;
        }

        private static BigDecimal sum(BigDecimal dollars, @Nullable BigDecimal more) {
            return more == null ? dollars : Dollars.sum(dollars, more);
        }

        private Total total() {
            return new Total(
                    calls,
                    failures,
                    cancelled,
                    inputTokens,
                    outputTokens,
                    cachedInputTokens,
                    reasoningTokens,
                    cost,
                    cacheSaving,
                    upstreamCost,
                    unsettled);
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
    }
}
