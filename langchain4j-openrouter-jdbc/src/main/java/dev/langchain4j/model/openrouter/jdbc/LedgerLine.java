package dev.langchain4j.model.openrouter.jdbc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of the journal, in JSON: a record with its id, its columns and its tags; or the end or the id of a call, by
 * which another process can settle it if this one dies before the database has it.
 */
final class LedgerLine {

    static final String ID = "id";
    static final String TAGS = "tags";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private static final String SETTLE = "settle";
    private static final String IDENTIFY = "identify";
    private static final String EXTERNAL = "external";
    private static final String CALL = "call";
    private static final String GENERATIONS = "generations";

    private LedgerLine() {}

    static String of(OpenRouterCostRecord cost) {
        ObjectNode line = line(cost, id(cost));
        ArrayNode earlier = line.putArray(GENERATIONS);
        cost.attemptOutcomes().stream()
                .map(OpenRouterCostRecord.Attempt::generationId)
                .filter(Objects::nonNull)
                .forEach(earlier::add);
        return line.toString();
    }

    /** Has the same id in all processes that make it from the same line. */
    static ObjectNode unrecorded(OpenRouterCostRecord cost) {
        return line(cost, nameUuid(cost.outcome() + "/" + cost.generationId()));
    }

    private static ObjectNode line(OpenRouterCostRecord cost, UUID id) {
        ObjectNode line = JSON.createObjectNode();
        line.put(ID, id.toString());
        for (LedgerColumn column : LedgerColumn.ALL) {
            column.write(cost, line);
        }
        ObjectNode tags = line.putObject(TAGS);
        cost.tags().forEach(tags::put);
        return line;
    }

    /** A line of a batch has the same id in all processes that read the batch, so it is one row. */
    private static UUID id(OpenRouterCostRecord cost) {
        boolean ofBatch = cost.operation().startsWith("batch_") && cost.generationId() != null;
        return ofBatch ? nameUuid(cost.operation() + "/" + cost.generationId()) : UUID.randomUUID();
    }

    private static UUID nameUuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** @param call null if no record can be matched to it */
    static String of(Ask.Settle settle, @Nullable NotedCall call) {
        ObjectNode line = JSON.createObjectNode();
        line.put(SETTLE, settle.id());
        line.put("cost", settle.outcome().cost());
        line.put("counted", settle.outcome().counted());
        line.put(EXTERNAL, settle.outcome().openRouterId());
        if (call != null) {
            write(call, line.putObject(CALL));
        }
        return line.toString();
    }

    private static void write(NotedCall call, ObjectNode node) {
        node.put("time", call.time().toString());
        node.put("operation", call.operation());
        node.put("generation", call.generationId());
        node.put("model", call.model());
        node.put("session", call.sessionId());
        ObjectNode tags = node.putObject(TAGS);
        call.tags().forEach(tags::put);
    }

    /** Null for a line that is not the end of a call. */
    static @Nullable NotedCall call(ObjectNode line) {
        JsonNode node = line.path(CALL);
        if (!node.isObject()) {
            return null;
        }
        Map<String, String> tags = new HashMap<>();
        node.path(TAGS)
                .properties()
                .forEach(tag -> tags.put(tag.getKey(), tag.getValue().textValue()));
        return new NotedCall(
                Instant.parse(node.path("time").textValue()),
                node.path("operation").textValue(),
                node.path("generation").textValue(),
                node.path("model").textValue(),
                node.path("session").textValue(),
                tags,
                cost(line));
    }

    /** The ids of the generations that a record is of, those of earlier attempts included. */
    static List<String> generations(ObjectNode line) {
        List<String> ids = new ArrayList<>();
        line.path(GENERATIONS).forEach(id -> ids.add(id.textValue()));
        if (line.hasNonNull("generation_id")) {
            ids.add(line.get("generation_id").textValue());
        }
        return ids;
    }

    private static @Nullable BigDecimal cost(ObjectNode line) {
        return line.hasNonNull("cost") ? line.get("cost").decimalValue() : null;
    }

    static String of(Ask.Identify identify) {
        ObjectNode line = JSON.createObjectNode();
        line.put(IDENTIFY, identify.id());
        line.put(EXTERNAL, identify.externalId());
        return line.toString();
    }

    /** Null for a record. */
    static @Nullable Ask ask(ObjectNode line) {
        String external = line.path(EXTERNAL).textValue();
        if (line.has(SETTLE)) {
            return new Ask.Settle(
                    line.get(SETTLE).textValue(),
                    new Outcome(cost(line), line.path("counted").decimalValue(), external));
        }
        return line.has(IDENTIFY) && external != null
                ? new Ask.Identify(line.get(IDENTIFY).textValue(), external)
                : null;
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
        return row.hasNonNull(ID) && row.hasNonNull("time") || row.hasNonNull(SETTLE) || row.hasNonNull(IDENTIFY);
    }
}
