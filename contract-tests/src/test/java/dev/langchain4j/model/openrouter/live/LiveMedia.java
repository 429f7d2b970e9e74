package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.openrouter.OpenRouterModelInfo;
import dev.langchain4j.model.openrouter.OpenRouterSpeechResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Images, speech and transcriptions. They come last, because they are the most expensive, and only if money is left. */
final class LiveMedia {

    private static final int SAMPLES_PER_SECOND = 8000;

    private LiveMedia() {}

    static Finding image(Live live) {
        Optional<String> model = live.models().producing("image", "google/gemini-2.5-flash-image");
        if (model.isEmpty()) {
            return Smokes.absent("image model");
        }
        var image = live.openRouter()
                .imageModel()
                .modelName(model.get())
                .build()
                .generate(Prompts.PICTURE)
                .content();
        return image.base64Data() == null || image.base64Data().isEmpty()
                ? new Finding(Verdict.FAILED, "no image")
                : Finding.ok("an image, " + image.mimeType());
    }

    static Finding speech(Live live) {
        OpenRouterSpeechResponse response = speak(live);
        if (response == null) {
            return Smokes.absent("speech model");
        }
        byte[] sound = response.audio().binaryData();
        return sound == null || sound.length == 0
                ? new Finding(Verdict.FAILED, "no sound")
                : Finding.ok(sound.length + " bytes" + (response.generationId() == null ? ", no id" : ", an id"));
    }

    /** Null if there is no model that can. */
    static @Nullable OpenRouterSpeechResponse speak(Live live) {
        Optional<String> model = live.models().producing("speech", "mistralai/voxtral-mini-tts-2603");
        if (model.isEmpty()) {
            return null;
        }
        List<String> voices = live.models()
                .find(model.get())
                .map(OpenRouterModelInfo::supportedVoices)
                .orElse(List.of());
        return live.openRouter()
                .speechModel()
                .modelName(model.get())
                .voice(voices.isEmpty() ? "alloy" : voices.get(0))
                .build()
                .synthesize(Prompts.SPEECH);
    }

    static Finding transcription(Live live) {
        Optional<String> model = live.models().producing("transcription", "openai/whisper-large-v3");
        if (model.isEmpty()) {
            return Smokes.absent("transcription model");
        }
        var response = live.openRouter()
                .transcriptionModel()
                .modelName(model.get())
                .build()
                .transcribe(AudioTranscriptionRequest.builder(Audio.builder()
                                .binaryData(silence())
                                .mimeType("audio/wav")
                                .build())
                        .build());
        return Finding.ok(response.text() == null ? "no text" : "a text");
    }

    /** A second of it. */
    private static byte[] silence() {
        int bytes = SAMPLES_PER_SECOND * 2;
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + bytes);
        wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        wav.putShort((short) 1).putShort((short) 1);
        wav.putInt(SAMPLES_PER_SECOND).putInt(bytes).putShort((short) 2).putShort((short) 16);
        wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(bytes);
        return wav.array();
    }
}
