package dev.langchain4j.model.openrouter.jdbc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
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

    private LedgerLine() {}

    static String of(OpenRouterCostRecord cost) {
        ObjectNode line = JSON.createObjectNode();
        line.put(ID, id(cost).toString());
        for (LedgerColumn column : LedgerColumn.ALL) {
            column.write(cost, line);
        }
        ObjectNode tags = line.putObject(TAGS);
        cost.tags().forEach(tags::put);
        return line.toString();
    }

    /** A line of a batch has the same id in all processes that read the batch, so it is one row. */
    private static UUID id(OpenRouterCostRecord cost) {
        boolean ofBatch = cost.operation().startsWith("batch_") && cost.generationId() != null;
        return ofBatch
                ? UUID.nameUUIDFromBytes(
                        (cost.operation() + "/" + cost.generationId()).getBytes(StandardCharsets.UTF_8))
                : UUID.randomUUID();
    }

    static String of(Ask.Settle settle) {
        ObjectNode line = JSON.createObjectNode();
        line.put(SETTLE, settle.id());
        line.put("cost", settle.outcome().cost());
        line.put("counted", settle.outcome().counted());
        line.put(EXTERNAL, settle.outcome().openRouterId());
        return line.toString();
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
            BigDecimal cost = line.hasNonNull("cost") ? line.get("cost").decimalValue() : null;
            return new Ask.Settle(
                    line.get(SETTLE).textValue(),
                    new Outcome(cost, line.path("counted").decimalValue(), external));
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
