package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.openrouter.internal.media.AudioFormats;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Generated speech, where LangChain4j's {@code AiMessage.audios()} finds it. It is not sent back. */
public final class ChatGeneratedAudio {

    /** The key of {@code audios()}, which cores before 1.21 do not name. */
    static final String ATTRIBUTE = "generated_audio";

    private ChatGeneratedAudio() {}

    /**
     * The message with the speech.
     *
     * @param base64 null or empty: without
     * @param format the one that the request asked for; null if it asked for none
     */
    public static AiMessage in(AiMessage message, @Nullable String base64, @Nullable String format) {
        if (base64 == null || base64.isEmpty()) {
            return message;
        }
        Audio.Builder audio = Audio.builder().base64Data(base64);
        if (format != null) {
            audio.mimeType(AudioFormats.mimeType(format));
        }
        Map<String, Object> attributes = new HashMap<>(message.attributes());
        attributes.put(ATTRIBUTE, List.of(audio.build()));
        return message.toBuilder().attributes(attributes).build();
    }
}
