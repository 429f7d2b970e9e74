package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.openrouter.OpenRouterTranscriptionResponse.Segment;
import dev.langchain4j.model.openrouter.OpenRouterTranscriptionResponse.Word;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterTranscriptionModelTest {

    private static final String MODEL = "openai/whisper-large-v3";
    private static final Audio AUDIO =
            Audio.builder().base64Data("UklGRg==").mimeType("audio/wav").build();

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();

    OpenRouterTranscriptionModelTest(OpenRouterServer server) {
        this.server = server;
    }

    // Request

    @Test
    void sends_model_and_audio_and_nothing_else() {
        model().build().transcribeToText(AUDIO);

        assertThat(server.requests("/audio/transcriptions").get(0).bodyText())
                .isEqualTo("{\"model\":\"openai/whisper-large-v3\","
                        + "\"input_audio\":{\"data\":\"UklGRg==\",\"format\":\"wav\"}}");
    }

    @Test
    void sends_every_setting_under_its_wire_name() throws Exception {
        model().language("en")
                .temperature(0.2)
                .responseFormat("verbose_json")
                .timestampGranularities("segment", "word")
                .providerOptions(Map.of("openai", Map.of("prompt", "Rhine, Rhone")))
                .build()
                .transcribeToText(AUDIO);

        assertThat(server.requests("/audio/transcriptions").get(0).bodyText())
                .isEqualTo(new ObjectMapper()
                        .readTree(Payloads.text("transcriptions/request.json"))
                        .toString());
    }

    @Test
    void a_member_without_a_setter_goes_out_too() {
        model().customParameters(Map.of("diarize", true)).build().transcribeToText(AUDIO);

        assertThat(lastRequest().path("diarize").asText()).isEqualTo("true");
    }

    @Test
    void a_request_overrides_language_and_temperature_of_the_model() {
        model().language("en")
                .temperature(0.2)
                .build()
                .transcribe(AudioTranscriptionRequest.builder(AUDIO)
                        .language("fr")
                        .temperature(0.0)
                        .build());

        assertThat(lastRequest().path("language").asText()).isEqualTo("fr");
        assertThat(lastRequest().path("temperature").asDouble()).isZero();
    }

    @Test
    void times_are_asked_for_in_the_format_that_has_them() {
        OpenRouterTranscriptionModel.Builder builder = model().timestampGranularities("word");
        builder.build().transcribeToText(AUDIO);
        assertThat(lastRequest().path("response_format").asText()).isEqualTo("verbose_json");

        builder.timestampGranularities((List<String>) null).build().transcribeToText(AUDIO);
        assertThat(lastRequest().has("response_format")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "audio/mpeg, mp3",
        "audio/x-wav, wav",
        "audio/MP4, m4a",
        "audio/webm;codecs=opus, webm",
        "audio/ogg, ogg",
        "audio/flac, flac",
        "audio/aac, aac"
    })
    void the_format_follows_from_the_mime_type(String mimeType, String format) {
        model().build()
                .transcribeToText(Audio.builder()
                        .binaryData(new byte[] {1, 2, 3})
                        .mimeType(mimeType)
                        .build());

        assertThat(lastRequest().at("/input_audio/format").asText()).isEqualTo(format);
        assertThat(lastRequest().at("/input_audio/data").asText()).isEqualTo("AQID");
    }

    @Test
    void the_connection_makes_models_and_an_alias_stands_for_its_id() {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelAliases(OpenRouterModelAliases.defaults().with("whisper", MODEL))
                .build()) {
            openRouter.transcriptionModel().modelName("whisper").build().transcribeToText(AUDIO);
        }

        assertThat(lastRequest().path("model").asText()).isEqualTo(MODEL);
    }

    // Answer

    @Test
    void a_transcript_has_its_length_usage_cost_and_generation() {
        server.answer(
                Answer.payload(Payloads.text("transcriptions/plain.json")).header("X-Generation-Id", "gen-stt-1"));

        OpenRouterTranscriptionResponse response = transcribe();

        assertThat(response.text()).isEqualTo("Hello, this is a test.");
        assertThat(response.duration()).isEqualTo(Duration.ofMillis(9200));
        assertThat(response.generationId()).isEqualTo("gen-stt-1");
        assertThat(response.tokenUsage())
                .isEqualTo(OpenRouterTokenUsage.builder()
                        .inputTokenCount(83)
                        .outputTokenCount(30)
                        .totalTokenCount(113)
                        .cost(new BigDecimal("0.000508"))
                        .build());
        assertThat(response.language()).isNull();
        assertThat(response.segments()).isEmpty();
        assertThat(response.words()).isEmpty();
    }

    @Test
    void a_verbose_transcript_has_language_segments_and_words_with_their_times() {
        server.answer(payload("verbose"));

        OpenRouterTranscriptionResponse response = transcribe();

        assertThat(response.language()).isEqualTo("english");
        assertThat(response.duration()).isEqualTo(Duration.ofMillis(3250));
        assertThat(response.segments())
                .containsExactly(
                        new Segment(Duration.ZERO, Duration.ofMillis(1500), " Hello there.", 0, -0.28, 0.01, 1.13),
                        new Segment(Duration.ofMillis(1500), Duration.ofMillis(3200), " Bye.", null, null, null, null));
        assertThat(response.words())
                .containsExactly(
                        new Word("Hello", Duration.ZERO, Duration.ofMillis(400), 0, 0.98),
                        new Word("there", Duration.ofMillis(400), Duration.ofMillis(900), null, null),
                        new Word("Bye", Duration.ofMillis(1600), Duration.ofSeconds(2), null, null));
        assertThat(response.segments() + " " + response.words())
                .contains("start=PT1.5S", "confidence=0.98")
                .doesNotContain("Hello", "there", "Bye");
    }

    @Test
    void members_of_the_wrong_kind_do_no_harm() {
        server.answer(payload("numbers-in-disguise"));

        OpenRouterTranscriptionResponse response = transcribe();

        assertThat(response.duration()).isEqualTo(Duration.ofMillis(1500));
        assertThat(response.segments())
                .containsExactly(
                        new Segment(Duration.ofMillis(100), null, "", null, null, null, null),
                        new Segment(null, null, "Hi", null, null, null, null));
        assertThat(response.words()).isEmpty();
        assertThat(response.tokenUsage())
                .isEqualTo(OpenRouterTokenUsage.builder()
                        .inputTokenCount(12)
                        .cost(new BigDecimal("1E-7"))
                        .build());
    }

    @Test
    void silence_is_an_empty_text() {
        server.answer(payload("silence"));

        OpenRouterTranscriptionResponse response = transcribe();

        assertThat(response.text()).isEmpty();
        assertThat(response.tokenUsage()).isNull();
        assertThat(response.duration()).isNull();
    }

    @Test
    void less_than_no_tokens_are_not_reported() {
        server.answer(Answer.payload("""
                {"text":"Hi","usage":{"input_tokens":-4,"output_tokens":2,"total_tokens":-9,"cost":0.5,"seconds":-3,
                 "input_tokens_details":{"cached_tokens":-1}}}"""));

        OpenRouterTranscriptionResponse response = transcribe();

        assertThat(response.tokenUsage().inputTokenCount()).isNull();
        assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(2);
        assertThat(response.tokenUsage().cachedInputTokens()).isNull();
        assertThat(response.tokenUsage().cost()).isEqualByComparingTo("0.5");
        assertThat(response.duration()).isNull();
    }

    @Test
    void tokens_of_the_audio_are_counted() {
        server.answer(Answer.payload("""
                {"text":"Hi","usage":{"input_tokens":9,"input_tokens_details":{"audio_tokens":7,"text_tokens":2}}}"""));

        assertThat(transcribe().tokenUsage().audioInputTokens()).isEqualTo(7);
    }

    @Test
    void a_request_names_a_language_or_none() {
        assertThatThrownBy(() -> model().build()
                        .transcribe(AudioTranscriptionRequest.builder(AUDIO)
                                .language(" ")
                                .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("language");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void the_cost_is_that_of_the_ledger() {
        assertThat(transcribe().tokenUsage().cost())
                .isPositive()
                .isEqualByComparingTo(server.ledger().cost());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"message\":\"Language was detected\"", "\"errors\":[]", "\"detail\":\"mono\""})
    void a_remark_beside_the_text_is_no_failure(String remark) {
        server.answer(Answer.payload("{\"text\":\"Hi\"," + remark + ",\"usage\":{\"cost\":0.5}}"));

        assertThat(transcribe().text()).isEqualTo("Hi");
    }

    @Test
    void a_number_that_is_none_loses_no_text() {
        server.answer(Answer.payload("{\"text\":\"Hi\",\"segments\":[{\"text\":\"Hi\",\"avg_logprob\":NaN,"
                + "\"compression_ratio\":-Infinity}],\"usage\":{\"cost\":NaN}}"));

        OpenRouterTranscriptionResponse response = transcribe();

        assertThat(response.text()).isEqualTo("Hi");
        assertThat(response.segments()).containsExactly(new Segment(null, null, "Hi", null, null, null, null));
        assertThat(response.tokenUsage()).isNull();
    }

    // Failure

    @ParameterizedTest
    @ValueSource(strings = {"text-missing", "text-null"})
    void an_answer_without_a_text_is_a_failure_that_is_paid_once(String name) {
        server.answer(payload(name));

        assertThatThrownBy(this::transcribe)
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("The response has no text");
        assertThat(server.requests("/audio/transcriptions")).hasSize(1);
    }

    @Test
    void an_error_in_a_success_is_the_exception_of_its_code() {
        server.answer(payload("error-with-status-200"));

        assertThatThrownBy(() -> model().maxRetries(0).build().transcribeToText(AUDIO))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("too many minutes of audio");
    }

    @ParameterizedTest
    @ValueSource(strings = {"segments", "words"})
    void an_error_instead_of_a_part_is_a_failure_that_is_paid_once(String parts) {
        server.answer(Answer.payload("{\"text\":\"Hi\",\"" + parts
                + "\":[{\"text\":\"Hi\"},{\"error\":{\"message\":\"Chunk 2 was lost\"}}],\"usage\":{\"cost\":0.5}}"));

        assertThatThrownBy(this::transcribe)
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("Chunk 2 was lost")
                .satisfies(failure -> assertThat(
                                OpenRouterException.in(failure).orElseThrow().usage())
                        .satisfies(usage -> assertThat(usage.cost()).isEqualByComparingTo("0.5")));
        assertThat(server.requests("/audio/transcriptions")).hasSize(1);
    }

    @Test
    void a_call_without_a_key_is_refused() {
        assertThatThrownBy(() -> model().apiKey(" ").build().transcribeToText(AUDIO))
                .isInstanceOf(AuthenticationException.class);
    }

    // Arguments

    @Test
    void what_openrouter_cannot_take_is_refused_before_anything_is_sent() {
        OpenRouterTranscriptionModel model = model().build();

        assertUnsupported(model, AudioTranscriptionRequest.builder(AUDIO).prompt("Rhine, Rhone"), "prompt");
        assertUnsupported(model, of(Audio.builder().url("https://example.com/a.wav")), "URL");
        assertUnsupported(model, of(Audio.builder().base64Data("AAAA").mimeType("audio/midi")), "wav, mp3, flac");
        assertThatThrownBy(() ->
                        model.transcribe(of(Audio.builder().base64Data("AAAA")).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mimeType");
        assertThatThrownBy(() -> model.transcribe(
                        of(Audio.builder().mimeType("audio/wav")).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no data");
        assertThatThrownBy(() -> model.transcribe(AudioTranscriptionRequest.builder(AUDIO)
                        .temperature(1.1)
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("temperature");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void bad_settings_are_refused_by_the_name_of_their_setter() {
        assertRefused(model().modelName(null), "modelName");
        assertRefused(model().language(" "), "language");
        assertRefused(model().temperature(-0.1), "temperature");
        assertRefused(model().responseFormat("srt"), "responseFormat");
        assertRefused(model().timestampGranularities("letter"), "timestampGranularities");
        assertRefused(model().timestampGranularities("word").responseFormat("json"), "responseFormat");
        assertRefused(model().customParameters(Map.of("language", "en")), "language");
        assertRefused(
                model().dataPolicy(OpenRouterDataPolicy.builder()
                        .zeroDataRetention(true)
                        .build()),
                "/audio/transcriptions");
    }

    @Test
    void every_setter_takes_null_for_not_set() {
        model().language(null)
                .temperature(null)
                .responseFormat(null)
                .timestampGranularities((List<String>) null)
                .providerOptions(null)
                .customParameters(null)
                .build()
                .transcribeToText(AUDIO);

        assertThat(lastRequest().fieldNames()).toIterable().containsExactly("model", "input_audio");
    }

    private static void assertUnsupported(
            OpenRouterTranscriptionModel model, AudioTranscriptionRequest.Builder request, String words) {
        assertThatThrownBy(() -> model.transcribe(request.build()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining(words);
    }

    private static void assertRefused(OpenRouterTranscriptionModel.Builder builder, String words) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    private static AudioTranscriptionRequest.Builder of(Audio.Builder audio) {
        return AudioTranscriptionRequest.builder(audio.build());
    }

    private OpenRouterTranscriptionResponse transcribe() {
        return model().build()
                .transcribe(AudioTranscriptionRequest.builder(AUDIO).build());
    }

    private OpenRouterTranscriptionModel.Builder model() {
        return OpenRouterTranscriptionModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .time(time);
    }

    private JsonNode lastRequest() {
        List<RecordedRequest> requests = server.requests("/audio/transcriptions");
        return requests.get(requests.size() - 1).body();
    }

    private static Answer payload(String name) {
        return Answer.payload(Payloads.text("transcriptions/" + name + ".json"));
    }
}
