package dev.langchain4j.model.openrouter.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A line of the journal with the end, the id or the looked-up cost of a call, by which another process can settle and
 * record it if this one dies before the database has it.
 */
final class CallLine {

    private static final String SETTLE = "settle";
    private static final String RESOLVE = "resolve";
    private static final String IDENTIFY = "identify";
    private static final String EXTERNAL = "external";
    private static final String COST = "cost";
    private static final String CALL = "call";

    private CallLine() {}

    /** @param call null if no record can be matched to it */
    static String of(Ask.Settle settle, @Nullable NotedCall call) {
        ObjectNode line = LedgerLine.JSON.createObjectNode();
        line.put(SETTLE, settle.id());
        line.put(COST, settle.outcome().cost());
        line.put("counted", settle.outcome().counted());
        line.put(EXTERNAL, settle.outcome().openRouterId());
        if (call != null) {
            write(call, line.putObject(CALL));
        }
        return line.toString();
    }

    /** A cost that was looked up. */
    static String ofResolved(String reservationId, NotedCall call) {
        ObjectNode line = LedgerLine.JSON.createObjectNode();
        line.put(RESOLVE, reservationId);
        line.put(COST, call.cost());
        write(call, line.putObject(CALL));
        return line.toString();
    }

    static String of(Ask.Identify identify) {
        ObjectNode line = LedgerLine.JSON.createObjectNode();
        line.put(IDENTIFY, identify.id());
        line.put(EXTERNAL, identify.externalId());
        return line.toString();
    }

    private static void write(NotedCall call, ObjectNode node) {
        node.put("time", call.time().toString());
        node.put("operation", call.operation());
        node.put("generation", call.generationId());
        node.put("model", call.model());
        node.put("session", call.sessionId());
        ObjectNode tags = node.putObject(LedgerLine.TAGS);
        call.tags().forEach(tags::put);
    }

    /** The line without its call, which has a record. */
    static ObjectNode recorded(ObjectNode line) {
        return line.without(CALL);
    }

    /** Whether it is a cost that was looked up. */
    static boolean isLookedUp(ObjectNode line) {
        return line.has(RESOLVE);
    }

    /** The reservation that the end, the id or the cost of a call belongs to; empty for a record. */
    static String reservation(ObjectNode line) {
        return line.path(isLookedUp(line) ? RESOLVE : line.has(IDENTIFY) ? IDENTIFY : SETTLE)
                .asText();
    }

    /** Null for a line that is neither the end nor the cost of a call. */
    static @Nullable NotedCall call(ObjectNode line) {
        JsonNode node = line.path(CALL);
        if (!node.isObject()) {
            return null;
        }
        return new NotedCall(
                Instant.parse(node.path("time").textValue()),
                node.path("operation").textValue(),
                node.path("generation").textValue(),
                node.path("model").textValue(),
                node.path("session").textValue(),
                LedgerLine.tags(node),
                cost(line));
    }

    /** What the line asks of the budget; null for a record. */
    static @Nullable Ask ask(ObjectNode line) {
        String external = line.path(EXTERNAL).textValue();
        if (line.has(SETTLE)) {
            return new Ask.Settle(
                    line.get(SETTLE).textValue(),
                    new Outcome(cost(line), line.path("counted").decimalValue(), external));
        }
        if (line.has(RESOLVE)) {
            return new Ask.Resolve(
                    line.get(RESOLVE).textValue(),
                    line.get(COST).decimalValue(),
                    false,
                    row -> {},
                    new CompletableFuture<>());
        }
        return line.has(IDENTIFY) && external != null
                ? new Ask.Identify(line.get(IDENTIFY).textValue(), external)
                : null;
    }

    private static @Nullable BigDecimal cost(ObjectNode line) {
        return line.hasNonNull(COST) ? line.get(COST).decimalValue() : null;
    }

    /** False if the process died while writing it. */
    static boolean isWhole(ObjectNode line) {
        return line.hasNonNull(SETTLE)
                || line.hasNonNull(RESOLVE)
                        && line.hasNonNull(COST)
                        && line.path(CALL).isObject()
                || line.hasNonNull(IDENTIFY);
    }
}
