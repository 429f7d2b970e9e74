package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.model.audio.TextToSpeechResponse;
import org.jspecify.annotations.Nullable;

/**
 * Speech and its generation id.
 *
 * @see <a href="https://openrouter.ai/docs/api/api-reference/tts/create-audio-speech">Speech</a>
 */
public class OpenRouterSpeechResponse extends TextToSpeechResponse {

    private final @Nullable String generationId;

    /** @param generationId null if OpenRouter reported none */
    public OpenRouterSpeechResponse(Audio audio, @Nullable String generationId) {
        super(audio);
        this.generationId = generationId;
    }

    /**
     * For {@link OpenRouter#generation}, which returns the cost of the speech; the answer itself does not report it.
     */
    public @Nullable String generationId() {
        return generationId;
    }
}
