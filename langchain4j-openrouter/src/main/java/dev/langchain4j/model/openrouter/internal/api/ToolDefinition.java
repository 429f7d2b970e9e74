package dev.langchain4j.model.openrouter.internal.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of {@code tools}. */
public sealed interface ToolDefinition {

    /** @param parameters JSON Schema of the arguments, always an object schema */
    record Function(
            String name,
            @Nullable String description,
            Map<String, Object> parameters,
            @Nullable Boolean strict) implements ToolDefinition {}
}
