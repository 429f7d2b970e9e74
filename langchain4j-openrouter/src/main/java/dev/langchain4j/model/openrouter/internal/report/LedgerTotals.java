package dev.langchain4j.model.openrouter.internal.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The data of a report about a ledger: sums and the top calls, not all calls, so a ledger of any length fits into
 * memory. Not thread-safe.
 */
public final class LedgerTotals {

    static final int MAX_CALLS = 10;

    private static final int MAX_TAGS = 32;
    private static final int MAX_VALUES = 10_000;
    private static final String FURTHER = "further values";

    final TreeMap<String, BigDecimal> byDay = new TreeMap<>();
    final Map<String, BigDecimal> byModel = new HashMap<>();
    final Map<String, BigDecimal> savedByModel = new HashMap<>();
    final TreeMap<String, Map<String, BigDecimal>> byTag = new TreeMap<>();
    final TreeMap<String, Long> failures = new TreeMap<>();
    final Top mostExpensive = new Top(Comparator.comparing(LedgerCall::knownCost));
    final Top slowest = new Top(Comparator.comparingLong(LedgerCall::millis));

    /** Calls with an attempt of unknown cost that has no generation id: nobody can learn its cost. */
    final Top nameless = new Top(Comparator.comparing(LedgerCall::time));

    private final Map<String, LedgerCall> unknown = new HashMap<>();
    private final Set<String> settledBefore = new HashSet<>();

    long calls;
    long failed;
    long inputTokens;
    long outputTokens;
    long cutOff;
    BigDecimal spent = BigDecimal.ZERO;
    BigDecimal spentOnOwnKeys = BigDecimal.ZERO;
    BigDecimal saved = BigDecimal.ZERO;

    @Nullable
    Instant first;

    @Nullable
    Instant last;

    private long namelessAttempts;

    /** Adds one line of the ledger. */
    public void add(LedgerCall call) {
        first = first == null || call.time().isBefore(first) ? call.time() : first;
        last = last == null || call.time().isAfter(last) ? call.time() : last;
        spent = spent.add(call.knownCost());
        spentOnOwnKeys = spentOnOwnKeys.add(call.ofOwnKey());
        saved = saved.add(call.saving());
        inputTokens += call.inputTokens();
        outputTokens += call.outputTokens();
        plus(byDay, call.time().atZone(ZoneOffset.UTC).toLocalDate().toString(), call.knownCost());
        plus(byModel, call.modelName(), call.knownCost());
        plus(savedByModel, call.modelName(), call.saving());
        call.tags().forEach((tag, value) -> {
            if (byTag.size() < MAX_TAGS || byTag.containsKey(tag)) {
                plus(byTag.computeIfAbsent(tag, any -> new HashMap<>()), value, call.knownCost());
            }
        });
        if (call.isSettlement()) {
            settle(call.generationId());
            return;
        }
        calls++;
        slowest.add(call);
        if (call.cost() != null) {
            mostExpensive.add(call);
        }
        if (call.failed()) {
            failed++;
            failures.merge(call.outcome(), 1L, Long::sum);
        }
        if (call.hasUnknownCost()) {
            call.unknownIds().forEach(id -> addUnknown(id, call));
        }
    }

    /** A line of the file is cut off, because what wrote it was killed. */
    void cutOff() {
        cutOff++;
    }

    boolean isEmpty() {
        return first == null;
    }

    long unknowns() {
        return unknown.size() + namelessAttempts;
    }

    /** The newest calls whose cost has not become known later. */
    List<LedgerCall> newestUnknown() {
        Top newest = new Top(Comparator.comparing(LedgerCall::time));
        Set<LedgerCall> each = new HashSet<>(unknown.values());
        each.addAll(nameless.calls());
        each.forEach(newest::add);
        return newest.calls();
    }

    private void addUnknown(String id, LedgerCall call) {
        if (id.equals(LedgerCall.NAMELESS)) {
            namelessAttempts++;
            nameless.add(call);
        } else if (!settledBefore.remove(id)) {
            unknown.put(id, call);
        }
    }

    private void settle(@Nullable String generationId) {
        if (generationId != null && unknown.remove(generationId) == null) {
            settledBefore.add(generationId);
        }
    }

    private static void plus(Map<String, BigDecimal> amounts, String name, BigDecimal amount) {
        boolean full = amounts.size() >= MAX_VALUES && !amounts.containsKey(name);
        amounts.merge(full ? FURTHER : name, amount, BigDecimal::add);
    }

    /** The calls that come last in an order. */
    static final class Top {

        private final Comparator<LedgerCall> order;
        private final PriorityQueue<LedgerCall> calls;

        Top(Comparator<LedgerCall> order) {
            this.order = order;
            this.calls = new PriorityQueue<>(order);
        }

        void add(LedgerCall call) {
            calls.add(call);
            if (calls.size() > MAX_CALLS) {
                calls.remove();
            }
        }

        /** The last first. */
        List<LedgerCall> calls() {
            List<LedgerCall> sorted = new ArrayList<>((Collection<LedgerCall>) calls);
            sorted.sort(order.thenComparing(LedgerCall::time).reversed());
            return sorted;
        }
    }
}
