package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code response_format} of a chat request; plain text has none. */
public sealed interface OutputFormat {

    record JsonObject() implements OutputFormat {}

    /** A format that is sent unchanged. */
    record Other(Map<String, Object> format) implements OutputFormat {}

    record JsonSchema(
            String name,
            @Nullable String description,
            Map<String, Object> schema,
            @Nullable Boolean strict) implements OutputFormat {}
}
