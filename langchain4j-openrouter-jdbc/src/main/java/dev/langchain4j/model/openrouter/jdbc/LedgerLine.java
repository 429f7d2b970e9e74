package dev.langchain4j.model.openrouter.jdbc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A line of the journal, in JSON: a record with its id, its columns and its tags, or a {@link CallLine}. */
final class LedgerLine {

    static final String ID = "id";
    static final String TAGS = "tags";
    static final String GENERATION_ID = "generation_id";

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private static final String GENERATIONS = "generations";
    private static final String KNOWN = "known";
    private static final String NAMELESS = "nameless";
    private static final String UNSETTLED = "unsettled";
    private static final String SETTLED = "settled";

    /** What the record of a cost has in common with the record of its call. */
    private static final List<String> OF_LATE_COST = List.of(
            "time",
            "operation",
            "model",
            "model_requested",
            "model_served",
            "provider",
            "cost_usd",
            "upstream_cost_usd",
            "byok",
            GENERATION_ID,
            "session_id",
            TAGS);

    private LedgerLine() {}

    static String of(OpenRouterCostRecord cost) {
        ObjectNode line = line(cost, id(cost));
        ArrayNode earlier = line.putArray(GENERATIONS);
        cost.attemptOutcomes().stream()
                .map(OpenRouterCostRecord.Attempt::generationId)
                .filter(Objects::nonNull)
                .forEach(earlier::add);
        ArrayNode known = line.putArray(KNOWN);
        cost.attemptOutcomes().stream()
                .filter(attempt ->
                        attempt.generationId() != null && attempt.cost() != null && !isOfBatch(cost.operation()))
                .forEach(attempt -> known.add(attempt.generationId()));
        line.put(
                NAMELESS,
                cost.attemptOutcomes().stream()
                        .filter(attempt -> attempt.generationId() == null && attempt.cost() == null)
                        .count());
        return line.toString();
    }

    /**
     * Has the same id in all processes that make it from the same line.
     *
     * @param reservationId identifies a call without an id
     */
    static ObjectNode unrecorded(OpenRouterCostRecord cost, String reservationId) {
        return line(cost, cost.generationId() == null ? nameUuid(reservationId) : sharedId(cost));
    }

    private static ObjectNode line(OpenRouterCostRecord cost, UUID id) {
        ObjectNode line = JSON.createObjectNode();
        line.put(ID, id.toString());
        for (LedgerColumn column : LedgerColumn.ALL) {
            column.write(cost, line);
        }
        ObjectNode tags = line.putObject(TAGS);
        cost.tags().forEach(tags::put);
        LedgerAttempts.write(cost, line);
        return line;
    }

    /**
     * What several processes can record has the same id in all of them, so it is one row: a line of a batch, a call
     * whose process died, a cost that was looked up.
     */
    private static UUID id(OpenRouterCostRecord cost) {
        if (cost.generationId() == null) {
            return UUID.randomUUID();
        }
        if (cost.outcome() == OpenRouterCostRecord.Outcome.SETTLED || NotedCall.ERROR.equals(cost.error())) {
            return sharedId(cost);
        }
        return isOfBatch(cost.operation()) ? nameUuid(cost.operation() + "/" + cost.generationId()) : UUID.randomUUID();
    }

    /** Whoever reads a line first makes its row. If that has no cost, the row of its late cost must stay, too. */
    private static boolean isOfBatch(String operation) {
        return operation.startsWith("batch_");
    }

    /** Whether it is the record of a line of a batch whose cost is known. */
    static boolean isPricedBatchLine(ObjectNode line) {
        return isOfBatch(line.path("operation").asText())
                && line.hasNonNull(GENERATION_ID)
                && !isSettledCost(line)
                && unsettled(line) == 0;
    }

    /** The record of its cost alone, as of one that was unknown when the line was recorded. */
    static ObjectNode lateCost(ObjectNode line) {
        ObjectNode late = line.deepCopy().retain(OF_LATE_COST);
        String generationId = line.get(GENERATION_ID).textValue();
        late.put(
                ID, sharedId(OpenRouterCostRecord.Outcome.SETTLED, generationId).toString());
        late.put("outcome", SETTLED);
        late.put("attempts", 0);
        late.put(UNSETTLED, -1);
        late.put("duration_ms", 0);
        return late;
    }

    private static UUID sharedId(OpenRouterCostRecord cost) {
        return sharedId(cost.outcome(), String.valueOf(cost.generationId()));
    }

    private static UUID sharedId(OpenRouterCostRecord.Outcome outcome, String generationId) {
        return nameUuid(outcome + "/" + generationId);
    }

    /**
     * Whether another process than that of the call has made it, or can make it: of a call whose process seemed dead,
     * or of its cost.
     */
    static boolean isOfAnother(ObjectNode line) {
        boolean died = NotedCall.ERROR.equals(line.path("error").textValue());
        return line.hasNonNull(GENERATION_ID) && (died || isSettledCost(line));
    }

    /**
     * The ids of rows by other processes that are of no use beside this record by the call's own process, which lives.
     */
    static List<String> replaced(ObjectNode line) {
        List<String> ids = new ArrayList<>();
        if (!isOfAnother(line)) {
            line.path(GENERATIONS)
                    .forEach(id -> ids.add(sharedId(OpenRouterCostRecord.Outcome.UNKNOWN, id.textValue())
                            .toString()));
            line.path(KNOWN)
                    .forEach(id -> ids.add(sharedId(OpenRouterCostRecord.Outcome.SETTLED, id.textValue())
                            .toString()));
        }
        return ids;
    }

    /** The id of a record's row. */
    static String id(ObjectNode line) {
        return line.get(ID).textValue();
    }

    private static UUID nameUuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** How many attempts of a record have neither an id nor a cost. */
    static int nameless(ObjectNode line) {
        return line.path(NAMELESS).intValue();
    }

    /** What the record and the end of a call without an id have in common. */
    static String attribution(ObjectNode line) {
        return attribution(
                line.path("operation").textValue(),
                line.path("model_requested").textValue(),
                line.path("session_id").textValue(),
                tags(line));
    }

    /** The same, of the end. */
    static String attribution(NotedCall call) {
        return attribution(call.operation(), call.model(), call.sessionId(), call.tags());
    }

    private static String attribution(
            String operation, @Nullable String model, @Nullable String session, Map<String, String> tags) {
        return operation + "\n" + Text.of(model, 255) + "\n" + session + "\n" + new TreeMap<>(tags);
    }

    static Map<String, String> tags(JsonNode node) {
        Map<String, String> tags = new HashMap<>();
        node.path(TAGS)
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().textValue()));
        return tags;
    }

    /** Whether it is the record of a cost that was unknown at the end of its call. */
    static boolean isSettledCost(ObjectNode line) {
        return SETTLED.equals(line.path("outcome").textValue());
    }

    /** How many costs are unknown in it. */
    static int unsettled(ObjectNode line) {
        return line.path(UNSETTLED).intValue();
    }

    /** The ids of the generations that a record is of, those of earlier attempts included. */
    static List<String> generations(ObjectNode line) {
        List<String> ids = new ArrayList<>();
        line.path(GENERATIONS).forEach(id -> ids.add(id.textValue()));
        if (line.hasNonNull(GENERATION_ID)) {
            ids.add(line.get(GENERATION_ID).textValue());
        }
        return ids;
    }

    /** Null for a line that is not whole, because its process died while writing it. */
    static @Nullable ObjectNode parse(String line) {
        try {
            JsonNode read = JSON.readTree(line);
            return read instanceof ObjectNode row && isWhole(row) ? row : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static boolean isWhole(ObjectNode row) {
        return isRecord(row) && row.hasNonNull("time") || CallLine.isWhole(row);
    }

    /** Whether it is a record, and no {@link CallLine}. */
    static boolean isRecord(ObjectNode line) {
        return line.hasNonNull(ID);
    }
}
