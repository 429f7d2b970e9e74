package dev.langchain4j.model.openrouter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.helpers.NOPLogger;

@ExtendWith(OpenRouterServerExtension.class)
@Timeout(30)
class JsonHttpClientTest {

    private static final String CHAT = "/chat/completions";
    private static final Duration LONG = Duration.ofSeconds(25);
    private static final Duration SHORT = Duration.ofMillis(500);

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();
    private JsonHttpClient client;

    JsonHttpClientTest(OpenRouterServer server) {
        this.server = server;
        this.client = new JsonHttpClient(settings(2, time, 1_000_000));
    }

    @AfterEach
    void close() {
        client.close();
    }

    // Retries

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504, 524, 529})
    void retries_what_may_pass(int status) {
        server.answer(Answer.error(status, "busy"), Answer.error(status, "busy"), Answer.text("Hello"));

        assertThat(post()).contains("Hello");
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 402, 403, 404, 413, 422})
    void does_not_retry_what_will_not_pass(int status) {
        server.answer(Answer.error(status, "no"), Answer.text("Hello"));

        assertThatThrownBy(this::post).isInstanceOf(StatusFailure.class).hasMessage("status " + status);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void gives_up_after_the_last_retry_and_says_so() {
        IntStream.range(0, 3).forEach(i -> server.answer(Answer.error(503, "busy")));

        StatusFailure failure = catchThrowableOfType(StatusFailure.class, this::post);

        assertThat(failure.outcome()).isEqualTo("gave up after 3 attempts");
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void waits_a_random_part_of_a_doubling_time_where_the_server_names_none() {
        client = new JsonHttpClient(settings(7, time, 1_000_000));
        IntStream.range(0, 7).forEach(i -> server.answer(Answer.error(503, "busy")));
        time.chance(0.5);

        post();

        assertThat(time.waits())
                .extracting(Duration::toMillis)
                .containsExactly(250L, 500L, 1000L, 2000L, 4000L, 4000L, 4000L);
    }

    @ParameterizedTest
    @CsvSource({"2, 2000", "0.5, 500", "0, 375", "0.1, 375", "-1, 250", "1.25, 1250"})
    void waits_as_long_as_retry_after_says(String header, long millis) {
        server.answer(Answer.error(429, "busy").header("Retry-After", header));

        post();

        assertThat(time.waits()).extracting(Duration::toMillis).containsExactly(millis);
    }

    @Test
    void waits_until_the_date_that_retry_after_names() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                FakeTime.START.plusSeconds(7).atZone(ZoneOffset.UTC));
        server.answer(Answer.error(503, "busy").header("Retry-After", date));

        post();

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void prefers_retry_after_ms() {
        server.answer(Answer.error(429, "busy").header("Retry-After", "9").header("retry-after-ms", "625"));

        post();

        assertThat(time.waits()).containsExactly(Duration.ofMillis(625));
    }

    @Test
    void does_not_wait_longer_than_a_minute() {
        server.answer(Answer.error(429, "daily quota").header("Retry-After", "3600"));

        StatusFailure failure = catchThrowableOfType(StatusFailure.class, this::post);

        assertThat(failure.outcome()).isEqualTo("not retried: the server asks to wait 3600 s, longer than 60 s");
        assertThat(time.waits()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000000000", "99999999999999999999", "1e999", "Infinity"})
    void a_wait_of_years_is_too_long_and_not_unsaid(String header) {
        server.answer(Answer.error(429, "busy").header("Retry-After", header), Answer.text("Hello"));

        StatusFailure failure = catchThrowableOfType(StatusFailure.class, this::post);

        assertThat(failure.outcome()).startsWith("not retried: the server asks to wait");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_date_that_has_passed_is_no_reason_to_ask_at_once() {
        server.answer(Answer.error(503, "busy").header("Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT"));

        post();

        assertThat(time.waits()).containsExactly(Duration.ofMillis(375));
    }

    @Test
    void does_not_wait_longer_than_what_is_left_of_the_total_time() {
        server.answer(Answer.error(429, "busy").header("Retry-After", "10"));

        StatusFailure failure = catchThrowableOfType(
                StatusFailure.class, () -> post(new TimeLimits(LONG, LONG, Duration.ofSeconds(8))));

        assertThat(failure.outcome())
                .isEqualTo("not retried: a wait of 10000 ms is longer than the 8000 ms left of totalTimeout");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void okhttp_sends_nothing_again_on_its_own() {
        client = new JsonHttpClient(settings(0, time, 1_000_000));
        server.answer(Answer.error(503, "busy").header("Retry-After", "0"), Answer.error(408, "slow"));

        assertThatThrownBy(this::post).hasMessage("status 503");
        assertThatThrownBy(this::post).hasMessage("status 408");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void retries_a_connection_that_is_lost_before_the_answer() {
        server.answer(Answer.fault(Fault.CONNECTION_RESET), Answer.fault(Fault.EMPTY_RESPONSE), Answer.text("Hello"));

        assertThat(post()).contains("Hello");
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void retries_and_then_reports_a_server_that_is_not_there() {
        String baseUrl = server.baseUrl();
        OpenRouterServer other = OpenRouterServer.start();
        String goneUrl = other.baseUrl();
        other.close();
        assertThat(goneUrl).isNotEqualTo(baseUrl);
        client = new JsonHttpClient(settings(goneUrl, null, 2, time, 1_000_000));

        TransportException failure = catchThrowableOfType(TransportException.class, this::post);

        assertThat(failure.kind()).isEqualTo(Kind.NO_CONNECTION);
        assertThat(failure).hasMessageContaining(goneUrl);
        assertThat(time.waits()).hasSize(2);
    }

    // Redirects

    @Test
    void follows_a_redirect_on_the_same_host_with_the_same_body() {
        server.answer(
                Answer.raw(307, "text/plain", "moved").header("Location", CHAT.replace("/chat", "/api/v1/chat")),
                Answer.text("Hello"));

        assertThat(post()).contains("Hello");
        assertThat(server.requests())
                .extracting(request -> request.bodyText())
                .hasSize(2)
                .allMatch(body -> body.equals(server.requests().get(0).bodyText()));
    }

    @Test
    void refuses_a_redirect_to_another_host() {
        try (OpenRouterServer other = OpenRouterServer.start()) {
            server.answer(Answer.raw(308, "text/plain", "moved").header("Location", other.baseUrl() + CHAT));

            TransportException failure = catchThrowableOfType(TransportException.class, this::post);

            assertThat(failure.kind()).isEqualTo(Kind.REDIRECT);
            assertThat(failure).hasMessageContaining("another host").hasMessageContaining("Check baseUrl");
            assertThat(other.requests()).isEmpty();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[::1]:81/x?key=hunter2", "http://me:hunter2@[::1]:81/x"})
    void a_refused_redirect_names_both_addresses_with_their_ports(String location) {
        server.answer(Answer.raw(307, "text/plain", "moved").header("Location", location));

        assertThatThrownBy(this::post)
                .hasMessageContaining("POST " + server.baseUrl() + CHAT + " was redirected to http://[::1]:81, another")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void refuses_a_redirect_that_would_drop_the_body() {
        server.answer(Answer.raw(302, "text/plain", "moved").header("Location", "/elsewhere"));

        assertThatThrownBy(this::post).hasMessageContaining("would drop the request's body");
    }

    @Test
    void deletes_nothing_elsewhere_because_of_a_redirect_to_a_page_about_the_deletion() {
        server.when(Match.path(CHAT))
                .answer(Answer.raw(303, "text/plain", "see").header("Location", "/api/v1/batches"));
        HttpCall delete = HttpCall.delete(CHAT, Map::of, new TimeLimits(LONG, LONG, null), CallTrace.NONE);

        assertThatThrownBy(() -> client.call(delete, HttpAnswer::text)).hasMessageContaining("would make a GET of it");
        assertThat(server.requests()).hasSize(1);
    }

    // Bodies

    @Test
    void refuses_a_body_larger_than_the_limit() {
        client = new JsonHttpClient(settings(0, time, 1000));
        server.answer(Answer.raw(200, "application/json", "x".repeat(1000)));
        server.answer(Answer.raw(200, "application/json", "x".repeat(1001)));

        assertThat(post()).hasSize(1000);
        assertThatThrownBy(this::post).hasMessageContaining("larger than maxResponseBytes, 1000");
    }

    @Test
    void counts_what_a_compressed_body_unpacks_to() throws IOException {
        client = new JsonHttpClient(settings(0, time, 100_000));
        server.answer(
                Answer.raw(200, "application/json", gzip("x".repeat(50_000))).header("Content-Encoding", "gzip"));
        server.answer(
                Answer.raw(200, "application/json", gzip("x".repeat(100_001))).header("Content-Encoding", "gzip"));

        assertThat(post()).hasSize(50_000);
        assertThatThrownBy(this::post).hasMessageContaining("larger than maxResponseBytes, 100000");
    }

    // Time

    @Test
    void gives_up_when_the_response_does_not_start_and_does_not_send_again_what_may_be_billed() {
        server.answer(
                Answer.text("the connection is there"), Answer.text("late").afterDelay(LONG));
        post();

        CompletableFuture<String> late = CompletableFuture.supplyAsync(() -> post(new TimeLimits(SHORT, LONG, null)));
        org.awaitility.Awaitility.await().atMost(LONG).until(() -> {
            if (server.requests().size() == 2) {
                time.advance(SHORT);
            }
            return late.isDone();
        });

        TransportException failure =
                (TransportException) catchThrowable(late::join).getCause();
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failure)
                .hasMessageContaining("did not answer within 500 ms")
                .hasMessageContaining("while waiting for the response to start");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void total_time_ends_a_call_wherever_it_is() {
        client = new JsonHttpClient(settings(2, Time.system(), 1_000_000));
        server.answer(Answer.text("late").afterDelay(LONG));

        assertThatThrownBy(() -> post(new TimeLimits(LONG, LONG, SHORT)))
                .hasMessageContaining("took longer than totalTimeout, 500 ms");
    }

    @Test
    void an_interrupt_ends_a_call_at_once_and_stays_set() {
        client = new JsonHttpClient(settings(2, Time.system(), 1_000_000));
        server.answer(Answer.text("late").afterDelay(LONG));
        Thread caller = Thread.currentThread();
        CompletableFuture<Void> interrupter = CompletableFuture.runAsync(() -> {
            org.awaitility.Awaitility.await().until(() -> !server.requests().isEmpty());
            caller.interrupt();
        });

        TransportException failure = catchThrowableOfType(TransportException.class, this::post);

        assertThat(failure.kind()).isEqualTo(Kind.INTERRUPTED);
        assertThat(Thread.interrupted()).isTrue();
        interrupter.join();
    }

    // Closing

    @Test
    void close_ends_the_calls_that_are_under_way_and_refuses_later_ones() throws Exception {
        server.answer(Answer.text("late").afterDelay(LONG));
        CompletableFuture<String> call = CompletableFuture.supplyAsync(this::post);
        org.awaitility.Awaitility.await().until(() -> !server.requests().isEmpty());

        client.close();

        assertThat(catchThrowableOfType(Exception.class, () -> call.get(10, TimeUnit.SECONDS)))
                .rootCause()
                .isInstanceOf(TransportException.class);
        assertThatThrownBy(this::post).hasMessage("This OpenRouter connection has been closed");
    }

    @Test
    void close_leaves_the_users_own_client_alone() {
        OkHttpClient users = new OkHttpClient();
        client = new JsonHttpClient(settings(server.baseUrl(), users, 0, time, 1_000_000));
        post();
        client.close();

        assertThat(users.dispatcher().executorService().isShutdown()).isFalse();
        assertThat(users.connectionPool().connectionCount()).isEqualTo(1);

        users.dispatcher().executorService().shutdown();
        users.connectionPool().evictAll();
    }

    @Test
    void hundreds_of_calls_run_at_once() {
        int callers = 100;
        Gate gate = new Gate();
        server.when(dev.langchain4j.model.openrouter.test.Match.userSays("x"))
                .answer(Answer.stream().waitFor(gate).bytes("Hello"));
        List<CompletableFuture<String>> answers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        for (int i = 0; i < callers; i++) {
            answers.add(CompletableFuture.supplyAsync(this::post, threads));
        }

        // OkHttp's own limit of five per host would keep the others from the server
        org.awaitility.Awaitility.await().atMost(LONG).until(() -> server.openStreams() == callers);
        gate.open();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).contains("Hello"));
        threads.shutdown();
    }

    private String post() {
        return post(new TimeLimits(LONG, LONG, null));
    }

    private String post(TimeLimits limits) {
        HttpCall call = new HttpCall(
                CHAT,
                () -> Map.of("Authorization", "Bearer " + server.apiKey()),
                json -> {
                    json.writeStartObject();
                    json.writeStringField("model", "openai/gpt-4o");
                    json.writeArrayFieldStart("messages");
                    json.writeStartObject();
                    json.writeStringField("role", "user");
                    json.writeStringField("content", "x");
                    json.writeEndObject();
                    json.writeEndArray();
                    json.writeEndObject();
                },
                limits,
                null,
                CallTrace.NONE);
        return client.call(call, answer -> {
            if (!answer.head().isSuccessful()) {
                throw new StatusFailure(answer.head(), time);
            }
            return answer.text();
        });
    }

    private HttpSettings settings(int maxRetries, Time time, long maxBytes) {
        return settings(server.baseUrl(), null, maxRetries, time, maxBytes);
    }

    private static HttpSettings settings(String url, OkHttpClient users, int maxRetries, Time time, long maxBytes) {
        return new HttpSettings(
                url,
                users,
                Duration.ofSeconds(5),
                new RetryPolicy(maxRetries, false, time),
                maxBytes,
                1_000_000,
                new SecretHeaders(List.of()),
                Credentials.hiding(List.of()),
                new RequestLog(NOPLogger.NOP_LOGGER, false, false),
                UnaryOperator::identity);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    /** The simplest failure that a layer above could make of a status. */
    private static final class StatusFailure extends CallFailedException {

        private final int status;
        private final Duration retryAfter;

        private StatusFailure(HttpAnswer.HttpHead head, Time time) {
            super("status " + head.status(), null);
            this.status = head.status();
            this.retryAfter = RetryAfter.header(head, time.now());
        }

        @Override
        public boolean mayHaveWorked() {
            return status >= 500;
        }

        @Override
        public boolean retriable() {
            return RetryPolicy.retriableStatus(status);
        }

        @Override
        public Duration retryAfter() {
            return retryAfter;
        }

        @Override
        public String briefly() {
            return getMessage();
        }
    }
}
