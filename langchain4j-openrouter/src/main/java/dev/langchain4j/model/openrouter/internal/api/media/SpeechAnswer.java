package dev.langchain4j.model.openrouter.internal.api.media;

import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /audio/speech} answers.
 *
 * @param audio at least one byte, of exactly its length
 * @param contentType with its parameters: for PCM they say the rate
 * @param generationId from the response's head
 */
public record SpeechAnswer(
        byte[] audio,
        @Nullable String contentType,
        @Nullable String generationId) {}
