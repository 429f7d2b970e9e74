package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.audio.AudioTranscriptionResponse;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.api.media.TranscriptionAnswer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transcript and its metadata. Null means not reported. Language, segments and words exist only if the model was
 * built with {@code responseFormat("verbose_json")} and the provider reports them. Immutable.
 *
 * @see <a href="https://openrouter.ai/docs/api/api-reference/stt/create-audio-transcriptions">Transcriptions</a>
 */
public final class OpenRouterTranscriptionResponse extends AudioTranscriptionResponse {

    private final @Nullable String language;
    private final @Nullable Duration duration;
    private final List<Segment> segments;
    private final List<Word> words;
    private final @Nullable OpenRouterTokenUsage tokenUsage;
    private final @Nullable String generationId;
    private final @Nullable Double confidence;
    private final Supplier<String> rawResponse;

    private OpenRouterTranscriptionResponse(TranscriptionAnswer answer) {
        super(answer.text());
        JsonObject body = answer.body();
        JsonObject usage = body.object("usage");
        Duration heard = time(body, "duration");
        this.language = body.text("language");
        this.duration = heard == null && usage != null ? time(usage, "seconds") : heard;
        this.segments = body.objects("segments").stream().map(Segment::from).toList();
        this.words = body.objects("words").stream().map(Word::from).toList();
        this.tokenUsage = OpenRouterTokenUsage.reported(answer.usage());
        this.generationId = answer.generationId();
        this.confidence = body.number("confidence");
        this.rawResponse = answer.raw();
    }

    static OpenRouterTranscriptionResponse from(TranscriptionAnswer answer) {
        return new OpenRouterTranscriptionResponse(answer);
    }

    /** The detected or requested language, as the provider names it: {@code en}, {@code english}. */
    public @Nullable String language() {
        return language;
    }

    /** Length of the audio. */
    public @Nullable Duration duration() {
        return duration;
    }

    /** The transcript in segments with their times, in order; empty if not reported. */
    public List<Segment> segments() {
        return segments;
    }

    /** Each word with its times, in order; empty if not reported. */
    public List<Word> words() {
        return words;
    }

    /** Cost, and tokens if the provider counts them. */
    public @Nullable OpenRouterTokenUsage tokenUsage() {
        return tokenUsage;
    }

    /** OpenRouter's id of the call, for {@link OpenRouter#generation}. */
    public @Nullable String generationId() {
        return generationId;
    }

    /** The provider's confidence in the whole transcript, 0 to 1. */
    public @Nullable Double confidence() {
        return confidence;
    }

    /** The body of the response as received. */
    public String rawResponse() {
        return rawResponse.get();
    }

    /** Converts seconds on the wire, to the nanosecond. */
    private static @Nullable Duration time(JsonObject object, String name) {
        BigDecimal seconds = object.decimal(name);
        boolean unusable = seconds == null || seconds.signum() < 0 || seconds.precision() - seconds.scale() > 9;
        return unusable ? null : Duration.ofNanos(seconds.movePointRight(9).longValue());
    }

    /**
     * A segment of the transcript, about a sentence.
     *
     * @param start from the beginning of the audio
     * @param end from the beginning of the audio
     * @param speaker identifies the speaker, if the provider does
     * @param averageLogprob confidence in the words: 0 is certain, below -1 is doubtful
     * @param noSpeechProbability 0 to 1: the probability that nobody speaks
     * @param compressionRatio how often the text repeats itself; above about 2.4 the model is stuck
     */
    public record Segment(
            @Nullable Duration start,
            @Nullable Duration end,
            String text,
            @Nullable Integer speaker,
            @Nullable Double averageLogprob,
            @Nullable Double noSpeechProbability,
            @Nullable Double compressionRatio) {

        /** Without the text. */
        @Override
        public String toString() {
            return "Segment[start=" + start + ", end=" + end + ", speaker=" + speaker + ", averageLogprob="
                    + averageLogprob + ", noSpeechProbability=" + noSpeechProbability + ", compressionRatio="
                    + compressionRatio + "]";
        }

        private static Segment from(JsonObject segment) {
            String text = segment.text("text");
            return new Segment(
                    time(segment, "start"),
                    time(segment, "end"),
                    text == null ? "" : text,
                    segment.integer("speaker"),
                    segment.number("avg_logprob"),
                    segment.number("no_speech_prob"),
                    segment.number("compression_ratio"));
        }
    }

    /**
     * A word of the transcript.
     *
     * @param start from the beginning of the audio
     * @param end from the beginning of the audio
     * @param speaker identifies the speaker, if the provider does
     * @param confidence the provider's confidence in the word, 0 to 1
     */
    public record Word(
            String word,
            @Nullable Duration start,
            @Nullable Duration end,
            @Nullable Integer speaker,
            @Nullable Double confidence) {

        /** Without the word. */
        @Override
        public String toString() {
            return "Word[start=" + start + ", end=" + end + ", speaker=" + speaker + ", confidence=" + confidence + "]";
        }

        private static Word from(JsonObject word) {
            String text = word.text("word");
            return new Word(
                    text == null ? "" : text,
                    time(word, "start"),
                    time(word, "end"),
                    word.integer("speaker"),
                    word.number("confidence"));
        }
    }
}
