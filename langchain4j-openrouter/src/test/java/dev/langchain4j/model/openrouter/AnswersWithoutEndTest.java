package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.internal.http.WatchedTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.LoggedEvents;
import dev.langchain4j.model.openrouter.support.RawServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that breaks off, or that goes on without saying anything: what is known by then counts, and the call ends. */
@Timeout(60)
class AnswersWithoutEndTest {

    private final CountDownLatch testEnds = new CountDownLatch(1);
    private final FakeTime time = new FakeTime();

    @AfterEach
    void endSilence() {
        testEnds.countDown();
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_whose_text_breaks_off_keeps_its_status(EveryCall call) {
        try (RawServer server = RawServer.start(connection -> sendHalfAFailure(connection, 401));
                OpenRouter openRouter = openRouter(server).build()) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("No such us");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM", "PUBLISHER", "RERANK", "KEY"})
    void a_failure_whose_text_breaks_off_is_repeated_like_its_status(EveryCall call) {
        AtomicBoolean failed = new AtomicBoolean();
        try (RawServer server = RawServer.start(connection -> {
                    if (failed.compareAndSet(false, true)) {
                        sendHalfAFailure(connection, 429);
                    } else {
                        connection.readRequest();
                        connection.send(call.response());
                    }
                });
                OpenRouter openRouter = openRouter(server).maxRetries(1).build()) {
            assertThatCode(() -> call.on(openRouter)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM", "EMBEDDINGS", "RERANK_ASYNC", "DECISION", "IMAGE", "SPEECH"})
    void an_upstreams_failure_whose_text_breaks_off_may_have_been_charged_and_is_not_repeated(EveryCall call) {
        OpenRouterCostTotals totals = new OpenRouterCostTotals();
        try (RawServer server = RawServer.start(connection -> sendHalfAFailure(connection, 502));
                OpenRouter openRouter = openRouter(server)
                        .maxRetries(1)
                        .costListener(new OpenRouterCostListener(totals))
                        .build()) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(InternalServerException.class)
                    .hasMessageContaining("No such us");
            assertThat(server.requests()).hasSize(1);
            assertThat(totals.total().unsettled()).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM", "EMBEDDINGS", "IMAGE"})
    void an_upstreams_failure_without_a_reported_length_may_break_off_too(EveryCall call) {
        for (String part :
                List.of("{\"error\":{\"message\":\"No such us", "{\"error\":{\"code\":502},", "{\"error\":nul")) {
            try (RawServer server = failing("", part);
                    OpenRouter openRouter = openRouter(server).maxRetries(1).build()) {
                assertThatThrownBy(() -> call.on(openRouter)).isInstanceOf(InternalServerException.class);
                assertThat(server.requests()).as(part).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM", "EMBEDDINGS", "IMAGE"})
    void an_upstreams_failure_of_which_only_the_end_of_the_body_is_missing_is_repeated(EveryCall call) {
        String error = "{\"error\":{\"code\":502,\"message\":\"No such user\"}}";
        for (String chunk : List.of("", Integer.toHexString(error.length()) + "\r\n")) {
            String header = chunk.isEmpty() ? "Content-Length: 500\r\n" : "Transfer-Encoding: chunked\r\n";
            try (RawServer server = failing(header, chunk + error);
                    OpenRouter openRouter = openRouter(server).maxRetries(1).build()) {
                assertThatThrownBy(() -> call.on(openRouter)).isInstanceOf(InternalServerException.class);
                assertThat(server.requests()).hasSize(2);
            }
        }
    }

    @Test
    void speech_that_ends_with_its_connection_before_the_first_sound_may_have_been_charged() {
        OpenRouterCostTotals totals = new OpenRouterCostTotals();
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n\r\n");
                });
                OpenRouter openRouter = openRouter(server)
                        .maxRetries(1)
                        .costListener(new OpenRouterCostListener(totals))
                        .build()) {
            assertThatThrownBy(() -> EveryCall.SPEECH.on(openRouter))
                    .isInstanceOf(InternalServerException.class)
                    .hasMessageContaining("is empty");
            assertThat(server.requests()).hasSize(1);
            assertThat(totals.total().unsettled()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 0\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"})
    void speech_that_the_server_calls_empty_is_asked_for_again(String end) {
        try (RawServer server = RawServer.start(connection -> {
                    while (connection.readRequest()) {
                        connection.send("HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\n" + end);
                    }
                });
                OpenRouter openRouter = openRouter(server).maxRetries(1).build()) {
            assertThatThrownBy(() -> EveryCall.SPEECH.on(openRouter)).isInstanceOf(InternalServerException.class);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM", "PUBLISHER", "SPEECH", "KEY"})
    void the_time_that_a_logger_takes_for_a_whole_failure_is_no_silence(EveryCall call) {
        WatchedTime watched = new WatchedTime();
        AppenderBase<ILoggingEvent> slow = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getFormattedMessage().contains("status: 429")) {
                    watched.advanceWatched(Duration.ofSeconds(1)); // the watch counts from what it has seen
                    watched.advanceWatched(Duration.ofSeconds(61));
                }
            }
        };
        AtomicBoolean failed = new AtomicBoolean();
        try (RawServer server = RawServer.start(connection -> {
                    while (connection.readRequest()) {
                        connection.send(
                                failed.compareAndSet(false, true)
                                        ? RawServer.response(429, "text/plain", "Slow down")
                                        : call.response());
                    }
                });
                LoggedEvents log = LoggedEvents.of("slow", Level.INFO);
                OpenRouter openRouter = openRouter(server)
                        .time(watched)
                        .maxRetries(1)
                        .logResponses(true)
                        .logger(log.logger())
                        .build()) {
            slow.setContext(log.logger().getLoggerContext());
            slow.start();
            log.logger().addAppender(slow);

            assertThatCode(() -> call.on(openRouter)).doesNotThrowAnyException();
            assertThat(server.requests()).hasSize(2);
        } finally {
            slow.stop(); // it stays with its logger
        }
    }

    @Test
    void words_of_a_proxy_are_whole_without_a_reported_length() {
        for (String words : List.of("", "unavailable", "upstream connect error", "[error", "{no JSON}")) {
            try (RawServer server = failing("", words);
                    OpenRouter openRouter = openRouter(server).maxRetries(1).build()) {
                assertThatThrownBy(() -> EveryCall.CHAT.on(openRouter)).isInstanceOf(InternalServerException.class);
                assertThat(server.requests()).hasSize(2);
            }
        }
    }

    @Test
    void but_with_a_length_that_they_do_not_have_they_are_not() {
        for (String words : List.of("", "unavailable", "{no JSON}")) {
            try (RawServer server = failing("Content-Length: 500\r\n", words);
                    OpenRouter openRouter = openRouter(server).maxRetries(1).build()) {
                assertThatThrownBy(() -> EveryCall.CHAT.on(openRouter)).isInstanceOf(InternalServerException.class);
                assertThat(server.requests()).as(words).hasSize(1);
            }
        }
    }

    @Test
    void an_upstreams_failure_whose_text_breaks_off_is_repeated_where_nothing_costs_money() {
        try (RawServer server = RawServer.start(connection -> sendHalfAFailure(connection, 502));
                OpenRouter openRouter = openRouter(server).maxRetries(1).build()) {
            assertThatThrownBy(openRouter::key).isInstanceOf(InternalServerException.class);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM", "SPEECH", "KEY"})
    void a_failure_whose_text_never_ends_keeps_its_status(EveryCall call) {
        Duration silence = Duration.ofMillis(100); // its text may take half of that
        try (RawServer server = RawServer.start(connection -> {
                    sendHalfAFailure(connection, 429);
                    testEnds.await(30, TimeUnit.SECONDS);
                });
                OpenRouter openRouter = openRouter(server)
                        .timeout(silence)
                        .streamIdleTimeout(silence)
                        .build()) {
            assertThatThrownBy(() -> call.on(openRouter)).isInstanceOf(RateLimitException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM", "SPEECH", "KEY"})
    void a_failure_whose_text_outlasts_the_whole_time_keeps_its_status(EveryCall call) {
        WatchedTime watched = new WatchedTime();
        try (OpenRouter openRouter = openRouter(watched, 401, request -> new Outlasting(request, watched))
                .totalTimeout(Duration.ofSeconds(5))
                .build()) {
            assertThatThrownBy(() -> call.on(openRouter)).isInstanceOf(AuthenticationException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SPEECH"})
    void an_object_that_is_complete_is_the_answer_although_its_connection_is_lost(EveryCall call) {
        byte[] body = call.body();
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Type: " + call.contentType()
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length) + "\r\n");
                    connection.send(body);
                });
                OpenRouter openRouter = openRouter(server).build()) {
            assertThatCode(() -> call.on(openRouter)).doesNotThrowAnyException();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "STREAM", "PUBLISHER"})
    void an_answer_that_is_complete_is_the_answer_although_silence_follows(EveryCall call) {
        WatchedTime watched = new WatchedTime();
        String answer = new String(call.body(), StandardCharsets.UTF_8).replace("data: [DONE]", "");
        try (OpenRouter openRouter = openRouter(watched, 200, request -> new Silent(answer, request, watched))
                .build()) {
            assertThatCode(() -> call.on(openRouter)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {": OPENROUTER PROCESSING\n\n{", "{\"spare\":NaN,"})
    void an_odd_object_that_is_complete_is_the_answer_although_its_connection_is_lost(String beginning) {
        String body = beginning + new String(EveryCall.CHAT.body(), StandardCharsets.UTF_8).substring(1);
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n" + body);
                });
                OpenRouter openRouter = openRouter(server).build()) {
            assertThatCode(() -> EveryCall.CHAT.on(openRouter)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CHAT", "CHAT_ASYNC", "EMBEDDINGS"})
    void a_damaged_compressed_answer_is_not_believed(EveryCall call) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(call.body());
        }
        byte[] wrongBlock = compressed.toByteArray();
        wrongBlock[10] |= 6; // the reserved type of a block
        a_damaged_compressed_answer_is_not_believed(call, wrongBlock);
        byte[] wrongChecksum = compressed.toByteArray();
        wrongChecksum[wrongChecksum.length - 8] ^= 1;
        a_damaged_compressed_answer_is_not_believed(call, wrongChecksum);
    }

    private void a_damaged_compressed_answer_is_not_believed(EveryCall call, byte[] body) {
        try (RawServer server = RawServer.start(connection -> {
                    connection.readRequest();
                    connection.send(
                            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + body.length + "\r\n\r\n");
                    connection.send(body);
                });
                OpenRouter openRouter = openRouter(server).maxRetries(1).build()) {
            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(InternalServerException.class)
                    .hasMessageContaining("damaged");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"BATCH_SUBMISSION"}) // it looks for the batch afterwards
    void blanks_do_not_keep_an_answer_alive(EveryCall call) {
        try (RawServer server = keptAlive(call, new byte[0], " \r\n");
                OpenRouter openRouter = openRouter(server).build()) {
            assertThat(catchThrowable(() -> call.on(openRouter))).isInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void a_model_that_thinks_for_minutes_while_blanks_arrive_answers() {
        WatchedTime watched = new WatchedTime();
        try (OpenRouter openRouter = openRouter(watched, 200, request -> new Thinking(request, watched))
                .build()) {
            assertThatCode(() -> EveryCall.CHAT.on(openRouter)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAM", "PUBLISHER"})
    void an_event_that_arrives_for_minutes_is_no_silence(EveryCall call) {
        WatchedTime watched = new WatchedTime();
        String image = "data: {\"choices\":[{\"index\":0,\"delta\":{\"images\":[{\"type\":\"image_url\",\"image_url\":"
                + "{\"url\":\"data:image/png;base64," + "iVBORw0K".repeat(5_000) + "\"}}]}}]}\n\n";
        String stream = image + new String(call.body(), StandardCharsets.UTF_8);
        try (OpenRouter openRouter = openRouter(watched, 200, request -> new Slow(stream, request, watched))
                .build()) {
            assertThatCode(() -> call.on(openRouter)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "in pieces"})
    void comments_do_not_keep_an_answer_alive(String how) {
        Function<String, List<String>> pieces =
                text -> how.equals("plain") ? List.of(text) : List.of(text.substring(0, 9), text.substring(9));
        String[] comment = pieces.apply(": OPENROUTER PROCESSING\n\n").toArray(String[]::new);
        try (RawServer server = keptAlive(EveryCall.CHAT, new byte[0], comment);
                OpenRouter openRouter = openRouter(server).build()) {
            assertThat(catchThrowable(() -> EveryCall.CHAT.on(openRouter))).isInstanceOf(TimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void a_failure_whose_text_breaks_off_is_not_that_of_a_proxy(int status) {
        try (RawServer server = RawServer.start(connection -> sendHalfAFailure(connection, status));
                OpenRouter openRouter = openRouter(server).build()) {
            assertThatThrownBy(() -> EveryCall.KEY.on(openRouter))
                    .hasMessageStartingWith("OpenRouter answered " + status + ": ")
                    .hasMessageContaining("No such us")
                    .hasMessageNotContainingAny("proxy");
        }
    }

    private static RawServer failing(String header, String body) {
        return RawServer.start(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 502 Told\r\nContent-Type: application/json\r\n" + header + "\r\n" + body);
        });
    }

    private static void sendHalfAFailure(RawServer.Connection connection, int status) throws IOException {
        connection.readRequest();
        connection.send("HTTP/1.1 " + status + " Told\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n"
                + "{\"error\":{\"message\":\"No such us");
    }

    /** Sends the body and then, for ever, one piece after the other, a second apart. */
    private RawServer keptAlive(EveryCall call, byte[] body, String... pieces) {
        return RawServer.start(connection -> {
            connection.readRequest();
            connection.send("HTTP/1.1 200 OK\r\nContent-Type: " + call.contentType() + "\r\n\r\n");
            connection.send(body);
            for (int i = 0; ; i = (i + 1) % pieces.length) {
                connection.send(pieces[i].getBytes(StandardCharsets.US_ASCII));
                time.advance(Duration.ofSeconds(1));
            }
        });
    }

    private OpenRouter.Builder openRouter(RawServer server) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey("sk-or-v1-test")
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .time(time);
    }

    /** The body of each response comes from a source. */
    private static OpenRouter.Builder openRouter(WatchedTime watched, int status, Function<Call, Source> body) {
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(chain -> new Response.Builder()
                        .request(chain.request())
                        .protocol(Protocol.HTTP_1_1)
                        .code(status)
                        .message("Told")
                        .body(ResponseBody.create(
                                Okio.buffer(body.apply(chain.call())), MediaType.get("application/json"), -1))
                        .build())
                .build();
        return OpenRouter.builder()
                .apiKey("sk-or-v1-test")
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .time(watched)
                .okHttpClient(client);
    }

    /** The beginning of a failure, and then nothing for six seconds. */
    private static final class Outlasting extends ForwardingSource {

        private final Call call;
        private final WatchedTime time;

        Outlasting(Call call, WatchedTime time) {
            super(new Buffer().writeUtf8("{\"error\":{\"message\":\"No such us"));
            this.call = call;
            this.time = time;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long count = super.read(sink, byteCount);
            if (count < 0) {
                time.advanceWatched(Duration.ofSeconds(6));
                throw new IOException(call.isCanceled() ? "Canceled" : "Lost");
            }
            return count;
        }
    }

    /** A text, and then nothing until the call has been given up. */
    private static final class Silent extends ForwardingSource {

        private final Call call;
        private final WatchedTime time;

        Silent(String text, Call call, WatchedTime time) {
            super(new Buffer().writeUtf8(text));
            this.call = call;
            this.time = time;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long count = super.read(sink, byteCount);
            if (count >= 0) {
                return count;
            }
            while (!call.isCanceled()) {
                time.advanceWatched(Duration.ofSeconds(61));
            }
            throw new IOException("Canceled");
        }
    }

    /** A text in pieces, each 50 seconds after the other. */
    private static final class Slow extends ForwardingSource {

        private static final int PIECE = 8 * 1024;

        private final Call call;
        private final WatchedTime time;

        Slow(String text, Call call, WatchedTime time) {
            super(new Buffer().writeUtf8(text));
            this.call = call;
            this.time = time;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            time.advanceWatched(Duration.ofSeconds(50));
            if (call.isCanceled()) {
                throw new IOException("Canceled");
            }
            return super.read(sink, Math.min(byteCount, PIECE));
        }
    }

    /** A body of four blanks and an answer, each 50 seconds after the other. */
    private static final class Thinking extends ForwardingSource {

        private static final int BLANKS = 4;

        private final Call call;
        private final WatchedTime time;
        private int blanks;

        Thinking(Call call, WatchedTime time) {
            super(new Buffer().write(EveryCall.CHAT.body()));
            this.call = call;
            this.time = time;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            time.advanceWatched(Duration.ofSeconds(50));
            if (call.isCanceled()) {
                throw new IOException("Canceled");
            }
            if (blanks++ < BLANKS) {
                sink.writeByte('\n');
                return 1;
            }
            return super.read(sink, byteCount);
        }
    }
}
