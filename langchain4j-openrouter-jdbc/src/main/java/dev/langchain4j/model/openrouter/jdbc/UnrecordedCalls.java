package dev.langchain4j.model.openrouter.jdbc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Calls whose process died between counting their cost and recording them: the ledger has them, too. */
final class UnrecordedCalls {

    private UnrecordedCalls() {}

    /**
     * Rows for ended calls that have no record.
     *
     * @param lines all that a dead process has left, since a record follows the end of its call
     */
    static List<ObjectNode> rows(List<ObjectNode> lines) {
        Set<String> recorded = recorded(lines);
        List<ObjectNode> rows = new ArrayList<>();
        for (ObjectNode line : lines) {
            NotedCall call = LedgerLine.call(line);
            if (call != null && recorded.add(call.generationId())) {
                for (OpenRouterCostRecord record : call.records()) {
                    rows.add(LedgerLine.unrecorded(record));
                }
            }
        }
        return rows;
    }

    /** The ends of calls since this time that have no record yet: it may follow. */
    static List<String> since(Instant time, List<String> lines) {
        List<ObjectNode> read =
                lines.stream().map(LedgerLine::parse).filter(Objects::nonNull).toList();
        Set<String> recorded = recorded(read);
        return read.stream()
                .filter(line -> {
                    NotedCall call = LedgerLine.call(line);
                    return call != null && call.time().isAfter(time) && recorded.add(call.generationId());
                })
                .map(ObjectNode::toString)
                .toList();
    }

    private static Set<String> recorded(List<ObjectNode> lines) {
        Set<String> recorded = new HashSet<>();
        lines.forEach(line -> recorded.addAll(LedgerLine.generations(line)));
        return recorded;
    }
}
