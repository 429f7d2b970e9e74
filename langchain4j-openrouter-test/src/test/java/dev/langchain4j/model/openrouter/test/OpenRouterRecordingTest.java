package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Recordings of awkward requests: they contain no secret, and the next run gets what the first one got. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class OpenRouterRecordingTest {

    private final OpenRouterServer server;

    @TempDir
    Path folder;

    OpenRouterRecordingTest(OpenRouterServer server) {
        this.server = server;
    }

    /** What an application does. */
    private interface Application {
        String run(Client client) throws Exception;
    }

    @Test
    void parallel_requests_get_their_own_answers_in_any_order() throws Exception {
        Application all = client -> {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(client.sendAsync(Client.says("Question " + i)));
            }
            List<String> texts = new ArrayList<>();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                texts.add(text(answer.get()));
            }
            return texts.toString();
        };
        record(all);

        assertThat(replay(client -> client.chatText(Client.says("Question 17"))))
                .contains("Question 17");
        assertThat(replay(all)).contains("Question 0", "Question 19");
    }

    @Test
    void attributes_of_a_cookie_are_no_secrets() throws Exception {
        server.answer(
                Answer.text("See openrouter.ai, HttpOnly")
                        .header(
                                "Set-Cookie",
                                "__cf_bm=c00kie9f31aab7; path=/; expires=Thu, 26-Nov-26 04:00:00 GMT; domain=.openrouter.ai; HttpOnly"));
        Application asks = client -> client.chatText(Client.says("Where is openrouter.ai?"));
        record(asks);

        assertThat(files()).contains("See openrouter.ai, HttpOnly").doesNotContain("c00kie9f31aab7");
        assertThat(replay(asks)).isEqualTo("See openrouter.ai, HttpOnly");
    }

    @Test
    void a_key_that_is_a_word_of_the_question_changes_nothing() throws Exception {
        Application asks = client -> client.chatText(Client.says("This is a test of none"));
        record(asks);

        for (String key : List.of("test", "none", "sk-or-v1-another")) {
            try (OpenRouterRecording recording = OpenRouterRecording.replay(folder)) {
                assertThat(asks.run(new Client(recording.baseUrl(), key))).contains("This is a test of none");
                recording.verify();
            }
        }
    }

    @Test
    void what_was_removed_equals_any_text() throws Exception {
        server.answer(Answer.text("Hello"), Answer.error(400, "No").userId("user_2abcDEFghiJKL"));
        Application asks = client -> client.chatText(Client.says("I am user_2abcDEFghiJKL"))
                + client.chat(Client.says("And now?")).statusCode();
        record(asks);

        assertThat(files()).contains("I am ********").doesNotContain("user_2abcDEFghiJKL");
        assertThat(replay(asks)).isEqualTo("Hello400");
        assertThat(replay(client -> client.chatText(Client.says("I am user_another"))))
                .isEqualTo("Hello");
    }

    @Test
    void a_key_that_a_stream_spells_out_is_not_written() throws Exception {
        String key = server.apiKey();
        StreamAnswer spells = Answer.stream().text("Your key is ");
        for (int i = 0; i < key.length(); i += 4) {
            spells.text(key.substring(i, Math.min(key.length(), i + 4)));
        }
        server.answer(spells.text(", they say").finish("stop").done());
        record(client -> client.chat(Client.streams("Which key?")).body());

        StringBuilder text = new StringBuilder();
        for (JsonNode event : Json.parse(files()).at("/response/events")) {
            text.append(event.at("/data/choices/0/delta/content").asText());
        }
        assertThat(text).hasToString("Your key is ********, they say");
    }

    @Test
    void a_secret_field_of_a_body_is_not_written_and_fields_with_similar_names_are_kept() throws Exception {
        Application asks = client -> client.chat("""
                        {"model": "openai/gpt-4o", "messages": [{"role": "user", "content": "Hi"}], "prompt_cache_key": "orders-of-2026",
                         "tools": [{"type": "mcp", "headers": {"Authorization": "Bearer t0ken-of-the-mcp-server"}}],
                         "plugins": [{"id": "file-parser", "api_key": "an0ther-vendors-key"}]}
                        """).body();
        record(asks);

        assertThat(files())
                .contains("orders-of-2026", "file-parser")
                .doesNotContain("t0ken-of-the-mcp-server", "an0ther-vendors-key");
        assertThat(replay(asks)).contains("You said");
    }

    @Test
    void a_compressed_answer_is_recorded_as_text() throws Exception {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(("data: {\"echo\":\"" + server.apiKey() + "\"}\n\ndata: [DONE]\n\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        server.answer(Answer.stream().bytes(compressed.toByteArray()).header("Content-Encoding", "gzip"));
        Application asks = client -> client.chat(Client.streams("Hi")).body();

        assertThat(record(asks)).contains("data: [DONE]");
        assertThat(replay(asks)).isEqualTo("data: {\"echo\":\"********\"}\n\ndata: [DONE]\n\n");
    }

    @Test
    void the_milliseconds_to_wait_are_kept() throws Exception {
        server.answer(Answer.error(429, "Wait").header("retry-after-ms", "70"));
        Application asks = client -> client.chat(Client.says("Hi"))
                .headers()
                .firstValue("retry-after-ms")
                .orElse("none");
        record(asks);

        assertThat(replay(asks)).isEqualTo("70");
    }

    @Test
    void a_changed_request_is_compared_with_the_most_similar_one() throws Exception {
        record(client -> client.chatText(Client.says("Do I need a coat in Oslo?"))
                + client.chatText(Client.says("Which museum is open?")));

        try (OpenRouterRecording recording = OpenRouterRecording.replay(folder)) {
            new Client(recording.baseUrl(), "any").chat(Client.says("Which museum is free?"));

            assertThat(recording.differences())
                    .singleElement()
                    .satisfies(difference -> assertThat(difference).contains("002-chat-completions.json", "is open?"));
        }
    }

    @Test
    void a_request_of_another_kind_is_told_what_was_recorded() throws Exception {
        record(client ->
                client.chatText(Client.says("Hi")) + client.get("/models").statusCode());

        try (OpenRouterRecording recording = OpenRouterRecording.replay(folder)) {
            new Client(recording.baseUrl(), "any").get("/key");

            assertThat(recording.differences())
                    .containsExactly(
                            "The recording has no request like GET /key, but [GET /models, POST /chat/completions]");
        }
    }

    @Test
    void a_secret_of_the_url_is_not_written() throws Exception {
        Application asks = client ->
                client.get("/models?api_key=gw%2F9c2b77e1f0aa&max_tokens=5").statusCode() + "";
        record(asks);

        assertThat(files()).contains("max_tokens=5").doesNotContain("9c2b77e1f0aa");
        assertThat(replay(client ->
                        client.get("/models?api_key=another&max_tokens=5").statusCode() + ""))
                .isEqualTo("200");
    }

    @Test
    void a_multipart_body_is_the_same_with_another_boundary() throws Exception {
        server.answer(Answer.raw(200, "application/json", "{\"text\":\"Hello\"}"));
        record(client -> upload(client, "AaB03x").body());

        assertThat(replay(client -> upload(client, "77e0cc").body())).contains("Hello");
    }

    @Test
    void a_recording_with_windows_line_ends_replays() throws Exception {
        Application asks = client -> client.chat(Client.streams("Two\\nlines")).body();
        String live = record(asks);
        assertThat(files()).doesNotContain("\r");
        for (Path file : list()) {
            Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));
        }

        assertThat(replay(asks)).isEqualTo(live);
    }

    @Test
    void the_thousandth_request_comes_after_the_one_before() throws Exception {
        server.answer("first").answer("second");
        record(client -> client.chatText(Client.says("Count")) + client.chatText(Client.says("Count")));
        Files.move(folder.resolve("001-chat-completions.json"), folder.resolve("999-chat-completions.json"));
        Files.move(folder.resolve("002-chat-completions.json"), folder.resolve("1000-chat-completions.json"));

        assertThat(replay(client -> client.chatText(Client.says("Count")))).isEqualTo("first");
    }

    @Test
    void a_folder_that_cannot_be_written_is_refused_at_once() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatIllegalStateException()
                .isThrownBy(() -> OpenRouterRecording.record(file, server.baseUrl()))
                .withMessageContaining("cannot be written into");
    }

    @Test
    void an_answer_that_could_not_be_written_fails_the_recording() throws Exception {
        Path gone = folder.resolve("gone");
        try (OpenRouterRecording recording = OpenRouterRecording.record(gone, server.baseUrl())) {
            Files.delete(gone);
            Client client = new Client(recording.baseUrl(), server.apiKey());

            assertThat(client.chatText(Client.says("Hi"))).isNotEmpty();

            assertThatThrownBy(recording::verify)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("cannot be written");
        }
    }

    @Test
    void the_log_says_why_openrouter_did_not_answer() throws Exception {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(OpenRouterRecording.class);
        logger.addAppender(log);
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        try (OpenRouterRecording recording =
                OpenRouterRecording.record(folder, "http://localhost:" + port + "/secret/v1")) {
            Client client = new Client(recording.baseUrl(), server.apiKey());

            assertThatThrownBy(() -> client.get("/models?api_key=gw9c2b77e1f0aa"))
                    .isInstanceOf(IOException.class);
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list)
                .extracting(Object::toString)
                .containsOnly("[WARN] localhost:" + port + " did not answer, for this reason: HttpHostConnectException."
                        + " The client sees a lost connection, and its request is not recorded");
    }

    @Test
    void a_replay_writes_nothing() throws Exception {
        record(client -> client.chatText(Client.says("Hi")));
        String before = files();

        replay(client -> client.chatText(Client.says("Hi")));

        assertThat(files()).isEqualTo(before);
        assertThat(list()).hasSize(1);
    }

    @Test
    void the_difference_of_long_texts_is_short_and_shows_where() throws Exception {
        String before = "word ".repeat(5_000);
        record(client -> client.chatText(Client.says(before + "Oslo" + before)));

        try (OpenRouterRecording recording = OpenRouterRecording.replay(folder)) {
            new Client(recording.baseUrl(), "any").chat(Client.says(before + "Rome" + before));

            assertThat(recording.differences())
                    .singleElement()
                    .satisfies(difference -> assertThat(difference)
                            .contains("Oslo", "Rome", "(50006 characters)")
                            .hasSizeLessThan(1_000));
        }
    }

    @Test
    void a_difference_shows_no_secret() throws Exception {
        record(client -> client.chatText(Client.says("Hi")));

        try (OpenRouterRecording recording = OpenRouterRecording.replay(folder)) {
            String key = "sk-or-v1-7c4f0b9e2d8a6135f0c7e94b2a8d6f13";
            new Client(recording.baseUrl(), key).chat(Client.says("My key is " + key));

            assertThat(recording.differences())
                    .singleElement()
                    .satisfies(difference -> assertThat(difference)
                            .contains("My key is ********")
                            .doesNotContain(key));
        }
    }

    @Test
    void a_difference_shows_no_key_that_only_the_body_has() throws Exception {
        record(client -> client.chatText(Client.says("Hi")));

        try (OpenRouterRecording recording = OpenRouterRecording.replay(folder)) {
            String key = "sk-or-v1-7c4f0b9e2d8a6135f0c7e94b2a8d6f13";
            new Client(recording.baseUrl(), "any").chat(Client.says("My key is " + key));

            assertThat(recording.differences().get(0))
                    .contains("My key is ********")
                    .doesNotContain(key);
        }
    }

    @Test
    void a_text_of_many_removed_parts_is_compared_at_once() throws Exception {
        JsonNode recorded = TextNode.valueOf("a ******** ".repeat(50) + "end");
        JsonNode same = TextNode.valueOf("a someone ".repeat(50) + "end");
        JsonNode another = TextNode.valueOf("a someone ".repeat(200) + "another end!");

        assertThat(JsonDifference.toRecorded(recorded, same)).isEmpty();
        assertThat(JsonDifference.toRecorded(recorded, TextNode.valueOf("a  a  b end")))
                .hasSize(1);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(JsonDifference.toRecorded(recorded, another)).hasSize(1));
    }

    @Test
    void an_address_that_is_none_is_refused_at_once() {
        assertThatThrownBy(() -> OpenRouterRecording.record(folder, "openrouter.ai/api/v1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openrouter.ai/api/v1");
    }

    @Test
    void null_is_named() {
        assertThatThrownBy(() -> OpenRouterRecording.record(null)).hasMessage("directory");
        assertThatThrownBy(() -> OpenRouterRecording.record(folder, null)).hasMessage("baseUrl");
        assertThatThrownBy(() -> OpenRouterRecording.replay(null)).hasMessage("directory");
    }

    @Test
    void no_request_leaves_no_directory_that_looks_like_a_recording() {
        Path unused = folder.resolve("new");

        OpenRouterRecording.record(unused, server.baseUrl()).close();
        OpenRouterRecording.record(folder, server.baseUrl()).close();

        assertThat(unused).doesNotExist();
        assertThat(folder).exists();
    }

    @Test
    void a_file_that_is_no_recording_is_named() throws Exception {
        Files.writeString(folder.resolve("001-chat-completions.json"), "{\"request\": {");
        assertThatThrownBy(() -> OpenRouterRecording.replay(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("001-chat-completions.json is not JSON");

        Files.delete(folder.resolve("001-chat-completions.json"));
        Files.writeString(folder.resolve("20261126101500-notes.json"), "{}");
        assertThatThrownBy(() -> OpenRouterRecording.replay(folder)).hasMessageStartingWith("There is no recording");
    }

    private static HttpResponse<String> upload(Client client, String boundary) throws Exception {
        String body = "--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n\0\u0001" + "\r\n--"
                + boundary + "--\r\n";
        return client.send(client.request("/audio/transcriptions")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static String text(HttpResponse<String> answer) {
        return Json.parse(answer.body()).at("/choices/0/message/content").asText();
    }

    private String record(Application application) throws Exception {
        try (OpenRouterRecording recording = OpenRouterRecording.record(folder, server.baseUrl())) {
            String result = application.run(new Client(recording.baseUrl(), server.apiKey()));
            recording.verify();
            return result;
        }
    }

    private String replay(Application application) throws Exception {
        try (OpenRouterRecording recording = OpenRouterRecording.replay(folder)) {
            String result = application.run(new Client(recording.baseUrl(), recording.apiKey()));
            recording.verify();
            return result;
        }
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.naturalOrder()).toList();
        }
    }

    private String files() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : list()) {
            all.append(Files.readString(file));
        }
        return all.toString();
    }
}
