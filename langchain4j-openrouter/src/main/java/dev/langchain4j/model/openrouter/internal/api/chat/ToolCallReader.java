package dev.langchain4j.model.openrouter.internal.api.chat;

import static dev.langchain4j.model.openrouter.internal.api.chat.ToolCalls.isBlank;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code tool_calls}; its {@code type} is always a function, even if it is missing. */
final class ToolCallReader {

    private @Nullable Integer index;
    private @Nullable String id;
    private @Nullable String name;
    private @Nullable String arguments;

    private ToolCallReader() {}

    /** Null if the entry is empty. */
    static @Nullable ToolCall read(JsonParser json) throws IOException {
        return new ToolCallReader().readCall(json);
    }

    private @Nullable ToolCall readCall(JsonParser json) throws IOException {
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            switch (field) {
                case "index" -> index = JsonValues.integer(json);
                case "id" -> id = JsonValues.text(json);
                case "function" -> readFunction(json);
                default -> json.skipChildren();
            }
        }
        boolean nothing = isBlank(id) && isBlank(name) && (arguments == null || arguments.isEmpty());
        return nothing ? null : new ToolCall(index, id, name, arguments);
    }

    private void readFunction(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_OBJECT) {
            json.skipChildren();
            return;
        }
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            switch (field) {
                case "name" -> name = JsonValues.text(json);
                // JSON in a string by contract; some upstreams send the object itself
                case "arguments" ->
                    arguments = json.currentToken().isStructStart() ? JsonValues.source(json) : JsonValues.text(json);
                default -> json.skipChildren();
            }
        }
    }
}
