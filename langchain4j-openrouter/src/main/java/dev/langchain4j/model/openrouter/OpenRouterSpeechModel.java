package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static dev.langchain4j.spi.ServiceHelper.loadFactories;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.model.audio.TextToSpeechModel;
import dev.langchain4j.model.audio.TextToSpeechRequest;
import dev.langchain4j.model.openrouter.MediaBuilder.MediaSettings;
import dev.langchain4j.model.openrouter.internal.api.media.MediaKind;
import dev.langchain4j.model.openrouter.internal.api.media.SpeechAnswer;
import dev.langchain4j.model.openrouter.internal.api.media.SpeechRequest;
import dev.langchain4j.model.openrouter.internal.media.AudioFormats;
import dev.langchain4j.model.openrouter.internal.media.MediaData;
import dev.langchain4j.model.openrouter.spi.OpenRouterSpeechModelBuilderFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TextToSpeechModel} that calls OpenRouter's {@code POST /audio/speech}: reads text aloud.
 *
 * <pre>{@code
 * OpenRouterSpeechModel model = OpenRouterSpeechModel.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .modelName("mistralai/voxtral-mini-tts-2603")
 *         .voice("en_paul_neutral")
 *         .responseFormat("mp3")
 *         .build();
 * }</pre>
 *
 * <p>The audio has its bytes in {@code binaryData()} and OpenRouter's {@code Content-Type} in {@code mimeType()}, for
 * example {@code audio/mpeg} or {@code audio/pcm;rate=24000;channels=1}. An answer that is empty or not audio is a
 * failure, whatever its status. Calls block until all audio has arrived; an interrupt ends them at once. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/api/api-reference/tts/create-audio-speech">Speech</a>
 */
public class OpenRouterSpeechModel implements TextToSpeechModel {

    private final MediaSettings settings;
    private final @Nullable String voice;
    private final String usualMimeType;

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    public OpenRouterSpeechModel(Builder builder) {
        ensureNotNull(builder, "builder");
        builder.check();
        this.settings = builder.mediaSettings(MediaKind.SPEECH, null);
        this.voice = builder.voice;
        this.usualMimeType = builder.usualMimeType();
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        for (OpenRouterSpeechModelBuilderFactory factory : loadFactories(OpenRouterSpeechModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    /** @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException} */
    @Override
    public OpenRouterSpeechResponse synthesize(String text) {
        return synthesize(TextToSpeechRequest.builder(text).build());
    }

    /**
     * Reads the text aloud, with the request's voice or else the model's.
     *
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException}
     */
    @Override
    public OpenRouterSpeechResponse synthesize(TextToSpeechRequest request) {
        ensureNotNull(request, "request");
        SetterChecks.notBlank("voice", request.voice());
        SpeechRequest wire = new SpeechRequest(
                settings.modelId(),
                request.text(),
                request.voice() == null ? voice : request.voice(),
                settings.options());
        SpeechAnswer answer = settings.call(() -> settings.api()
                .speech(wire, settings.begin(wire, CostEstimator::of))
                .send());
        Audio audio = Audio.builder()
                .binaryData(answer.audio())
                .mimeType(answer.contentType() == null ? usualMimeType : answer.contentType())
                .build();
        return new OpenRouterSpeechResponse(audio, answer.generationId());
    }

    /**
     * Builds an {@link OpenRouterSpeechModel}. Each setter takes null for "not set"; the provider's default holds then.
     */
    public static class Builder extends MediaBuilder<Builder> {

        private static final int MAX_SAMPLE_CHARACTERS = 20 * 1024 * 1024;
        private static final int MAX_TRANSCRIPT_CHARACTERS = 10_000;

        private @Nullable String voice;
        private @Nullable Audio voiceSample;
        private @Nullable String voiceSampleTranscript;

        /** Nothing set. */
        public Builder() {}

        /**
         * The model, required: an id such as {@code mistralai/voxtral-mini-tts-2603}, or an alias.
         *
         * @see <a href="https://openrouter.ai/models?output_modalities=speech">Speech models</a>
         */
        public Builder modelName(@Nullable String modelName) {
            this.modelName = modelName;
            return this;
        }

        /** The provider's name for the voice; a request can override it. Most models require one. */
        public Builder voice(@Nullable String voice) {
            this.voice = voice;
            return this;
        }

        /**
         * {@code mp3} or {@code pcm}: 16 bits a sample, little-endian, without a header. Unset: OpenRouter's own, pcm.
         */
        public Builder responseFormat(@Nullable String responseFormat) {
            return option("response_format", responseFormat);
        }

        /** Speaking speed, above 0; 1 is normal. Ignored by models without it. */
        public Builder speed(@Nullable Double speed) {
            return option("speed", speed);
        }

        /**
         * A voice to imitate, for models that can: base64 or bytes, at most 15 MiB. You need the right to use it.
         */
        public Builder voiceSample(@Nullable Audio voiceSample) {
            this.voiceSample = voiceSample;
            return this;
        }

        /** The transcript of the {@link #voiceSample}, at most 10,000 characters; it helps some models to imitate. */
        public Builder voiceSampleTranscript(@Nullable String voiceSampleTranscript) {
            this.voiceSampleTranscript = voiceSampleTranscript;
            return this;
        }

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouterSpeechModel build() {
            return new OpenRouterSpeechModel(this);
        }

        private void check() {
            SetterChecks.notBlank("voice", voice);
            SetterChecks.notBlank("responseFormat", option("response_format", String.class));
            Double speed = option("speed", Double.class);
            if (speed != null && !(speed > 0 && Double.isFinite(speed))) {
                throw SetterChecks.refused("speed", "must be greater than 0", speed);
            }
            SetterChecks.notBlank("voiceSampleTranscript", voiceSampleTranscript);
            SetterChecks.atMost("voiceSampleTranscript", voiceSampleTranscript, MAX_TRANSCRIPT_CHARACTERS);
            if (voiceSample == null && voiceSampleTranscript != null) {
                throw new IllegalArgumentException("voiceSampleTranscript must not be set without voiceSample");
            }
            option("input_references", voiceSample == null ? null : references(voiceSample));
        }

        private List<Map<String, Object>> references(Audio sample) {
            MediaData data = AudioFormats.data(sample, "voiceSample");
            SetterChecks.atMost("voiceSample", data.base64(), MAX_SAMPLE_CHARACTERS);
            String url = data.mimeType() == null ? data.base64() : data.toUrl("voiceSample");
            List<Map<String, Object>> references = new ArrayList<>();
            references.add(WireObject.sorted("type", "input_audio", "input_audio", Map.of("data", url)));
            if (voiceSampleTranscript != null) {
                references.add(WireObject.sorted("type", "text", "text", voiceSampleTranscript));
            }
            return references;
        }

        /** The MIME type of an answer without a {@code Content-Type}. */
        private String usualMimeType() {
            String format = option("response_format", String.class);
            return "mp3".equals(format) ? "audio/mpeg" : "audio/" + (format == null ? "pcm" : format);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
