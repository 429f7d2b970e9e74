package dev.langchain4j.model.openrouter.internal.api.media;

import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.api.usage.UsageReader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answer of {@code POST /audio/transcriptions}.
 *
 * @param text empty for silence
 * @param body the whole answer
 * @param generationId from the response's head
 * @param raw the body as text that is decoded on demand
 */
public record TranscriptionAnswer(
        String text, JsonObject body, @Nullable String generationId, Supplier<String> raw) {

    /** Usage and cost; null if not reported. */
    public @Nullable Usage usage() {
        return UsageReader.read(body);
    }
}
