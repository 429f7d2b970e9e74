package dev.langchain4j.model.openrouter.internal.api.media;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /audio/speech}. Null is not sent.
 *
 * @param options further fields by their wire name
 */
public record SpeechRequest(
        String model, String input, @Nullable String voice, Map<String, Object> options) {}
