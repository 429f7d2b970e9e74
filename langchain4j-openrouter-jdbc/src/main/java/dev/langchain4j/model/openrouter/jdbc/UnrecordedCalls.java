package dev.langchain4j.model.openrouter.jdbc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls whose process died between counting their cost and recording them: the ledger has them, too. */
final class UnrecordedCalls {

    private static final int MAX_UNKNOWN = 1_000;

    /** Generations whose call is recorded. */
    private final Set<String> calls = new HashSet<>();

    /** Generations with a record of the cost that was unknown. */
    private final Set<String> costs = new HashSet<>();

    /** How many records there are of calls without an id, by what they have in common with the notes of them. */
    private final Map<String, Integer> nameless = new HashMap<>();

    /** The reservations of the calls without an id that were looked at. */
    private final Set<String> reservations = new HashSet<>();

    private UnrecordedCalls(List<ObjectNode> lines) {
        for (ObjectNode line : lines) {
            (LedgerLine.isSettledCost(line) ? costs : calls).addAll(LedgerLine.generations(line));
            if (LedgerLine.nameless(line) > 0) {
                nameless.merge(LedgerLine.attribution(line), LedgerLine.nameless(line), Integer::sum);
            }
        }
    }

    /**
     * Rows for the ends and the looked-up costs of calls that no record is of.
     *
     * @param lines all that a dead process has left, since a record follows what was counted
     */
    static List<ObjectNode> rows(List<ObjectNode> lines) {
        UnrecordedCalls unrecorded = new UnrecordedCalls(lines);
        List<ObjectNode> rows = new ArrayList<>();
        lines.forEach(line -> unrecorded.addRows(line, rows));
        return rows;
    }

    private void addRows(ObjectNode line, List<ObjectNode> rows) {
        NotedCall call = CallLine.call(line);
        if (call == null || markRecorded(line, call)) {
            return;
        }
        boolean lookedUp = CallLine.isLookedUp(line);
        if (!lookedUp) {
            rows.add(LedgerLine.unrecorded(call.died(), CallLine.reservation(line)));
        }
        if (lookedUp || call.cost() != null && costs.add(call.generationId())) {
            rows.add(LedgerLine.unrecorded(call.settled(), CallLine.reservation(line)));
        }
    }

    /**
     * Marks the call as recorded.
     *
     * @return whether it was recorded before
     */
    private boolean markRecorded(ObjectNode line, NotedCall call) {
        String id = call.generationId();
        if (id != null) {
            return !(CallLine.isLookedUp(line) ? costs : calls).add(id);
        }
        if (!reservations.add(CallLine.reservation(line))) {
            return true;
        }
        int records = nameless.merge(LedgerLine.attribution(call), -1, Integer::sum);
        return records >= 0;
    }

    /**
     * The lines of what was counted and has no record yet: it may follow.
     *
     * @param since for costs that were counted before, none follows
     * @param sinceUnknown for calls that ended at an unknown cost before, none follows; at most 1,000 of them are kept
     * @param lookedUp the reservations whose looked-up cost may still be recorded
     * @param undone the reservations whose end or id the tables may not have yet
     */
    static List<String> awaited(
            List<ObjectNode> lines, Instant since, Instant sinceUnknown, Set<String> lookedUp, Set<String> undone) {
        UnrecordedCalls unrecorded = new UnrecordedCalls(lines);
        Deque<String> awaited = new ArrayDeque<>();
        Deque<String> unknown = new ArrayDeque<>();
        for (ObjectNode line : lines) {
            NotedCall call = CallLine.call(line);
            boolean recorded = call == null || unrecorded.markRecorded(line, call);
            if (!recorded && isAwaited(line, call, since, lookedUp)) {
                awaited.add(line.toString());
            } else if (!recorded && call.cost() == null && call.time().isAfter(sinceUnknown)) {
                unknown.add(line.toString());
            } else if (undone.contains(CallLine.reservation(line))) {
                awaited.add(CallLine.recorded(line).toString());
            }
        }
        while (unknown.size() > MAX_UNKNOWN) {
            unknown.remove();
        }
        awaited.addAll(unknown);
        return List.copyOf(awaited);
    }

    private static boolean isAwaited(ObjectNode line, NotedCall call, Instant since, Set<String> lookedUp) {
        return CallLine.isLookedUp(line)
                ? lookedUp.contains(CallLine.reservation(line))
                : call.time().isAfter(since);
    }
}
