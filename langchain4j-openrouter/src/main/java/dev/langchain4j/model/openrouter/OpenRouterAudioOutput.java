package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import java.util.Map;

/**
 * The voice and the format of speech that a model generates. Needs a streaming model; the sound is in
 * {@link OpenRouterChatResponseMetadata#audio()}.
 *
 * @see <a href="https://openrouter.ai/docs/guides/overview/multimodal/audio">Audio</a>
 */
public final class OpenRouterAudioOutput extends WireObject {

    private OpenRouterAudioOutput(Map<String, ?> members) {
        super(members);
    }

    /**
     * @param voice for example {@code alloy}; each model has its own voices
     * @param format {@code wav}, {@code mp3}, {@code flac}, {@code opus} or {@code pcm16}
     */
    public static OpenRouterAudioOutput of(String voice, String format) {
        return new OpenRouterAudioOutput(
                Map.of("voice", ensureNotNull(voice, "voice"), "format", ensureNotNull(format, "format")));
    }
}
