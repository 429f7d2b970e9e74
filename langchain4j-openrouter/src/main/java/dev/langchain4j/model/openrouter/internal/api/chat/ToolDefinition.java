package dev.langchain4j.model.openrouter.internal.api.chat;

import com.fasterxml.jackson.core.SerializableString;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValueWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of {@code tools}. */
public sealed interface ToolDefinition {

    /**
     * @param parameters JSON Schema of the arguments, always an object schema: as JSON, because many requests send it
     * @param keys further keys of the entry, beside {@code function}
     * @param cacheControl for example {@code {"type":"ephemeral"}}
     */
    record Function(
            String name,
            @Nullable String description,
            SerializableString parameters,
            @Nullable Boolean strict,
            Map<String, Object> keys,
            @Nullable Map<String, Object> cacheControl)
            implements ToolDefinition {

        public Function(
                String name,
                @Nullable String description,
                Map<String, Object> parameters,
                @Nullable Boolean strict,
                Map<String, Object> keys) {
            this(name, description, JsonValueWriter.toJson(parameters), strict, keys, null);
        }

        public Function withCacheControl(@Nullable Map<String, Object> mark) {
            return new Function(name, description, parameters, strict, keys, mark);
        }
    }

    /** @param entry a tool that OpenRouter runs, as sent */
    record Server(Map<String, Object> entry) implements ToolDefinition {}
}
