package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.internal.http.WatchedTime;
import dev.langchain4j.model.openrouter.support.RawServer;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A submission is not idempotent: whatever happens to it, there is at most one batch for it. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class BatchSubmissionTest {

    private static final String MODEL = "openai/gpt-4o-mini";

    private static final byte[] ACCEPTED =
            "{\"id\":\"batch_1\",\"status\":\"validating\"}".getBytes(StandardCharsets.UTF_8);
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();

    BatchSubmissionTest(OpenRouterServer server) {
        this.server = server;
    }

    // The answer is lost

    @Test
    void a_batch_whose_202_is_lost_is_found_in_the_list() {
        server.answer(Answer.lost(Answer.unscripted()));

        String id = model().build().submit(batch("One", "Two")).batchId();

        assertThat(server.batches())
                .singleElement()
                .satisfies(batch -> assertThat(batch.id()).isEqualTo(id));
        assertThat(posts()).hasSize(1);
        assertThat(lists())
                .singleElement()
                .satisfies(list -> assertThat(list.query()).startsWith("limit=100&created_after="));
    }

    @Test
    void a_batch_whose_202_breaks_off_is_found_in_the_list() {
        server.answer(Answer.cut(Answer.unscripted()));

        String id = model().build().submit(batch("One", "Two")).batchId();

        assertThat(server.batches().get(0).id()).isEqualTo(id);
        assertThat(posts()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 502, 503, 524})
    void a_batch_that_exists_although_a_gateway_failed_is_found_in_the_list(int status) {
        server.answer(Answer.computed(request -> {
            // the batch has been accepted; the gateway says something else
            acceptElsewhere(request);
            return Answer.error(status, "Gateway");
        }));

        String id = model().build().submit(batch("One", "Two")).batchId();

        assertThat(id).isEqualTo("batch_elsewhere");
        assertThat(posts()).hasSize(1);
    }

    @Test
    void a_batch_that_exists_although_a_refusal_came_with_an_answer_is_found_in_the_list() {
        server.answer(Answer.computed(request -> {
            acceptElsewhere(request);
            return Answer.raw(429, "application/json", """
                    {"error":{"code":429,"message":"Slow down"},"data":[{"id":"batch_elsewhere"}]}""");
        }));

        assertThat(model().build().submit(batch("One", "Two")).batchId()).isEqualTo("batch_elsewhere");
        assertThat(posts()).hasSize(1);
    }

    @Test
    void a_batch_that_is_listed_late_is_found() {
        server.answer(Answer.lost(Answer.unscripted()));
        server.when(Match.path("/batches").and(Match.body(body -> body.isMissingNode())))
                .answer(nothing(), nothing(), Answer.unscripted());

        assertThat(model().build().submit(batch("One")).batchId())
                .isEqualTo(server.batches().get(0).id());
        assertThat(time.waits()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void a_batch_that_is_not_listed_is_not_sent_again_if_nobody_knows_what_became_of_it() {
        server.answer(Answer.fault(Fault.CONNECTION_RESET));

        assertThatThrownBy(() -> model().build().submit(batch("One")))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("OpenRouter may have accepted the batch")
                .hasMessageContaining("list(...)");
        assertThat(posts()).hasSize(1);
        assertThat(lists()).hasSize(4);
    }

    @Test
    void a_failure_that_the_server_reports_is_sent_again_if_the_list_does_not_have_the_batch() {
        server.answer(Answer.error(502, "Bad gateway"));

        String id = model().build().submit(batch("One")).batchId();

        assertThat(server.batches())
                .singleElement()
                .satisfies(batch -> assertThat(batch.id()).isEqualTo(id));
        assertThat(posts()).hasSize(2);
    }

    @Test
    void it_is_not_sent_again_more_often_than_allowed() {
        server.answer(Answer.error(502, "Bad gateway"));

        assertThatThrownBy(() -> model().maxRetries(0).build().submit(batch("One")))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("Bad gateway");
        assertThat(posts()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"error\":{\"message\":\"No list today\"}}", "{\"data\":[\"batch_1\"]}", "{\"data\":[null]}"})
    void it_is_not_sent_again_if_the_list_cannot_be_read(String list) {
        server.answer(Answer.error(502, "Bad gateway"));
        server.when(Match.path("/batches")).answer(Answer.payload(list));

        assertThatThrownBy(() -> model().build().submit(batch("One")))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("may have accepted");
        assertThat(posts()).hasSize(1);
    }

    @Test
    void a_refusal_is_a_refusal_and_asks_no_list() {
        server.answer(Answer.error(402, "Insufficient credits"));

        assertThatThrownBy(() -> model().build().submit(batch("One")))
                .isInstanceOf(OpenRouterInsufficientCreditsException.class);
        assertThat(lists()).isEmpty();
        assertThat(posts()).hasSize(1);
    }

    @Test
    void a_rate_limit_is_retried_as_everywhere() {
        server.answer(Answer.error(429, "Slow down").retryAfter(3));

        model().build().submit(batch("One"));

        assertThat(posts()).hasSize(2);
        assertThat(lists()).isEmpty();
        assertThat(time.waits()).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void too_many_rate_limits_are_a_rate_limit() {
        server.answer(Answer.error(429, "Slow down"), Answer.error(429, "Slow down"), Answer.error(429, "Slow down"));

        assertThatThrownBy(() -> model().build().submit(batch("One"))).isInstanceOf(RateLimitException.class);
    }

    // Whose batch it is

    @Test
    void a_batch_that_was_submitted_before_is_not_taken_for_the_lost_one() {
        OpenRouterBatchChatModel model = model().build();
        model.submit(batch("One"));
        server.answer(Answer.lost(Answer.unscripted()));

        assertThat(model.submit(batch("Two")).batchId())
                .isEqualTo(server.batches().get(1).id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"endpoint\":\"/v1/embeddings\",\"model\":\"openai/gpt-4o-mini\",\"created_at\":NOW,\"request_counts\":{\"total\":1}",
                "\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4o\",\"created_at\":NOW,\"request_counts\":{\"total\":1}",
                "\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4o-mini\",\"created_at\":NOW,\"request_counts\":{\"total\":2}",
                "\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4o-mini\",\"created_at\":BEFORE,\"request_counts\":{\"total\":1}",
                "\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4o-mini\",\"request_counts\":{\"total\":1}",
                "\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4o-mini\",\"created_at\":NOW",
                "\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4o-mini\",\"created_at\":999999999999999999"
            })
    void a_batch_of_somebody_else_is_not_taken_for_the_lost_one(String batch) {
        server.answer(Answer.fault(Fault.CONNECTION_RESET));
        listing(batch);

        assertThatThrownBy(() -> model().build().submit(batch("One"))).hasMessageContaining("may have accepted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"status\":\"in_progress\",\"model\":\"openai/gpt-4o-mini:batch\",\"request_counts\":{\"total\":1}",
                "\"status\":\"validating\",\"model\":\"openai/gpt-4o-mini\",\"request_counts\":{\"total\":0}",
                "\"status\":\"validating\",\"model\":\"openai/gpt-4o-mini\""
            })
    void the_lost_batch_is_recognised_in_every_form(String batch) {
        server.answer(Answer.fault(Fault.CONNECTION_RESET));
        listing("\"endpoint\":\"/v1/chat/completions\",\"created_at\":NOW," + batch);

        assertThat(model().build().submit(batch("One")).batchId()).isEqualTo("batch_0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4o-mini\",\"request_counts\":{\"total\":1}",
                "\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4o-mini\",\"created_at\":NOW",
                "\"endpoint\":\"/v1/chat/completions\",\"created_at\":NOW,\"request_counts\":{\"total\":1}",
                "\"model\":\"openai/gpt-4o-mini\",\"created_at\":NOW,\"request_counts\":{\"total\":1}"
            })
    void one_that_may_be_the_lost_one_is_not_taken_and_nothing_is_sent_again(String batch) {
        server.answer(Answer.error(502, "Bad gateway"));
        listing(batch);

        assertThatThrownBy(() -> model().build().submit(batch("One"))).hasMessageContaining("may have accepted");
        assertThat(posts()).hasSize(1);
    }

    @Test
    void a_batch_that_another_thread_submits_is_not_taken_for_the_lost_one() throws Exception {
        OpenRouterBatchChatModel model = model().build();
        var accepted = new CountDownLatch(1);
        var over = new CountDownLatch(1);
        var other = new AtomicReference<CompletableFuture<String>>();
        server.answer(
                Answer.computed(lost -> {
                    other.set(CompletableFuture.supplyAsync(
                            () -> model.submit(batch("Two", "Three")).batchId()));
                    await(accepted);
                    return Answer.fault(Fault.CONNECTION_RESET);
                }),
                Answer.computed(request -> {
                    acceptElsewhere(request);
                    accepted.countDown();
                    await(over);
                    return Answer.raw(
                            202, "application/json", "{\"id\":\"batch_elsewhere\",\"status\":\"validating\"}");
                }));

        assertThatThrownBy(() -> model.submit(batch("One", "Two")))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("batch_elsewhere looks like it, but may be that of another submission");
        over.countDown();
        assertThat(other.get().get(30, TimeUnit.SECONDS)).isEqualTo("batch_elsewhere");
        assertThat(posts()).hasSize(2);
    }

    @Test
    void one_batch_is_not_taken_for_two_that_were_lost() {
        OpenRouterBatchChatModel model = model().build();
        server.answer(
                Answer.computed(first -> {
                    Throwable failure = CompletableFuture.supplyAsync(
                                    () -> catchThrowable(() -> model.submit(batch("Two", "Three"))))
                            .join();
                    assertThat(failure).hasMessageContaining("may be that of another submission");
                    return Answer.fault(Fault.CONNECTION_RESET);
                }),
                Answer.computed(second -> {
                    acceptElsewhere(second);
                    return Answer.fault(Fault.CONNECTION_RESET);
                }));

        assertThatThrownBy(() -> model.submit(batch("One", "Two")))
                .hasMessageContaining("may be that of another submission");
        assertThat(posts()).hasSize(2);
    }

    @Test
    void a_batch_for_an_alias_of_the_model_is_not_taken_for_the_lost_one() {
        server.lenient(); // it has no such model
        OpenRouterBatchChatModel model = model().build();
        ChatRequest alias = request("Two").toBuilder()
                .parameters(ChatRequestParameters.builder()
                        .modelName("~openai/gpt-mini-latest")
                        .build())
                .build();
        server.answer(
                Answer.computed(first -> {
                    CompletableFuture.runAsync(
                                    () -> catchThrowable(() -> model.submit(new BatchRequest<>(List.of(alias, alias)))))
                            .join();
                    return Answer.fault(Fault.CONNECTION_RESET);
                }),
                Answer.computed(second -> {
                    listing("\"endpoint\":\"/v1/chat/completions\",\"model\":\"" + MODEL
                            + "\",\"created_at\":NOW,\"request_counts\":{\"total\":2}");
                    return Answer.fault(Fault.CONNECTION_RESET);
                }));

        assertThatThrownBy(() -> model.submit(batch("One", "Two")))
                .hasMessageContaining("may be that of another submission");
        assertThat(posts()).hasSize(2);
    }

    @Test
    void a_batch_whose_202_arrives_while_the_list_is_read_is_not_taken_for_the_lost_one() {
        OpenRouterBatchChatModel model = model().build();
        var accepted = new CountDownLatch(1);
        var listed = new CountDownLatch(1);
        var other = new AtomicReference<CompletableFuture<String>>();
        String accepts = "\"id\":\"batch_2\",\"status\":\"validating\"";
        server.answer(
                Answer.computed(lost -> {
                    other.set(CompletableFuture.supplyAsync(
                            () -> model.submit(batch("Two", "Three")).batchId()));
                    await(accepted);
                    return Answer.fault(Fault.CONNECTION_RESET);
                }),
                Answer.computed(request -> {
                    accepted.countDown();
                    await(listed);
                    return Answer.raw(202, "application/json", "{" + accepts + "}");
                }));
        String page = "{\"data\":[{" + accepts + ",\"endpoint\":\"/v1/chat/completions\",\"model\":\"" + MODEL
                + "\",\"created_at\":" + (FakeTime.START.getEpochSecond() + 1)
                + ",\"request_counts\":{\"total\":2}}],\"last_id\":\"batch_2\",\"has_more\":true}";
        server.when(Match.path("/batches").and(Match.body(body -> body.isMissingNode())))
                .answer(
                        Answer.payload(page),
                        Answer.computed(second -> {
                            listed.countDown();
                            other.get().join();
                            return nothing();
                        }),
                        nothing());

        assertThatThrownBy(() -> model.submit(batch("One", "Two"))).hasMessageContaining("does not show it yet");
        assertThat(other.get().join()).isEqualTo("batch_2");
        assertThat(posts()).hasSize(2);
    }

    @Test
    void what_was_lost_long_ago_or_was_refused_is_no_rival() {
        OpenRouterBatchChatModel model = model().build();
        server.answer(
                Answer.fault(Fault.CONNECTION_RESET),
                Answer.error(402, "Insufficient credits"),
                Answer.lost(Answer.unscripted()));
        assertThatThrownBy(() -> model.submit(batch("One"))).hasMessageContaining("may have accepted");
        time.advance(Duration.ofMinutes(2));
        assertThatThrownBy(() -> model.submit(batch("One"))).isInstanceOf(OpenRouterInsufficientCreditsException.class);

        String id = model.submit(batch("One")).batchId();

        assertThat(server.batches())
                .singleElement()
                .satisfies(batch -> assertThat(batch.id()).isEqualTo(id));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "~openai/gpt-mini-latest, openai/gpt-4o-mini",
        "openai/gpt-4o-mini, openai/gpt-4o-mini-2024-07-18:batch",
        "openai/gpt-4o-mini, gpt-4o-mini-2024-07-18",
        "openrouter/auto, openai/gpt-4o-mini",
        "@preset/cheap, openai/gpt-4o-mini"
    })
    void a_batch_whose_model_has_another_name_in_the_list_may_be_the_lost_one(String asked, String listed) {
        server.lenient(); // it has no such models
        server.answer(Answer.error(502, "Bad gateway"));
        listing("\"endpoint\":\"/v1/chat/completions\",\"model\":\"" + listed
                + "\",\"created_at\":NOW,\"request_counts\":{\"total\":1}");

        assertThatThrownBy(() -> model().modelName(asked).build().submit(batch("One")))
                .hasMessageContaining("may have accepted");
        assertThat(posts()).hasSize(1);
    }

    @Test
    void a_batch_for_a_model_of_another_author_is_not_the_lost_one() {
        server.answer(Answer.error(502, "Bad gateway"));
        listing("\"endpoint\":\"/v1/chat/completions\",\"model\":\"acme/gpt-4o-mini\",\"created_at\":NOW,"
                + "\"request_counts\":{\"total\":1}");

        model().build().submit(batch("One"));

        assertThat(posts()).hasSize(2);
    }

    @Test
    void a_list_that_is_too_long_to_be_read_to_its_end_does_not_say_that_there_is_no_batch() {
        server.answer(Answer.error(502, "Bad gateway"));
        AtomicInteger page = new AtomicInteger();
        server.when(Match.path("/batches").and(Match.body(body -> body.isMissingNode())))
                .answer(Answer.computed(request -> Answer.payload(
                        "{\"data\":[{\"id\":\"batch_%d\",\"endpoint\":\"/v1/embeddings\"}],\"has_more\":true}"
                                .formatted(page.getAndIncrement()))));

        assertThatThrownBy(() -> model().build().submit(batch("One"))).hasMessageContaining("may have accepted");
        assertThat(posts()).hasSize(1);
    }

    @Test
    void a_list_that_names_no_next_page_but_has_one_does_not_say_that_there_is_no_batch() {
        server.answer(Answer.error(502, "Bad gateway"));
        server.when(Match.path("/batches").and(Match.body(body -> body.isMissingNode())))
                .answer(Answer.payload("{\"data\":[],\"has_more\":true}"));

        assertThatThrownBy(() -> model().build().submit(batch("One"))).hasMessageContaining("may have accepted");
        assertThat(posts()).hasSize(1);
    }

    @Test
    void two_that_fit_are_told_and_none_is_taken() {
        server.answer(Answer.fault(Fault.CONNECTION_RESET));
        String fits = "\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4o-mini\",\"created_at\":NOW,"
                + "\"request_counts\":{\"total\":1}";
        listing(fits, fits);

        assertThatThrownBy(() -> model().build().submit(batch("One")))
                .hasMessageContaining("more than one new batch looks like it: batch_0, batch_1");
        assertThat(posts()).hasSize(1);
    }

    @Test
    void the_servers_clock_counts() {
        server.answer(Answer.fault(Fault.CONNECTION_RESET));
        long ahead = FakeTime.START.getEpochSecond() + 90;
        server.when(Match.path("/batches"))
                .answer(Answer.payload("""
                        {"data":[{"id":"batch_0","endpoint":"/v1/chat/completions","model":"openai/gpt-4o-mini",
                         "created_at":%d,"request_counts":{"total":1}}],"has_more":false}""".formatted(ahead - 60)).header("Date", "Fri, 2 Jan 2026 03:05:35 GMT"));

        assertThatThrownBy(() -> model().build().submit(batch("One"))).hasMessageContaining("may have accepted");
    }

    @Test
    void searches_every_page_of_the_list() {
        server.answer(Answer.fault(Fault.CONNECTION_RESET));
        server.when(Match.path("/batches"))
                .answer(
                        Answer.payload("{\"data\":[],\"last_id\":\"batch_7&b\",\"has_more\":true}"),
                        Answer.payload("""
                                {"data":[{"id":"batch_0","endpoint":"/v1/chat/completions","model":"openai/gpt-4o-mini",
                                 "created_at":%d,"request_counts":{"total":1}}],"has_more":false}""".formatted(FakeTime.START.getEpochSecond() + 1)));

        assertThat(model().build().submit(batch("One")).batchId()).isEqualTo("batch_0");
        assertThat(lists().get(1).query()).contains("&after=batch_7%26b");
    }

    // The body

    @Test
    void a_body_of_which_not_all_was_sent_is_sent_again() throws Exception {
        try (RawServer half = RawServer.start(connection -> connection.close())) {
            assertThatThrownBy(() -> model().baseUrl(half.baseUrl()).build().submit(large(2_000, 4_000)))
                    .isInstanceOf(LangChain4jException.class);

            assertThat(half.connections()).as("attempts, and no list").isEqualTo(3);
        }
    }

    @Test
    void a_large_batch_is_written_without_being_in_memory_as_a_whole() {
        BatchRequest<ChatRequest> request = large(1_000, 20_000);
        OpenRouterBatchChatModel model = model().build();
        model.submit(batch("warm up"));
        AtomicLong received = new AtomicLong();
        try (RawServer raw = RawServer.start(connection -> {
            connection.readRequest();
            received.set(connection.bodyBytes());
            connection.send(RawServer.response(202, "application/json", ACCEPTED));
        })) {
            OpenRouterBatchChatModel to = model().baseUrl(raw.baseUrl()).build();

            long before = allocatedBytes();
            to.submit(request);
            long allocated = allocatedBytes() - before;

            assertThat(received).hasValueGreaterThan(20_000_000);
            assertThat(allocated).as("bytes allocated for a body of 20 MB").isLessThan(8_000_000);
        }
    }

    @Test
    void a_batch_of_more_than_200_megabytes_is_refused_before_it_is_sent() {
        assertThatThrownBy(() -> model().build().submit(large(5_000, 42_000)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageMatching("A batch has at most 209715200 bytes, but this one has 21\\d{7}. Split it");
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, 150", "100, 400"})
    void an_upload_has_the_time_of_a_usual_request_and_more_for_its_bytes(int lines, int silenceMillis) {
        WatchedTime watched = new WatchedTime();
        server.answer(Answer.computed(request -> {
            watched.advanceWatched(Duration.ofMillis(silenceMillis));
            return Answer.unscripted();
        }));

        OpenRouterBatchResponse<?> batch = OpenRouterBatchChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .timeout(Duration.ofMillis(200))
                .time(watched)
                .build()
                .submit(large(lines, 10_000));

        assertThat(batch.totalCount()).isEqualTo(lines);
        assertThat(server.requests()).as("nor did it have to be looked for").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"200, 60000, 2000", "60000, 200, 400"})
    void an_upload_has_no_more_time_than_that(int timeoutMillis, int totalMillis, int silenceMillis) {
        WatchedTime watched = new WatchedTime();
        server.answer(Answer.computed(request -> {
            watched.advanceWatched(Duration.ZERO); // silence counts from the first look on
            watched.advanceWatched(Duration.ofMillis(silenceMillis));
            return Answer.unscripted();
        }));

        OpenRouterBatchChatModel model = OpenRouterBatchChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .timeout(Duration.ofMillis(timeoutMillis))
                .totalTimeout(Duration.ofMillis(totalMillis))
                .time(watched)
                .build();

        catchThrowable(() -> model.submit(batch("One"))); // whether its search finds it: the server may accept it later

        assertThat(lists()).as("looked for").isNotEmpty();
    }

    @Test
    void a_submission_does_not_depend_on_an_idle_connection_that_the_server_may_have_closed() {
        try (RawServer raw = RawServer.start(connection -> {
            while (connection.readRequest()) {
                connection.send(RawServer.response(202, "application/json", ACCEPTED));
            }
        })) {
            OpenRouterBatchChatModel model = model().baseUrl(raw.baseUrl()).build();

            model.submit(batch("One"));
            model.submit(batch("Two"));

            assertThat(raw.connections()).isEqualTo(2);
        }
    }

    @Test
    void a_submission_that_takes_too_long_is_looked_for_and_not_repeated() {
        server.answer(Answer.stalled(Answer.unscripted()));

        String id = OpenRouterBatchChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .timeout(Duration.ofMillis(200))
                .build()
                .submit(batch("One"))
                .batchId();

        assertThat(server.batches())
                .singleElement()
                .satisfies(batch -> assertThat(batch.id()).isEqualTo(id));
        assertThat(posts()).hasSize(1);
    }

    private static long allocatedBytes() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /**
     * The text is one object, so that the requests need no memory themselves, and of a character that JSON writes in six
     * bytes, so that few have to be looked at.
     */
    private static BatchRequest<ChatRequest> large(int lines, int bytes) {
        ChatRequest request = request("\u0001".repeat(bytes / 6));
        return new BatchRequest<>(Collections.nCopies(lines, request));
    }

    private void acceptElsewhere(RecordedRequest request) {
        listing("\"endpoint\":\"/v1/chat/completions\",\"model\":\""
                + request.body().path("model").asText()
                + "\",\"created_at\":NOW,\"request_counts\":{\"total\":"
                + request.body().path("requests").size() + "}");
    }

    private void listing(String... batches) {
        StringBuilder data = new StringBuilder();
        for (int i = 0; i < batches.length; i++) {
            boolean elsewhere = batches[i].contains("\"total\":2") && batches.length == 1;
            data.append(i == 0 ? "" : ",")
                    .append("{\"id\":\"batch_")
                    .append(elsewhere ? "elsewhere" : i)
                    .append("\",")
                    .append(batches[i]
                            .replace("NOW", String.valueOf(FakeTime.START.getEpochSecond() + 1))
                            .replace("BEFORE", String.valueOf(FakeTime.START.getEpochSecond() - 60)))
                    .append('}');
        }
        server.when(Match.path("/batches").and(Match.body(body -> body.isMissingNode())))
                .answer(Answer.payload("{\"data\":[" + data + "],\"has_more\":false}"));
    }

    private static Answer nothing() {
        return Answer.payload("{\"data\":[],\"has_more\":false}");
    }

    private List<RecordedRequest> posts() {
        return requests("POST");
    }

    private List<RecordedRequest> lists() {
        return requests("GET");
    }

    private List<RecordedRequest> requests(String method) {
        return server.requests("/batches").stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }

    private OpenRouterBatchChatModel.Builder model() {
        return OpenRouterBatchChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .time(time)
                .modelName(MODEL);
    }

    private static BatchRequest<ChatRequest> batch(String... questions) {
        return new BatchRequest<>(
                Arrays.stream(questions).map(BatchSubmissionTest::request).toList());
    }

    private static ChatRequest request(String question) {
        return ChatRequest.builder().messages(UserMessage.from(question)).build();
    }
}
