package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class MediaEndpointsTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String IMAGE = "\"model\":\"bytedance-seed/seedream-4.5\",\"prompt\":\"a red panda\"";
    private static final String SPEECH = "\"model\":\"mistralai/voxtral-mini-tts-2603\",\"input\":\"Hello\"";
    private static final String AUDIO =
            "\"model\":\"openai/whisper-large-v3\",\"input_audio\":{\"data\":\"%s\",\"format\":\"wav\"}"
                    .formatted(Base64.getEncoder().encodeToString(new byte[96_000]));

    private final OpenRouterServer server;
    private final Client client;

    MediaEndpointsTest(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    @Test
    void draws_as_many_pictures_as_are_asked_for_that_a_viewer_can_read() throws Exception {
        JsonNode answer = json("/images", IMAGE + ",\"n\":3");

        assertThat(answer.path("data")).hasSize(3).allSatisfy(image -> {
            assertThat(image.path("media_type").asText()).isEqualTo("image/png");
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(
                    Base64.getDecoder().decode(image.path("b64_json").asText())));
            assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(1, 1);
        });
        assertThat(answer.path("data").findValuesAsText("b64_json")).doesNotHaveDuplicates();
        assertThat(server.ledger().cost()).isEqualByComparingTo("0.12");
        assertThat(server.ledger().completionTokens()).isEqualTo(12_000);
    }

    @Test
    void the_same_prompt_is_the_same_picture() throws Exception {
        assertThat(json("/images", IMAGE).at("/data/0"))
                .isEqualTo(json("/images", IMAGE).at("/data/0"));
    }

    @Test
    void speaks_a_hundredth_of_a_second_for_a_character_and_charges_it() throws Exception {
        HttpResponse<byte[]> answer = bytes("/audio/speech", SPEECH + ",\"voice\":\"en_paul_neutral\"");

        assertThat(answer.body()).hasSize(5 * 480);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("audio/pcm;rate=24000;channels=1");
        assertThat(answer.headers().firstValue("X-Generation-Id"))
                .hasValue(server.ledger().charges().get(0).generationId());
        assertThat(server.ledger().cost()).isEqualByComparingTo("0.00008");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pcm", "mp3"})
    void a_text_of_millions_of_characters_is_charged_but_not_spoken_to_its_end(String format) throws Exception {
        String input = "\"model\":\"mistralai/voxtral-mini-tts-2603\",\"input\":\"" + "a".repeat(6_000_000) + "\"";

        HttpResponse<byte[]> answer = bytes("/audio/speech", input + ",\"response_format\":\"" + format + "\"");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSizeBetween(4_000_000, 50_000_000);
        assertThat(server.ledger().cost()).isEqualByComparingTo("96");
    }

    @Test
    void speaks_mp3_when_asked_for_it() throws Exception {
        HttpResponse<byte[]> answer = bytes("/audio/speech", SPEECH + ",\"response_format\":\"mp3\"");

        assertThat(answer.headers().firstValue("Content-Type")).hasValue("audio/mpeg");
        assertThat(answer.body()).hasSize(5 * 417).startsWith(0xFF, 0xFB);
    }

    @Test
    void a_transcript_says_how_much_audio_has_arrived_and_charges_its_length() throws Exception {
        JsonNode answer = json("/audio/transcriptions", AUDIO);

        assertThat(answer.path("text").asText()).isEqualTo("96000 bytes of wav");
        assertThat(answer.at("/usage/seconds").decimalValue()).isEqualByComparingTo("2.0");
        assertThat(server.ledger().cost()).isEqualByComparingTo("0.00006");
        assertThat(answer.has("segments")).isFalse();
    }

    @Test
    void a_transcript_can_be_scripted_and_has_times_when_asked_for_them() throws Exception {
        server.answer(Answer.text("Hello there"));

        JsonNode answer = json(
                "/audio/transcriptions",
                AUDIO + ",\"response_format\":\"verbose_json\",\"timestamp_granularities\":[\"word\"]");

        assertThat(answer.path("text").asText()).isEqualTo("Hello there");
        assertThat(answer.path("words").findValuesAsText("word")).containsExactly("Hello", "there");
        assertThat(answer.at("/words/1/end").decimalValue()).isEqualByComparingTo("2");
        assertThat(answer.at("/segments/0/text").asText()).isEqualTo("Hello there");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /images               | "model":"bytedance-seed/seedream-4.5"                                             | 400
            /images               | "model":"bytedance-seed/seedream-4.5","prompt":"a","n":11                         | 400
            /images               | "model":"openai/gpt-4o","prompt":"a"                                              | 400
            /images               | "model":"acme/nothing","prompt":"a"                                               | 400
            /images               | "model":"bytedance-seed/seedream-4.5","prompt":"a","size":"1024x1024","aspect_ratio":"16:9" | 400
            /images               | "model":"bytedance-seed/seedream-4.5","prompt":"a","aspect_ratio":"7:3"           | 400
            /audio/speech         | "model":"mistralai/voxtral-mini-tts-2603"                                         | 400
            /audio/speech         | "model":"mistralai/voxtral-mini-tts-2603","input":"a","voice":"nobody"            | 400
            /audio/speech         | "model":"mistralai/voxtral-mini-tts-2603","input":"a","response_format":"flac"    | 400
            /audio/transcriptions | "model":"openai/whisper-large-v3"                                                 | 400
            /audio/transcriptions | "model":"openai/whisper-large-v3","input_audio":{"data":"???","format":"wav"}     | 400
            /audio/transcriptions | "model":"openai/whisper-large-v3","input_audio":{"data":"AAAA"}                   | 400
            """)
    void refuses_what_openrouter_refuses(String path, String fields, int status) throws Exception {
        assertThat(bytes(path, fields).statusCode()).isEqualTo(status);
        assertThat(server.ledger().charges()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"size\":\"1344x768\",\"aspect_ratio\":\"16:9\"",
                "\"size\":\"1024x1024\",\"aspect_ratio\":\"auto\"",
                "\"size\":\"2K\",\"aspect_ratio\":\"16:9\"",
                "\"size\":\"2K\",\"resolution\":\"4K\"",
                "\"size\":\"512x512\",\"resolution\":\"512\"",
                "\"size\":\"1344x768\",\"resolution\":\"1K\"",
                "\"size\":\"1920x1080\",\"resolution\":\"2K\"",
                "\"size\":\"2160x3840\",\"resolution\":\"4K\",\"aspect_ratio\":\"9:16\""
            })
    void draws_in_a_size_that_fits_its_ratio_and_resolution(String size) throws Exception {
        assertThat(bytes("/images", IMAGE + "," + size).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/images", "/audio/speech", "/audio/transcriptions"})
    void wants_a_key(String path) throws Exception {
        HttpResponse<String> response = client.send(
                client.withoutKey(path).POST(BodyPublishers.ofString("{}")).build());

        assertThat(response.statusCode()).isEqualTo(401);
    }

    private JsonNode json(String path, String fields) throws Exception {
        return Json.read(bytes(path, fields).body());
    }

    private HttpResponse<byte[]> bytes(String path, String fields) throws Exception {
        return HTTP.send(
                client.request(path)
                        .POST(BodyPublishers.ofString("{" + fields + "}"))
                        .build(),
                BodyHandlers.ofByteArray());
    }
}
