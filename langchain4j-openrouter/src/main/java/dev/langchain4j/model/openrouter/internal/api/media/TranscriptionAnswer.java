package dev.langchain4j.model.openrouter.internal.api.media;

import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /audio/transcriptions} answers.
 *
 * @param text perhaps empty: nothing was said
 * @param body the whole answer
 * @param generationId from the response's head
 */
public record TranscriptionAnswer(
        String text, JsonObject body, @Nullable String generationId) {}
