package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.model.audio.TextToSpeechResponse;
import org.jspecify.annotations.Nullable;

/** Speech, and the id under which OpenRouter has it on record. */
public class OpenRouterSpeechResponse extends TextToSpeechResponse {

    private final @Nullable String generationId;

    /** @param generationId null if OpenRouter has given none */
    public OpenRouterSpeechResponse(Audio audio, @Nullable String generationId) {
        super(audio);
        this.generationId = generationId;
    }

    /** For {@link OpenRouter#generation}, which knows what the speech has cost; the answer itself does not say. */
    public @Nullable String generationId() {
        return generationId;
    }
}
