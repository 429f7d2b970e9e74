package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class OpenRouterRateLimiterTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SOON = Duration.ofMillis(50);

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();

    OpenRouterRateLimiterTest(OpenRouterServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @EnumSource
    void any_minute_sees_no_more_requests_than_allowed(Style style) {
        try (OpenRouter openRouter = connect(requests(2))) {
            style.chat(openRouter, "1");
            time.advance(Duration.ofSeconds(50));
            style.chat(openRouter, "2");
            style.chat(openRouter, "3");
            style.chat(openRouter, "4");
            style.chat(openRouter, "5");
        }

        assertThat(time.waits())
                .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(50), Duration.ofSeconds(10));
    }

    static Stream<EveryCall> paidCalls() {
        return Stream.of(EveryCall.values())
                .filter(EveryCall::isPaid)
                .filter(call -> call != EveryCall.BATCH_SUBMISSION); // OpenRouter sends its requests when it likes
    }

    @ParameterizedTest
    @MethodSource("paidCalls")
    void every_call_of_a_model_takes_a_turn(EveryCall call) {
        try (OpenRouter openRouter = connect(requests(1))) {
            Style.PLAIN.chat(openRouter, "1");

            assertThatCallEnds(call, openRouter);
        }

        assertThat(time.waits()).first().isEqualTo(MINUTE);
    }

    @Test
    void calls_that_no_model_answers_do_not_wait() {
        try (OpenRouter openRouter = connect(requests(1))) {
            Style.PLAIN.chat(openRouter, "1");
            openRouter.key();
            openRouter.modelCatalog().models();
        }

        assertThat(time.waits()).isEmpty();
    }

    @Test
    void an_attempt_needs_a_turn_of_its_own() {
        server.answer(Answer.error(503, "busy").retryAfter(7), Answer.text("Hello"));

        try (OpenRouter openRouter = connect(requests(1))) {
            Style.PLAIN.chat(openRouter, "1");
        }

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(53));
    }

    @ParameterizedTest
    @EnumSource
    void tokens_count_as_the_answer_reports_them(Style style) {
        server.when(Match.userSays("long")).answer(Answer.text("Long").usage(600, 300, "0.01"));
        server.when(Match.userSays("short")).answer(Answer.text("Short").usage(40, 10, "0.01"));

        try (OpenRouter openRouter = connect(tokens(1000))) {
            style.chat(openRouter, "short");
            style.chat(openRouter, "long"); // 950 now
            assertThat(time.waits()).isEmpty();
            time.advance(Duration.ofSeconds(20));
            style.chat(openRouter, "short " + "word ".repeat(80)); // about 100
        }

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(40));
    }

    @Test
    void before_the_answer_its_possible_output_counts() {
        Gate gate = new Gate();
        server.answer(
                Answer.stream()
                        .text("Slow")
                        .waitFor(gate)
                        .text("ly")
                        .finish("stop")
                        .done(),
                Answer.text("Hi"));
        HandlerRecorder slow = new HandlerRecorder();

        try (OpenRouter openRouter = connect(tokens(1000))) {
            openRouter.streamingChatModel().maxOutputTokens(900).build().chat("slow", slow);
            gate.awaitReached(Duration.ofSeconds(30));
            openRouter.chatModel().maxOutputTokens(900).build().chat("hi");
            gate.open();
            slow.response();
        }

        assertThat(time.waits()).containsExactly(MINUTE);
    }

    @Test
    void tokens_that_are_reported_without_their_sum_count_too() {
        server.answer(
                Answer.text("Long").usage("{\"prompt_tokens\":600,\"completion_tokens\":350}"), Answer.text("Short"));

        try (OpenRouter openRouter = connect(tokens(1000))) {
            Style.PLAIN.chat(openRouter, "long");
            Style.PLAIN.chat(openRouter, "short " + "word ".repeat(80)); // about 100
        }

        assertThat(time.waits()).containsExactly(MINUTE);
    }

    @Test
    void a_call_larger_than_the_limit_goes_alone() {
        try (OpenRouter openRouter = connect(tokens(10))) {
            Style.PLAIN.chat(openRouter, "word ".repeat(100));
            Style.PLAIN.chat(openRouter, "word ".repeat(100));
        }

        assertThat(time.waits()).containsExactly(MINUTE);
    }

    @Test
    void a_refused_attempt_uses_no_tokens() {
        server.answer(
                Answer.error(503, "busy").retryAfter(7), Answer.text("Hello").usage(10, 10, "0.01"));

        try (OpenRouter openRouter = connect(tokens(100))) {
            Style.PLAIN.chat(openRouter, "word ".repeat(60)); // about 75 each time
        }

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @EnumSource
    void a_wait_longer_than_the_total_timeout_fails_at_once_and_says_how_long_it_is(Style style) {
        try (OpenRouter openRouter =
                connection(requests(1)).totalTimeout(Duration.ofSeconds(30)).build()) {
            style.chat(openRouter, "1");

            assertThatThrownBy(() -> style.chat(openRouter, "2"))
                    .isInstanceOf(RateLimitException.class)
                    .hasMessageContaining("wait 60000 ms")
                    .hasMessageContaining("rateLimiter");
        }
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_turn_that_one_of_several_requests_does_not_get_ends_them_all_and_costs_what_was_sent(boolean async) {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ONE).build();
        try (OpenRouter openRouter = connection(requests(1))
                .totalTimeout(Duration.ofSeconds(30))
                .budget(budget)
                .build()) {
            OpenRouterEmbeddingModel model = openRouter
                    .embeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .maxSegmentsPerBatch(1)
                    .maxConcurrency(1)
                    .build();
            EmbeddingRequest three =
                    EmbeddingRequest.builder().input("1").input("2").input("3").build();

            assertThatThrownBy(() -> {
                        if (async) {
                            Async.result(model.embedAsync(three));
                        } else {
                            model.embed(three);
                        }
                    })
                    .isInstanceOf(RateLimitException.class)
                    .hasMessageContaining("rateLimiter")
                    .satisfies(failure -> assertThat(OpenRouterException.in(failure)
                                    .orElseThrow()
                                    .usage()
                                    .cost())
                            .isEqualByComparingTo(server.ledger().cost()));
        }
        assertThat(server.requests("/embeddings")).hasSize(1);
        assertThat(budget.spent())
                .isPositive()
                .isEqualByComparingTo(server.ledger().cost());
        assertThat(budget.reserved()).isZero();
        assertThat(budget.unsettled()).isZero();
    }

    @Test
    void a_budget_pays_as_without_it() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ONE).build();
        try (OpenRouter openRouter = connection(requests(1)).budget(budget).build()) {
            Style.PLAIN.chat(openRouter, "1");
            Style.STREAMING.chat(openRouter, "2");
        }

        assertThat(budget.spent()).isEqualByComparingTo(server.ledger().cost());
        assertThat(budget.reserved()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_was_refused_takes_no_turn(Style style) {
        OpenRouterRateLimiter limiter = requests(1);
        try (OpenRouter patient = connect(limiter);
                OpenRouter hasty =
                        connection(limiter).totalTimeout(Duration.ofSeconds(30)).build()) {
            style.chat(patient, "1");
            assertThatThrownBy(() -> style.chat(hasty, "2")).isInstanceOf(RateLimitException.class);
            time.advance(MINUTE);

            style.chat(patient, "3");
        }

        assertThat(time.waits()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_retry_does_not_wait_for_its_own_call_to_end(Style style) {
        server.answer(Answer.error(503, "busy").retryAfter(7), Answer.text("Hello"));

        try (OpenRouter openRouter = connect(atOnce(1))) {
            style.chat(openRouter, "1");
        }

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void connections_with_one_limiter_share_its_turns() {
        OpenRouterRateLimiter limiter = requests(1);
        try (OpenRouter one = connect(limiter);
                OpenRouter other = connect(limiter)) {
            Style.PLAIN.chat(one, "1");
            Style.PLAIN.chat(other, "2");
        }

        assertThat(time.waits()).containsExactly(MINUTE);
    }

    @Test
    void it_stands_beside_the_pacer_of_free_models() {
        try (OpenRouter openRouter = connection(requests(2))
                .modelName("openai/gpt-oss-20b:free")
                .freeModelPacer(OpenRouterFreeModelPacer.of(1, 100))
                .build()) {
            List<Duration> waits = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Style.PLAIN.chat(openRouter, "Hi");
                waits.add(time.waits().stream().reduce(Duration.ZERO, Duration::plus));
            }

            assertThat(waits).containsExactly(Duration.ZERO, MINUTE, MINUTE.multipliedBy(2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_more_calls_are_under_way_than_allowed(Style style) throws Exception {
        Gate gate = new Gate();
        server.when(Match.userSays("slow"))
                .answer(Answer.stream()
                        .text("Slow")
                        .waitFor(gate)
                        .text("ly")
                        .finish("stop")
                        .done());
        HandlerRecorder slow = new HandlerRecorder();

        try (OpenRouter openRouter = connection(atOnce(1)).time(Time.system()).build()) {
            openRouter.streamingChatModel().build().chat("slow", slow);
            gate.awaitReached(Duration.ofSeconds(30));
            CompletableFuture<Void> next = CompletableFuture.runAsync(() -> style.chat(openRouter, "next"));
            // it asks every 10 ms, so it would be there by now
            assertThatThrownBy(() -> next.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(server.requests()).hasSize(1);
            gate.open();
            slow.response();
            next.get(30, TimeUnit.SECONDS);
        }

        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("paidCalls")
    void every_call_of_a_model_makes_room_when_it_ends(EveryCall call) {
        try (OpenRouter openRouter = connect(atOnce(1))) {
            assertThatCallEnds(call, openRouter);
            assertThatCallEnds(call, openRouter);
            Style.PLAIN.chat(openRouter, "1");
        }
        assertThat(time.waits()).doesNotContain(Duration.ofMillis(10));
    }

    @ParameterizedTest
    @EnumSource
    void a_failed_call_makes_room(Style style) {
        server.answer(Answer.error(400, "No"), Answer.cut(Answer.text("Hel")), Answer.text("Hello"));

        try (OpenRouter openRouter = connection(atOnce(1)).maxRetries(0).build()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> style.chat(openRouter, "1")).isInstanceOf(RuntimeException.class);
            }
            style.chat(openRouter, "1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_waits_too_long_for_others_fails_with_the_total_timeout(Style style) {
        OpenRouterRateLimiter full = atOnce(1).sharedBy(new SharedTurns(new OpenRouterRateLimiter.Turn(SOON, false)));

        try (OpenRouter openRouter =
                connection(full).totalTimeout(SOON.multipliedBy(20)).build()) {
            assertThatThrownBy(() -> style.chat(openRouter, "1"))
                    .isInstanceOfAny(RateLimitException.class, dev.langchain4j.exception.TimeoutException.class);
        }
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shared_turns_are_taken_for_each_attempt_and_told_the_end(Style style) {
        server.answer(
                Answer.error(503, "busy").retryAfter(7), Answer.text("Hello").usage(10, 10, "0.01"));
        SharedTurns turns = new SharedTurns(
                new OpenRouterRateLimiter.Turn(SOON, false),
                new OpenRouterRateLimiter.Turn(Duration.ofSeconds(3), true));

        try (OpenRouter openRouter = connect(tokens(1000).sharedBy(turns))) {
            style.chat(openRouter, "word ".repeat(60));
        }

        assertThat(turns.said).containsExactly("take", "take", "take", "take", "used 20", "ended");
        assertThat(time.waits())
                .containsExactly(SOON, Duration.ofSeconds(3), Duration.ofSeconds(7), SOON, Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @EnumSource
    void while_shared_turns_fail_this_process_counts_alone(Style style) {
        SharedTurns turns = new SharedTurns();

        try (OpenRouter openRouter = connect(requests(1).sharedBy(turns))) {
            style.chat(openRouter, "1");
            style.chat(openRouter, "2");
        }

        assertThat(time.waits()).containsExactly(MINUTE);
    }

    /** Gives these turns over and over; fails if there are none. */
    private static final class SharedTurns implements OpenRouterRateLimiter.Turns {

        private final List<OpenRouterRateLimiter.Turn> turns;
        private final List<String> said = new CopyOnWriteArrayList<>();
        private final AtomicInteger taken = new AtomicInteger();

        private SharedTurns(OpenRouterRateLimiter.Turn... turns) {
            this.turns = List.of(turns);
        }

        @Override
        public OpenRouterRateLimiter.Turn take(
                OpenRouterRateLimiter.Limits limits, String call, long tokens, Duration longestWait) {
            said.add("take");
            return turns.get(taken.getAndIncrement() % turns.size());
        }

        @Override
        public void used(String call, long tokens) {
            said.add("used " + tokens);
        }

        @Override
        public void ended(String call) {
            said.add("ended");
        }
    }

    @Test
    void refuses_to_limit_nothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        OpenRouterRateLimiter.builder().requestsPerMinute(null).build())
                .withMessage("requestsPerMinute, tokensPerMinute or maxConcurrency must be set");
    }

    @Test
    void refuses_a_limit_below_one() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterRateLimiter.builder().requestsPerMinute(0))
                .withMessageStartingWith("rateLimiter.requestsPerMinute");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterRateLimiter.builder().tokensPerMinute(0))
                .withMessageStartingWith("rateLimiter.tokensPerMinute");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterRateLimiter.builder().maxConcurrency(0))
                .withMessageStartingWith("rateLimiter.maxConcurrency");
    }

    private static void assertThatCallEnds(EveryCall call, OpenRouter openRouter) {
        try {
            call.on(openRouter);
        } catch (RuntimeException unknownModel) {
            assertThat(call).isEqualTo(EveryCall.SPEECH); // whose model the server does not have
        }
    }

    private static OpenRouterRateLimiter requests(int perMinute) {
        return OpenRouterRateLimiter.builder().requestsPerMinute(perMinute).build();
    }

    private static OpenRouterRateLimiter atOnce(int calls) {
        return OpenRouterRateLimiter.builder().maxConcurrency(calls).build();
    }

    private static OpenRouterRateLimiter tokens(long perMinute) {
        return OpenRouterRateLimiter.builder().tokensPerMinute(perMinute).build();
    }

    private OpenRouter connect(OpenRouterRateLimiter limiter) {
        return connection(limiter).build();
    }

    private OpenRouter.Builder connection(OpenRouterRateLimiter limiter) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .rateLimiter(limiter)
                .time(time);
    }
}
