package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code response_format} of a chat request; plain text is the absence of one. */
public sealed interface OutputFormat {

    record JsonObject() implements OutputFormat {}

    /** A form that needs nothing done to it, as it is sent. */
    record Other(Map<String, Object> format) implements OutputFormat {}

    record JsonSchema(
            String name,
            Map<String, Object> schema,
            @Nullable Boolean strict) implements OutputFormat {}
}
