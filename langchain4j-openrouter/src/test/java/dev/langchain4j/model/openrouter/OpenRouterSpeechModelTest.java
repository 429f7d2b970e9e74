package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.audio.TextToSpeechRequest;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterSpeechModelTest {

    private static final String MODEL = "mistralai/voxtral-mini-tts-2603";
    private static final byte[] BYTES = {0x7B, 0, (byte) 0x80, (byte) 0xFF, 0x7D};
    private static final Audio SAMPLE =
            Audio.builder().base64Data("UklGRg==").mimeType("audio/wav").build();

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();

    OpenRouterSpeechModelTest(OpenRouterServer server) {
        this.server = server;
    }

    // Request

    @Test
    void sends_model_and_text_and_nothing_else() {
        model().build().synthesize("Hello");

        assertThat(server.requests("/audio/speech").get(0).bodyText())
                .isEqualTo("{\"model\":\"mistralai/voxtral-mini-tts-2603\",\"input\":\"Hello\"}");
    }

    @Test
    void sends_every_setting_under_its_wire_name() throws Exception {
        model().voice("en_paul_neutral")
                .responseFormat("mp3")
                .speed(1.25)
                .voiceSample(SAMPLE)
                .voiceSampleTranscript("I used to rule the world.")
                .providerOptions(Map.of("openai", Map.of("instructions", "calm")))
                .build()
                .synthesize("Hello");

        assertThat(server.requests("/audio/speech").get(0).bodyText())
                .isEqualTo(new ObjectMapper()
                        .readTree(Payloads.text("speech/request.json"))
                        .toString());
    }

    @Test
    void a_member_without_a_setter_goes_out_too() {
        model().customParameters(Map.of("language_boost", "auto")).build().synthesize("Hello");

        assertThat(lastRequest().path("language_boost").asText()).isEqualTo("auto");
    }

    @Test
    void a_request_names_its_own_voice() {
        OpenRouterSpeechModel model = model().voice("en_paul_neutral").build();

        model.synthesize(
                TextToSpeechRequest.builder("Bonjour").voice("fr_marie_neutral").build());
        model.synthesize("Hello");

        assertThat(server.requests("/audio/speech"))
                .extracting(request -> request.body().path("voice").asText())
                .containsExactly("fr_marie_neutral", "en_paul_neutral");
    }

    @Test
    void a_voice_sample_without_a_type_goes_out_as_bare_base64() {
        model().voiceSample(Audio.builder().binaryData(BYTES).build()).build().synthesize("Hello");

        assertThat(lastRequest().at("/input_references/0/input_audio/data").asText())
                .isEqualTo("ewCA/30=");
    }

    @Test
    void the_connection_makes_models_and_an_alias_stands_for_its_id() {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelAliases(OpenRouterModelAliases.defaults().with("voxtral", MODEL))
                .build()) {
            openRouter.speechModel().modelName("voxtral").build().synthesize("Hello");
        }

        assertThat(lastRequest().path("model").asText()).isEqualTo(MODEL);
    }

    // Answer

    @Test
    void speech_is_the_bytes_of_the_answer_with_its_type_and_generation() {
        server.answer(Answer.raw(200, "audio/mpeg", BYTES).header("X-Generation-Id", "gen-tts-1"));

        OpenRouterSpeechResponse response = model().build().synthesize("Hello");

        assertThat(response.audio())
                .isEqualTo(
                        Audio.builder().binaryData(BYTES).mimeType("audio/mpeg").build());
        assertThat(response.generationId()).isEqualTo("gen-tts-1");
    }

    @Test
    void the_type_of_pcm_tells_its_rate() {
        Audio audio = model().build().synthesize("Hello").audio();

        assertThat(audio.mimeType()).isEqualTo("audio/pcm;rate=24000;channels=1");
        assertThat(audio.binaryData()).hasSize(5 * 480);
    }

    @Test
    void bytes_that_come_in_pieces_are_whole() {
        byte[] many = new byte[100_000];
        many[99_999] = 1;
        server.answer(Answer.raw(200, "audio/mpeg", many).splitInto(7_000));

        assertThat(model().build().synthesize("Hello").audio().binaryData()).isEqualTo(many);
    }

    @ParameterizedTest
    @CsvSource({"mp3, audio/mpeg", ", audio/pcm", "wav, audio/wav"})
    void a_type_that_is_not_told_is_that_of_the_format_asked_for(String format, String type) {
        server.answer(Answer.raw(200, "", new byte[] {1, 2}));

        assertThat(model().responseFormat(format)
                        .build()
                        .synthesize("Hello")
                        .audio()
                        .mimeType())
                .isEqualTo(type);
    }

    @Test
    void bytes_of_no_certain_kind_are_taken_for_speech_of_the_format_asked_for() {
        server.answer(Answer.raw(200, "Application/Octet-Stream", BYTES));

        Audio audio = model().responseFormat("mp3").build().synthesize("Hello").audio();

        assertThat(audio.binaryData()).isEqualTo(BYTES);
        assertThat(audio.mimeType()).isEqualTo("audio/mpeg");
    }

    @Test
    void the_generation_tells_what_speech_has_cost() {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .build()) {
            String id = openRouter
                    .speechModel()
                    .modelName(MODEL)
                    .build()
                    .synthesize("Hello")
                    .generationId();

            assertThat(openRouter.generation(id).totalCost())
                    .isEqualByComparingTo(server.ledger().cost());
        }
    }

    // Failure

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            audio/mpeg       |                        | is empty
                             | {"error":{"code":503}} | 503
            """)
    void an_answer_without_a_sample_is_not_charged_and_asked_for_again(String type, String body, String words) {
        Answer noSpeech = Answer.raw(200, type == null ? "" : type, body == null ? "" : body);
        server.answer(noSpeech, noSpeech, noSpeech);

        assertThatThrownBy(() -> model().build().synthesize("Hello"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining(words)
                .hasMessageContaining("gave up after 3 attempts");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json | {"id":"1"}             | not audio but application/json
            application/json | {"error":              | not exactly one complete JSON
            text/plain       | Hello                  | not audio but text/plain
            """)
    void an_answer_that_is_no_speech_may_be_charged_and_is_not_asked_for_again(String type, String body, String words) {
        server.answer(Answer.raw(200, type, body));

        assertThatThrownBy(() -> model().build().synthesize("Hello"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining(words);
        assertThat(server.requests("/audio/speech")).hasSize(1);
    }

    @Test
    void an_error_that_is_called_audio_is_an_error() {
        server.answer(Answer.raw(200, "audio/mpeg", "{\"error\":{\"code\":402,\"message\":\"Insufficient credits\"}}"));

        assertThatThrownBy(() -> model().build().synthesize("Hello"))
                .isInstanceOf(OpenRouterInsufficientCreditsException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " \n{\"error\":{\"code\":402,\"message\":\"Insufficient credits\"}}",
                ": OPENROUTER PROCESSING\n\n{\"error\":{\"code\":402,\"message\":\"Insufficient credits\"}}",
                "\uFEFF{\"error\":{\"code\":402,\"message\":\"Insufficient credits\"}}",
                "[{\"error\":{\"code\":402,\"message\":\"Insufficient credits\"}}]",
                "event: error\ndata: {\"error\":{\"code\":402,\"message\":\"Insufficient credits\"}}\n\n",
                ": OPENROUTER PROCESSING\n\ndata: {\"error\":{\"code\":402,\"message\":\"Insufficient credits\"}}\n\n",
                "{\"detail\":\"Insufficient credits\",\"code\":402}"
            })
    void an_error_in_any_form_that_is_called_audio_is_an_error(String body) {
        server.answer(
                Answer.raw(200, "audio/mpeg", body), Answer.raw(200, "", body), Answer.raw(200, "text/plain", body));

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> model().build().synthesize("Hello"))
                    .isInstanceOf(OpenRouterInsufficientCreditsException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"audio/mpeg", "application/octet-stream", ""})
    void a_page_that_is_called_audio_is_a_page(String type) {
        server.answer(Answer.raw(200, type, "\n<!DOCTYPE html><html><body>Sign in</body></html>"));

        assertThatThrownBy(() -> model().build().synthesize("Hello"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Check baseUrl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "deflate", "gzip, zstd"})
    void audio_in_an_encoding_that_nobody_asked_for_is_no_audio(String encoding) {
        server.answer(Answer.raw(200, "audio/mpeg", BYTES).header("Content-Encoding", encoding));

        assertThatThrownBy(() -> model().build().synthesize("Hello"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("encoded as " + encoding);
        assertThat(server.requests("/audio/speech")).hasSize(1);
    }

    @Test
    void a_part_of_the_audio_is_not_the_whole() {
        server.answer(Answer.raw(206, "audio/mpeg", BYTES));

        assertThatThrownBy(() -> model().build().synthesize("Hello"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("a part of the audio");
    }

    @ParameterizedTest
    @CsvSource({"502, audio/mpeg", "502, application/octet-stream", "408, audio/mpeg", "429, audio/mpeg"})
    void an_upstreams_failure_with_audio_may_be_charged_and_is_not_asked_for_again(int status, String type) {
        server.answer(Answer.raw(status, type, BYTES));

        assertThatThrownBy(() -> model().build().synthesize("Hello"))
                .hasMessageContaining("answered " + status + ": HTTP " + status + " without an explanation");
        assertThat(server.requests("/audio/speech")).hasSize(1);
    }

    /** A frame of MP3 as LAME writes it: its padding is a letter. */
    @Test
    void silence_is_audio_and_is_not_asked_for_again() {
        byte[] silence = ("\0".repeat(32) + "LAME3.100" + "U".repeat(372)).getBytes(StandardCharsets.US_ASCII);
        server.answer(Answer.raw(502, "audio/mpeg", silence));

        assertThatThrownBy(() -> model().build().synthesize("Hello"))
                .hasMessageContaining("answered 502: HTTP 502 without an explanation");
        assertThat(server.requests("/audio/speech")).hasSize(1);
    }

    @Test
    void a_failure_with_words_that_are_called_audio_tells_them_and_is_asked_for_again() {
        server.answer(Answer.raw(502, "audio/mpeg", "The voice is \u00fcberlastet\n"));

        assertThat(model().build().synthesize("Hello").audio().binaryData()).isNotEmpty();
        server.answer(Answer.raw(502, "audio/mpeg", "The voice is \u00fcberlastet\n"));
        assertThatThrownBy(() -> model().maxRetries(0).build().synthesize("Hello"))
                .hasMessageContaining("The voice is \u00fcberlastet");
    }

    /** An old gateway writes in Latin-1. */
    @ParameterizedTest
    @ValueSource(strings = {"audio/mpeg", "application/octet-stream"})
    void words_in_an_old_encoding_are_no_audio(String type) {
        byte[] words = "Momentanément surchargé".getBytes(StandardCharsets.ISO_8859_1);
        server.answer(Answer.raw(502, type, words));

        assertThat(model().build().synthesize("Hello").audio().binaryData()).isNotEmpty();
        server.answer(Answer.raw(502, type, words));
        assertThatThrownBy(() -> model().maxRetries(0).build().synthesize("Hello"))
                .hasMessageContaining("surcharg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}\0", "[\u0001\u0002", "<\0<\0", "{\"error\":", ": 1\n{\u0001"})
    void audio_may_begin_like_a_text(String samples) {
        server.answer(Answer.raw(200, "audio/pcm", samples));

        assertThat(model().build().synthesize("Hello").audio().binaryData())
                .isEqualTo(samples.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_error_in_a_success_is_the_exception_of_its_code() {
        server.answer(Answer.payload(Payloads.text("transcriptions/error-with-status-200.json")));

        assertThatThrownBy(() -> model().maxRetries(0).build().synthesize("Hello"))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("too many minutes of audio");
    }

    @Test
    void a_refusal_is_the_exception_of_its_status() {
        assertThatThrownBy(() -> model().apiKey(" ").build().synthesize("Hello"))
                .isInstanceOf(AuthenticationException.class);
        assertThatThrownBy(() -> model().voice("nobody").build().synthesize("Hello"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Voice nobody is not supported");
    }

    // Settings

    @Test
    void bad_settings_are_refused_by_the_name_of_their_setter() {
        assertRefused(model().modelName(null), "modelName");
        assertRefused(model().voice(" "), "voice");
        assertRefused(model().responseFormat(" "), "responseFormat");
        assertRefused(model().speed(0.0), "speed");
        assertRefused(model().speed(Double.NaN), "speed");
        assertRefused(model().voiceSampleTranscript("Hello"), "voiceSampleTranscript");
        assertRefused(model().voiceSample(SAMPLE).voiceSampleTranscript("x".repeat(10_001)), "voiceSampleTranscript");
        assertRefused(
                model().voiceSample(Audio.builder()
                        .binaryData(new byte[15 * 1024 * 1024 + 1])
                        .build()),
                "voiceSample");
        assertRefused(model().customParameters(Map.of("voice", "x")), "voice");
        assertRefused(
                model().dataPolicy(OpenRouterDataPolicy.builder()
                        .denyDataCollection(true)
                        .build()),
                "dataPolicy has denyDataCollection");
        assertThatThrownBy(() -> model().voiceSample(
                                Audio.builder().url("https://example.com/a.wav").build())
                        .build())
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("voiceSample");
    }

    @Test
    void a_request_needs_a_voice_with_a_name_or_none() {
        assertThatThrownBy(() -> model().build()
                        .synthesize(
                                TextToSpeechRequest.builder("Hello").voice(" ").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("voice");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void every_setter_takes_null_for_not_set() {
        model().voice(null)
                .responseFormat(null)
                .speed(null)
                .voiceSample(null)
                .voiceSampleTranscript(null)
                .providerOptions(null)
                .customParameters(null)
                .build()
                .synthesize("Hello");

        assertThat(lastRequest().fieldNames()).toIterable().containsExactly("model", "input");
    }

    private static void assertRefused(OpenRouterSpeechModel.Builder builder, String words) {
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    private OpenRouterSpeechModel.Builder model() {
        return OpenRouterSpeechModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .time(time);
    }

    private JsonNode lastRequest() {
        List<RecordedRequest> requests = server.requests("/audio/speech");
        return requests.get(requests.size() - 1).body();
    }
}
