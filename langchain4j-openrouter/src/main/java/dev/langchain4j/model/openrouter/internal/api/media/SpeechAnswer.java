package dev.langchain4j.model.openrouter.internal.api.media;

import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /audio/speech}.
 *
 * @param audio at least one byte, of exactly its length
 * @param contentType with its parameters, which give the rate of PCM; null if it does not tell what the audio is
 * @param generationId from the response's head
 */
public record SpeechAnswer(
        byte[] audio,
        @Nullable String contentType,
        @Nullable String generationId) {}
