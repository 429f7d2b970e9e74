package dev.langchain4j.model.openrouter.internal.api.chat;

import static dev.langchain4j.model.openrouter.internal.api.chat.ToolCalls.isBlank;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ApiErrorReader;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads one entry of {@code tool_calls}; its {@code type} is always a function, even if it is missing. One reader reads
 * one entry.
 */
final class ToolCallReader {

    private @Nullable Integer index;
    private @Nullable String id;
    private @Nullable String name;
    private @Nullable String arguments;

    /** Also if they are null. */
    private boolean hasArguments;

    /** The arguments by the name of Cohere and Llama, which some gateways keep. Others repeat the tool's schema in it. */
    private @Nullable String parameters;

    private @Nullable ApiError error;

    /** The error that the entry reports instead of, or beside, a call. */
    @Nullable
    ApiError error() {
        return error;
    }

    /** Reads a function without the call around it; null if it is empty. */
    @Nullable
    ToolCall readFunction(JsonParser json) throws IOException {
        readFunctionMembers(json);
        return toCall();
    }

    /** Null if the entry is empty. */
    @Nullable
    ToolCall read(JsonParser json) throws IOException {
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            switch (field) {
                case "index" -> index = JsonValues.integer(json);
                case "id" -> id = JsonValues.text(json);
                case "function" -> readFunctionMembers(json);
                default -> readFunctionMember(field, json); // some gateways write them beside the function
            }
        }
        return toCall();
    }

    private @Nullable ToolCall toCall() {
        String given = given();
        boolean nothing = isBlank(id) && isBlank(name) && isEmpty(given);
        return nothing ? null : new ToolCall(index, id, name, given);
    }

    private @Nullable String given() {
        if (parameters == null) {
            return arguments;
        }
        if (!hasArguments) {
            return parameters; // a schema comes beside arguments
        }
        boolean free = arguments == null || ToolArguments.areNone(arguments) && !isFiller(parameters);
        return free && !isSchema(parameters) ? parameters : arguments;
    }

    /** What some gateways write into each chunk; a blank may be a piece of a text. */
    private static boolean isFiller(String text) {
        return text.isEmpty() || text.startsWith("{") && ToolArguments.areNone(text);
    }

    private static boolean isSchema(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        try {
            JsonObject json = JsonObject.read(bytes, bytes.length);
            return "object".equals(json.text("type")) && json.object("properties") != null;
        } catch (IOException noJson) {
            return false;
        }
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    private void readFunctionMembers(JsonParser json) throws IOException {
        if (!JsonValues.isObject(json)) {
            return;
        }
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            json.nextToken();
            readFunctionMember(field, json);
        }
    }

    private void readFunctionMember(String field, JsonParser json) throws IOException {
        switch (field) {
            case "name" -> readName(json);
            case "arguments" -> {
                hasArguments = true;
                arguments = isEmpty(arguments) ? arguments(json) : arguments;
            }
            case "parameters" -> parameters = isEmpty(parameters) ? arguments(json) : parameters;
            case "error" -> error = ApiErrorReader.member(json, error);
            default -> json.skipChildren();
        }
    }

    /** JSON in a string by contract; some upstreams send the object itself. */
    private static @Nullable String arguments(JsonParser json) throws IOException {
        return json.currentToken().isStructStart() ? JsonValues.source(json) : JsonValues.text(json);
    }

    /** No tool's name begins or ends with a blank. */
    private void readName(JsonParser json) throws IOException {
        String read = JsonValues.text(json);
        name = isBlank(name) && read != null ? read.strip() : name;
    }
}
