package dev.langchain4j.model.openrouter.jdbc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A record as a line of JSON: its id, its columns and its tags. */
final class LedgerLine {

    static final String ID = "id";
    static final String TAGS = "tags";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private LedgerLine() {}

    static String of(OpenRouterCostRecord cost) {
        ObjectNode line = JSON.createObjectNode();
        line.put(ID, UUID.randomUUID().toString());
        for (LedgerColumn column : LedgerColumn.ALL) {
            column.write(cost, line);
        }
        ObjectNode tags = line.putObject(TAGS);
        cost.tags().forEach(tags::put);
        return line.toString();
    }

    /** Null for a line that is not whole, because its process died while writing it. */
    static @Nullable ObjectNode parse(String line) {
        try {
            JsonNode read = JSON.readTree(line);
            return read instanceof ObjectNode row && row.hasNonNull(ID) && row.hasNonNull("time") ? row : null;
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
