package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;
import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;
import static dev.langchain4j.spi.ServiceHelper.loadFactories;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.audio.AudioTranscriptionModel;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.openrouter.MediaBuilder.MediaSettings;
import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import dev.langchain4j.model.openrouter.internal.api.media.MediaKind;
import dev.langchain4j.model.openrouter.internal.api.media.TranscriptionRequest;
import dev.langchain4j.model.openrouter.internal.media.AudioFormats;
import dev.langchain4j.model.openrouter.internal.media.MediaData;
import dev.langchain4j.model.openrouter.spi.OpenRouterTranscriptionModelBuilderFactory;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An {@link AudioTranscriptionModel} that calls OpenRouter's {@code POST /audio/transcriptions}: transcribes speech.
 *
 * <pre>{@code
 * OpenRouterTranscriptionModel model = OpenRouterTranscriptionModel.builder()
 *         .apiKey(System.getenv("OPENROUTER_API_KEY"))
 *         .modelName("openai/whisper-large-v3")
 *         .build();
 * }</pre>
 *
 * <p>The audio is sent as base64; its MIME type must name one of wav, mp3, flac, m4a, ogg, webm and aac. Cost, language
 * and times are in the {@link OpenRouterTranscriptionResponse}. An answer without a text is a failure, an empty text
 * means silence. Providers abort after 60 seconds: split long recordings. Calls block; an interrupt ends them at once.
 * Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/api/api-reference/stt/create-audio-transcriptions">Transcriptions</a>
 */
public class OpenRouterTranscriptionModel implements AudioTranscriptionModel {

    private final MediaSettings settings;
    private final @Nullable String language;
    private final @Nullable Double temperature;

    /** @throws IllegalArgumentException for an invalid value, naming the setter */
    public OpenRouterTranscriptionModel(Builder builder) {
        ensureNotNull(builder, "builder");
        builder.check();
        this.settings = builder.mediaSettings(MediaKind.TRANSCRIPTION, null);
        this.language = builder.language;
        this.temperature = builder.temperature;
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        for (OpenRouterTranscriptionModelBuilderFactory factory :
                loadFactories(OpenRouterTranscriptionModelBuilderFactory.class)) {
            return factory.get();
        }
        return new Builder();
    }

    /**
     * Transcribes the audio, with the request's language and temperature or else the model's.
     *
     * @throws UnsupportedFeatureException for a prompt, for audio by URL and for other formats
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; see {@link OpenRouterException}
     */
    @Override
    public OpenRouterTranscriptionResponse transcribe(AudioTranscriptionRequest request) {
        ensureNotNull(request, "request");
        if (!isBlank(request.prompt())) {
            throw new UnsupportedFeatureException(
                    "OpenRouter supports no prompt for a transcription: if your provider does,"
                            + " set it with providerOptions");
        }
        SetterChecks.notBlank("language", request.language());
        checkTemperature(request.temperature());
        TranscriptionRequest wire = new TranscriptionRequest(
                settings.modelId(),
                toWire(request.audio()),
                request.language() == null ? language : request.language(),
                request.temperature() == null ? temperature : request.temperature(),
                settings.options());
        return OpenRouterTranscriptionResponse.from(settings.call(() -> settings.api()
                .transcribe(wire, settings.begin(wire, CostEstimator::of))
                .send()));
    }

    private static ContentPart.Audio toWire(Audio audio) {
        MediaData data = AudioFormats.data(audio, "Audio");
        return new ContentPart.Audio(
                data.base64(), AudioFormats.of(data.mimeType(), "Audio", AudioFormats.TRANSCRIPTION));
    }

    private static void checkTemperature(@Nullable Double temperature) {
        SetterChecks.within("temperature", temperature, 0, 1);
    }

    /**
     * Builds an {@link OpenRouterTranscriptionModel}. Each setter takes null for "not set"; the provider's default
     * holds then.
     */
    public static class Builder extends MediaBuilder<Builder> {

        private static final String VERBOSE = "verbose_json";
        private static final Set<String> FORMATS = Set.of("json", VERBOSE);
        private static final Set<String> GRANULARITIES = Set.of("word", "segment");

        private @Nullable String language;
        private @Nullable Double temperature;
        private @Nullable String responseFormat;
        private List<String> timestampGranularities = List.of();

        /** Nothing set. */
        public Builder() {}

        /**
         * The model, required: an id such as {@code openai/whisper-large-v3}, or an alias.
         *
         * @see <a href="https://openrouter.ai/models?output_modalities=transcription">Transcription models</a>
         */
        public Builder modelName(@Nullable String modelName) {
            this.modelName = modelName;
            return this;
        }

        /** Spoken language, in ISO 639-1, {@code en} for example; a request can override it. Unset: detected. */
        public Builder language(@Nullable String language) {
            this.language = language;
            return this;
        }

        /** 0 to 1; a request can override it. Unset: the provider's own. */
        public Builder temperature(@Nullable Double temperature) {
            this.temperature = temperature;
            return this;
        }

        /**
         * {@code json}, or {@code verbose_json} for language, duration and segments with times, if the provider
         * supports them. Unset: json, or verbose_json with {@link #timestampGranularities}.
         */
        public Builder responseFormat(@Nullable String responseFormat) {
            this.responseFormat = responseFormat;
            return this;
        }

        /** Units that get times: {@code segment}, {@code word}. Needs {@code verbose_json}. */
        public Builder timestampGranularities(@Nullable List<String> timestampGranularities) {
            this.timestampGranularities = timestampGranularities == null
                    ? List.of()
                    : SetterChecks.list("timestampGranularities", timestampGranularities);
            return this;
        }

        /** Like {@link #timestampGranularities(List)}. */
        public Builder timestampGranularities(String... timestampGranularities) {
            return timestampGranularities(SetterChecks.list("timestampGranularities", timestampGranularities));
        }

        /** @throws IllegalArgumentException for an invalid value, naming the setter */
        public OpenRouterTranscriptionModel build() {
            return new OpenRouterTranscriptionModel(this);
        }

        private void check() {
            SetterChecks.notBlank("language", language);
            checkTemperature(temperature);
            if (responseFormat != null && !FORMATS.contains(responseFormat)) {
                throw SetterChecks.refused("responseFormat", "must be json or verbose_json", responseFormat);
            }
            if (!GRANULARITIES.containsAll(timestampGranularities)) {
                throw SetterChecks.refused("timestampGranularities", "must be word or segment", timestampGranularities);
            }
            boolean timed = !timestampGranularities.isEmpty();
            if (timed && "json".equals(responseFormat)) {
                throw new IllegalArgumentException("responseFormat must be verbose_json, or not set, with"
                        + " timestampGranularities: json has no times");
            }
            option("response_format", timed ? VERBOSE : responseFormat);
            option("timestamp_granularities", timed ? timestampGranularities : null);
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
