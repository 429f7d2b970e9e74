package dev.langchain4j.model.openrouter.internal.api.media;

import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.api.usage.UsageReader;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /audio/transcriptions} answers.
 *
 * @param text perhaps empty: nothing was said
 * @param body the whole answer
 * @param generationId from the response's head
 */
public record TranscriptionAnswer(
        String text, JsonObject body, @Nullable String generationId) {

    /** What it has used and cost; null if that is not reported. */
    public @Nullable Usage usage() {
        return UsageReader.read(body);
    }
}
