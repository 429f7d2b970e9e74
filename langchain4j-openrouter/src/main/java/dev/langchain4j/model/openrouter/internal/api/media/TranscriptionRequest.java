package dev.langchain4j.model.openrouter.internal.api.media;

import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /audio/transcriptions}. Null is not sent.
 *
 * @param options further fields by their wire name
 */
public record TranscriptionRequest(
        String model,
        ContentPart.Audio audio,
        @Nullable String language,
        @Nullable Double temperature,
        Map<String, Object> options) {}
