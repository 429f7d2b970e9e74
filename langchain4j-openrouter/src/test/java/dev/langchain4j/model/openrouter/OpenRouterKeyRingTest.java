package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.openrouter.OpenRouterKeyState.Status;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Envelope;
import dev.langchain4j.model.openrouter.test.ErrorAnswer;
import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterKeyRingTest {

    private static final String A = "sk-or-v1-" + "a1".repeat(32);
    private static final String B = "sk-or-v1-" + "b2".repeat(32);
    private static final String C = "sk-or-v1-" + "c3".repeat(32);
    private static final Match WITH_A = Match.header("Authorization", "Bearer " + A);
    private static final Match WITH_B = Match.header("Authorization", "Bearer " + B);

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();
    private final OpenRouterKeyRing ring = OpenRouterKeyRing.builder()
            .key("a", A)
            .key("b", B)
            .key("c", C)
            .time(time)
            .build();
    private final OpenRouter openRouter;

    OpenRouterKeyRingTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = connection().build();
    }

    @BeforeEach
    void accept_all_keys() {
        List.of(A, B, C).forEach(server::addKey);
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    static Stream<EveryCall> paidCalls() {
        return Stream.of(EveryCall.values()).filter(EveryCall::isPaid);
    }

    @ParameterizedTest
    @MethodSource("paidCalls")
    void every_call_goes_on_with_the_next_key(EveryCall call) {
        server.when(WITH_A).answer(Answer.error(401, "User not found."));

        try {
            call.on(openRouter);
        } catch (ModelNotFoundException speech) {
            assertThat(call).isEqualTo(EveryCall.SPEECH); // whose model the server does not have
        }

        assertThat(keys(call.path()).subList(0, 2)).containsExactly("a", "b");
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void calls_that_are_free_go_on_too() {
        server.when(Match.path("/key").and(WITH_A)).answer(Answer.error(401, "User not found."));

        openRouter.key();

        assertThat(keys("/key")).containsExactly("a", "b");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Answer.error(401, "User not found."), Status.REFUSED, 600),
                Arguments.of(Answer.error(402, "Insufficient credits."), Status.OUT_OF_CREDITS, 600),
                Arguments.of(
                        Answer.error(403, "Key limit exceeded (daily limit). Manage it using ..."),
                        Status.LIMIT_REACHED,
                        600),
                Arguments.of(
                        Answer.error(429, "Rate limit exceeded: free-models-per-day")
                                .rateLimit(
                                        50, 0, FakeTime.START.plusSeconds(7200).toEpochMilli()),
                        Status.RATE_LIMITED,
                        7200));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void the_refused_key_rests_and_says_why_and_how_long(ErrorAnswer refusal, Status status, int seconds) {
        server.when(WITH_A).answer(refusal);

        for (Style style : Style.values()) {
            style.chat(openRouter, "Hi");
        }

        List<String> sent = keys("/chat/completions");
        assertThat(sent).hasSize(Style.values().length + 1).startsWith("a");
        assertThat(sent.subList(1, sent.size())).containsOnly("b");
        assertThat(ring.states())
                .containsExactly(
                        new OpenRouterKeyState("a", status, FakeTime.START.plusSeconds(seconds), null),
                        new OpenRouterKeyState("b", Status.READY, null, null),
                        new OpenRouterKeyState("c", Status.READY, null, null));
    }

    @Test
    void after_its_rest_a_key_is_tried_again() {
        server.when(WITH_A).answer(Answer.error(402, "Insufficient credits."), Answer.text("Paid."));
        Style.PLAIN.chat(openRouter, "Hi");

        time.advance(Duration.ofMinutes(10));
        String answer = Style.PLAIN.chat(openRouter, "Hi").aiMessage().text();

        assertThat(answer).isEqualTo("Paid.");
        assertThat(keys("/chat/completions")).containsExactly("a", "b", "a");
    }

    @Test
    void reset_ends_the_rest_at_once() {
        server.when(WITH_A).answer(Answer.error(402, "Insufficient credits."), Answer.text("Paid."));
        Style.PLAIN.chat(openRouter, "Hi");

        ring.reset();
        Style.PLAIN.chat(openRouter, "Hi");

        assertThat(keys("/chat/completions")).containsExactly("a", "b", "a");
    }

    static Stream<Arguments> othersFaults() {
        return Stream.of(
                Arguments.of(Answer.error(400, "bad request"), 1),
                Arguments.of(Answer.error(403, "Only management keys can perform this operation"), 1),
                Arguments.of(Answer.error(429, "busy"), 3),
                Arguments.of(Answer.error(429, "busy").retryAfter(2), 3),
                Arguments.of(Answer.error(429, "busy").retryAfter(60), 3),
                Arguments.of(
                        Answer.error(429, "Provider returned error")
                                .provider("Acme")
                                .retryAfter(3600),
                        1),
                Arguments.of(Answer.error(503, "busy").retryAfter(2), 3));
    }

    @ParameterizedTest
    @MethodSource("othersFaults")
    void a_failure_that_is_not_the_keys_stays_with_the_key(ErrorAnswer failure, int attempts) {
        server.when(WITH_A).answer(failure);

        assertThatThrownBy(() -> Style.PLAIN.chat(openRouter, "Hi")).isInstanceOf(RuntimeException.class);

        assertThat(keys("/chat/completions")).hasSize(attempts).containsOnly("a");
        assertThat(ring.states()).extracting(OpenRouterKeyState::status).containsOnly(Status.READY);
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_broke_is_not_the_keys_fault(Style style) {
        server.when(WITH_A).answer(Answer.fault(Fault.CONNECTION_RESET));

        assertThatThrownBy(() -> style.chat(openRouter, "Hi"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("the connection was lost");

        assertThat(keys("/chat/completions")).hasSize(3).containsOnly("a");
        assertThat(ring.states()).extracting(OpenRouterKeyState::status).containsOnly(Status.READY);
    }

    @ParameterizedTest
    @EnumSource
    void what_may_be_billed_is_not_sent_again_with_another_key(Style style) {
        server.when(WITH_A)
                .answer(Answer.error(402, "Insufficient credits.")
                        .envelope(Envelope.CHOICE)
                        .partialText("Half an ans")
                        .usage(10, 5, "0.01"));

        assertThatThrownBy(() -> style.chat(openRouter, "Hi")).isInstanceOf(RuntimeException.class);

        assertThat(keys("/chat/completions")).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource
    void if_all_are_refused_the_last_failure_is_thrown_and_no_key_is_asked_twice(Style style) {
        server.when(Match.body(body -> true)).answer(Answer.error(401, "User not found."));

        assertThatThrownBy(() -> style.chat(openRouter, "Hi"))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageContaining("3 keys of keyRing");

        assertThat(keys("/chat/completions")).containsExactly("a", "b", "c");
    }

    @Test
    void if_all_rest_the_one_that_ends_first_is_asked_because_openrouter_decides() {
        server.when(WITH_A)
                .answer(Answer.error(429, "Rate limit exceeded: free-models-per-day")
                        .retryAfter(3600));
        server.when(WITH_B)
                .answer(Answer.error(429, "Rate limit exceeded: free-models-per-day")
                        .retryAfter(1800));
        server.when(Match.header("Authorization", "Bearer " + C))
                .answer(Answer.error(429, "Rate limit exceeded: free-models-per-day")
                        .retryAfter(7200));
        assertThatThrownBy(() -> Style.PLAIN.chat(openRouter, "Hi")).isInstanceOf(RateLimitException.class);

        assertThatThrownBy(() -> Style.PLAIN.chat(openRouter, "Hi")).isInstanceOf(RateLimitException.class);

        assertThat(keys("/chat/completions")).containsExactly("a", "b", "c", "b");
    }

    @Test
    void a_refused_key_may_rest_for_ever() {
        OpenRouterKeyRing patient = OpenRouterKeyRing.builder()
                .key("a", A)
                .key("b", B)
                .retryAfter(ChronoUnit.FOREVER.getDuration())
                .time(time)
                .build();
        server.when(WITH_A).answer(Answer.error(401, "User not found."));
        try (OpenRouter forGood = connection().keyRing(patient).build()) {
            Style.PLAIN.chat(forGood, "Hi");
            time.advance(Duration.ofDays(36_500));
            Style.PLAIN.chat(forGood, "Hi");
        }

        assertThat(keys("/chat/completions")).containsExactly("a", "b", "b");
    }

    @Test
    void changing_the_key_is_no_retry() {
        server.when(WITH_A).answer(Answer.error(401, "User not found."));
        server.when(WITH_B).answer(Answer.error(503, "busy").retryAfter(1), Answer.text("Hello"));

        try (OpenRouter once = connection().maxRetries(1).build()) {
            Style.PLAIN.chat(once, "Hi");
        }

        assertThat(keys("/chat/completions")).containsExactly("a", "b", "b");
    }

    @Test
    void a_budget_reserves_for_the_attempt_with_the_next_key_and_pays_once() {
        server.when(WITH_A).answer(Answer.error(402, "Insufficient credits."));
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(new BigDecimal("1")).build();

        try (OpenRouter metered = connection().budget(budget).build()) {
            Style.PLAIN.chat(metered, "Hi");
        }

        assertThat(budget.spent()).isEqualByComparingTo(server.ledger().cost());
    }

    @Test
    void no_key_of_the_ring_is_told_whichever_was_sent() {
        server.when(WITH_A).answer(Answer.error(401, "User not found."));
        server.when(WITH_B).answer(Answer.error(400, "bad: " + A + ", " + B + ", " + C));

        assertThatThrownBy(() -> Style.PLAIN.chat(openRouter, "Hi"))
                .satisfies(failure -> assertThat(failure.toString() + failure.getCause())
                        .contains("bad: ")
                        .doesNotContain(A.substring(9), B.substring(9), C.substring(9)));
        assertThat(ring + " " + openRouter + " " + ring.states())
                .contains("[a, b, c]")
                .doesNotContain("sk-or-v1");
    }

    @Test
    void no_key_of_a_gateway_is_told_although_it_has_no_known_shape() {
        OpenRouterKeyRing ofGateway =
                OpenRouterKeyRing.of("team-blue-7391-kestrel", "team-green-2846-osprey", "team-red-5512-buzzard");
        server.addKey("team-blue-7391-kestrel");
        server.when(Match.path("/chat/completions"))
                .answer(Answer.error(400, "bad: team-blue-7391-kestrel, team-green-2846-osprey"));

        try (OpenRouter gateway = connection().keyRing(ofGateway).build()) {
            assertThatThrownBy(() -> Style.PLAIN.chat(gateway, "Hi"))
                    .satisfies(failure -> assertThat(failure.toString() + failure.getCause())
                            .contains("bad: ")
                            .doesNotContain("kestrel", "osprey"));
        }
    }

    @Test
    void keys_asks_openrouter_for_each_of_them() {
        server.when(Match.path("/key").and(WITH_A)).answer(Answer.error(401, "User not found."));
        server.when(Match.path("/key").and(WITH_B))
                .answer(Answer.payload("{\"data\":{\"label\":\"b\",\"limit\":5,\"limit_remaining\":0}}"));

        List<OpenRouterKeyState> states = openRouter.keys();

        assertThat(keys("/key")).containsExactly("a", "b", "c");
        assertThat(states)
                .extracting(OpenRouterKeyState::status)
                .containsExactly(Status.REFUSED, Status.LIMIT_REACHED, Status.READY);
        assertThat(states.get(0).info()).isNull();
        assertThat(states.get(1).info().limit()).isEqualByComparingTo("5");
        Style.PLAIN.chat(openRouter, "Hi");
        assertThat(keys("/chat/completions")).containsExactly("c");
    }

    @Test
    void keys_shows_one_that_its_supplier_does_not_have_without_its_limits() {
        OpenRouterKeyRing rotating =
                OpenRouterKeyRing.builder().key("a", () -> null).key("b", B).build();

        try (OpenRouter withoutA = connection().keyRing(rotating).build()) {
            List<OpenRouterKeyState> states = withoutA.keys();

            assertThat(states).extracting(OpenRouterKeyState::label).containsExactly("a", "b");
            assertThat(states.get(0).info()).isNull();
            assertThat(states.get(1).info()).isNotNull();
        }
    }

    @Test
    void keys_fails_as_every_call_does() {
        server.when(Match.path("/key").and(WITH_B)).answer(Answer.fault(Fault.CONNECTION_RESET));
        OpenRouterKeyRing failing = OpenRouterKeyRing.builder()
                .key("a", () -> {
                    throw new IllegalStateException("no vault");
                })
                .build();

        assertThatThrownBy(openRouter::keys).isInstanceOf(InternalServerException.class);
        try (OpenRouter withoutVault = connection().keyRing(failing).build()) {
            assertThatThrownBy(withoutVault::keys)
                    .isInstanceOf(LangChain4jException.class)
                    .hasRootCauseMessage("no vault");
        }
    }

    @Test
    void keys_fails_for_a_key_with_which_every_call_fails() {
        OpenRouterKeyRing quoted = OpenRouterKeyRing.builder()
                .key("a", () -> "'" + A + "'")
                .key("b", B)
                .build();

        try (OpenRouter withQuotes = connection().keyRing(quoted).build()) {
            assertThatThrownBy(() -> withQuotes.chatModel().build().chat("hi")).hasMessageContaining("is in quotes");
            assertThatThrownBy(withQuotes::keys)
                    .isInstanceOf(AuthenticationException.class)
                    .hasMessageContaining("is in quotes");
        }
    }

    @Test
    void a_key_that_works_again_is_used_again_once_it_was_asked_for() {
        server.when(Match.path("/chat/completions").and(WITH_A))
                .answer(Answer.error(401, "disabled"), Answer.text("Hi"));
        Style.PLAIN.chat(openRouter, "Hi");

        openRouter.keys();
        Style.PLAIN.chat(openRouter, "Hi");

        assertThat(keys("/chat/completions")).containsExactly("a", "b", "a");
    }

    @Test
    void a_key_whose_limit_was_raised_is_used_again_once_it_was_asked_for() {
        server.when(Match.path("/chat/completions").and(WITH_A))
                .answer(Answer.error(403, "Key limit exceeded (daily limit). Manage it using ..."), Answer.text("Hi"));
        Style.PLAIN.chat(openRouter, "Hi");
        server.when(Match.path("/key").and(WITH_A))
                .answer(Answer.payload("{\"data\":{\"label\":\"a\",\"limit\":5,\"limit_remaining\":0.01}}"));

        assertThat(openRouter.keys()).extracting(OpenRouterKeyState::status).containsOnly(Status.READY);
        Style.PLAIN.chat(openRouter, "Hi");

        assertThat(keys("/chat/completions")).containsExactly("a", "b", "a");
    }

    static Stream<Arguments> refusalsThatTheLimitDoesNotExplain() {
        return refusals()
                .filter(refusal ->
                        refusal.get()[1] == Status.OUT_OF_CREDITS || refusal.get()[1] == Status.RATE_LIMITED);
    }

    @ParameterizedTest
    @MethodSource("refusalsThatTheLimitDoesNotExplain")
    void a_limit_with_money_left_does_not_end_a_rest_for_another_reason(ErrorAnswer refusal, Status status) {
        server.when(Match.path("/chat/completions").and(WITH_A)).answer(refusal);
        Style.PLAIN.chat(openRouter, "Hi");

        assertThat(openRouter.keys())
                .extracting(OpenRouterKeyState::status)
                .containsExactly(status, Status.READY, Status.READY);
        Style.PLAIN.chat(openRouter, "Hi");

        assertThat(keys("/chat/completions")).containsExactly("a", "b", "b");
    }

    @Test
    void a_generation_is_looked_up_with_the_key_that_may_see_it() {
        server.when(WITH_A).answer(Answer.error(402, "Insufficient credits."));
        String id = OpenRouterChatResponseMetadata.of(Style.PLAIN.chat(openRouter, "Hi"))
                .orElseThrow()
                .generationId();
        server.when(Match.path("/generation").and(WITH_A)).answer(Answer.error(404, "Generation not found"));

        assertThat(openRouter.generation(id).totalCost()).isPositive();
        assertThat(keys("/generation")).containsExactly("a", "b");
    }

    @Test
    void a_generation_is_looked_up_with_the_next_key_if_a_supplier_has_none() {
        try (OpenRouter rotating = connection()
                .keyRing(OpenRouterKeyRing.builder()
                        .key("a", () -> null)
                        .key("b", B)
                        .time(time)
                        .build())
                .build()) {
            String id = OpenRouterChatResponseMetadata.of(Style.PLAIN.chat(rotating, "Hi"))
                    .orElseThrow()
                    .generationId();

            assertThat(rotating.generation(id).totalCost()).isPositive();
        }
    }

    @Test
    void a_generation_that_may_be_behind_a_failure_is_not_called_unknown() {
        String id = OpenRouterChatResponseMetadata.of(Style.PLAIN.chat(openRouter, "Hi"))
                .orElseThrow()
                .generationId();
        server.when(Match.path("/generation")).answer(Answer.error(404, "Generation not found"));
        server.when(Match.path("/generation").and(WITH_A)).answer(Answer.error(500, "Internal error"));

        assertThatThrownBy(() -> openRouter.generation(id, Duration.ZERO)).isInstanceOf(InternalServerException.class);
    }

    @Test
    void threads_at_the_same_time_all_get_an_answer() {
        server.when(WITH_A).answer(Answer.error(401, "User not found."));
        server.when(WITH_B)
                .answer(Answer.error(429, "Rate limit exceeded: free-models-per-day")
                        .retryAfter(3600));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Style style = Style.values()[i % Style.values().length];
                answers.add(threads.submit(
                        () -> style.chat(openRouter, "Hi").aiMessage().text()));
            }

            assertThat(answers).allSatisfy(answer -> assertThat(answer.get()).isNotEmpty());
            assertThat(server.ledger().charges()).hasSize(40);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void the_cost_of_an_answer_that_was_lost_is_learned_with_the_key_that_paid_for_it() {
        server.when(WITH_A).answer(Answer.error(402, "Insufficient credits."));
        server.when(WITH_B)
                .answer(Answer.error(502, "Provider disconnected")
                        .envelope(Envelope.CHOICE)
                        .partialText("Once"));
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(BigDecimal.ONE).build();
        try (OpenRouter metered = connection().budget(budget).maxRetries(0).build()) {
            assertThatThrownBy(() -> Style.PLAIN.chat(metered, "Hi")).isInstanceOf(RuntimeException.class);
            server.when(Match.path("/generation").and(WITH_A)).answer(Answer.error(404, "Generation not found"));
            server.when(Match.path("/generation").and(WITH_B)).answer(Answer.payload("""
                    {"data":{"total_cost":0.0123,"is_byok":false}}"""));

            budget.settle();

            assertThat(budget.spent()).isEqualByComparingTo("0.0123");
        }
    }

    @Test
    void a_supplier_without_a_key_is_passed_over() {
        var rotated = new AtomicReference<String>();
        try (OpenRouter rotating = connection()
                .keyRing(OpenRouterKeyRing.builder()
                        .key("a", rotated::get)
                        .key("b", B)
                        .time(time)
                        .build())
                .build()) {
            Style.PLAIN.chat(rotating, "Hi");
            rotated.set(A);
            Style.PLAIN.chat(rotating, "Hi");
        }

        assertThat(keys("/chat/completions")).containsExactly("b", "a");
    }

    @Test
    void a_refusal_of_the_key_before_a_rotation_says_nothing_about_the_new_one() {
        var rotated = new AtomicReference<>(A);
        OpenRouterKeyRing changing = OpenRouterKeyRing.builder()
                .key("a", rotated::get)
                .key("b", B)
                .time(time)
                .build();
        try (OpenRouter rotating = connection().keyRing(changing).build()) {
            server.when(WITH_A).answer(Answer.computed(request -> {
                rotated.set(C);
                Style.PLAIN.chat(rotating, "Hi");
                return Answer.error(401, "User not found.");
            }));

            assertThatThrownBy(() -> Style.PLAIN.chat(rotating, "Hi")).isInstanceOf(AuthenticationException.class);
        }

        assertThat(keys("/chat/completions")).containsExactlyInAnyOrder("a", "c");
        assertThat(changing.states()).extracting(OpenRouterKeyState::status).containsOnly(Status.READY);
    }

    @Test
    void a_single_key_replaces_the_ring_and_the_other_way_round() {
        try (OpenRouter single = connection().apiKey(C).build();
                OpenRouter back = connection().apiKey(C).keyRing(ring).build()) {
            Style.PLAIN.chat(single, "Hi");
            Style.PLAIN.chat(back, "Hi");

            assertThat(single.keys()).hasSize(1);
        }
        assertThat(keys("/chat/completions")).containsExactly("c", "a");
    }

    @Test
    void refuses_no_key_and_what_is_there_twice() {
        assertThatIllegalArgumentException().isThrownBy(OpenRouterKeyRing::of).withMessageContaining("keyRing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterKeyRing.of(A, A))
                .withMessageContaining("another label")
                .withMessageNotContaining(A);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterKeyRing.builder().key("a", A).key("a", B))
                .withMessageContaining("'a'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterKeyRing.builder().retryAfter(Duration.ZERO))
                .withMessageContaining("retryAfter");
        assertThatCode(() -> OpenRouterKeyRing.of(A)).doesNotThrowAnyException();
    }

    private OpenRouter.Builder connection() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .keyRing(ring)
                .modelName("openai/gpt-4o")
                .time(time);
    }

    private List<String> keys(String path) {
        Map<String, String> labels = Map.of("Bearer " + A, "a", "Bearer " + B, "b", "Bearer " + C, "c");
        return server.requests(path).stream()
                .map(OpenRouterKeyRingTest::authorization)
                .map(key -> labels.getOrDefault(key, "none"))
                .toList();
    }

    private static String authorization(RecordedRequest request) {
        String key = request.header("Authorization");
        return key == null ? "" : key;
    }
}
