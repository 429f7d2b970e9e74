package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.support.HandlerRecorder.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.support.Trusting;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The outcome and the cost of calls whose HTTP/2 stream the server ends, plain, asynchronous and streamed. */
@Timeout(60)
class Http2FaultsTest {

    private static final List<Fault> NOT_PROCESSED = List.of(Fault.GOAWAY, Fault.RST_REFUSED_STREAM);
    private static final List<Fault> PERHAPS_PROCESSED = List.of(Fault.RST_CANCEL, Fault.RST_INTERNAL_ERROR);

    @RegisterExtension
    static final OpenRouterServerExtension OPENROUTER = OpenRouterServerExtension.tls();

    private final OpenRouterServer server = OPENROUTER.server();
    private final Trusting trusting = new Trusting(server);
    private final FakeTime time = new FakeTime();
    private final OpenRouterBudget budget = OpenRouterBudget.builder()
            .limit(BigDecimal.valueOf(100))
            .settleUnknown(false)
            .build();

    /** Whatever happens, nothing stays. */
    @AfterEach
    void nothing_is_left() {
        assertThat(budget.reserved()).isZero();
        patiently().until(() -> server.openStreams() == 0);
        patiently().until(() -> trusting.client().dispatcher().runningCallsCount() == 0);
        trusting.close();
    }

    static Stream<Arguments> notProcessed() {
        return inEveryStyle(NOT_PROCESSED, List.of(Style.values()));
    }

    static Stream<Arguments> perhapsProcessed() {
        return inEveryStyle(PERHAPS_PROCESSED, List.of(Style.values()));
    }

    static Stream<Arguments> streamsThatBreak() {
        return inEveryStyle(List.of(Fault.values()), List.of(Style.STREAMING, Style.PUBLISHED));
    }

    static Stream<Arguments> answersThatBreak() {
        return inEveryStyle(List.of(Fault.values()), List.of(Style.PLAIN, Style.ASYNC));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("notProcessed")
    void what_was_not_processed_is_sent_again_at_once(Fault fault, Style style) {
        try (OpenRouter openRouter = openRouter(0)) {
            openRouter.chat("the connection is there");
            server.answer(Answer.fault(fault), Answer.text("Hello"));

            assertThat(style.chat(openRouter, "Hi").aiMessage().text()).isEqualTo("Hello");

            assertThat(time.waits()).isEmpty();
            assertEqualToTheBook();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("notProcessed")
    void what_was_not_processed_on_a_fresh_connection_is_retried(Fault fault, Style style) {
        server.answer(Answer.fault(fault), Answer.text("Hello"));
        try (OpenRouter openRouter = builder(1).build()) {
            assertThat(style.chat(openRouter, "Hi").aiMessage().text()).isEqualTo("Hello");

            assertThat(time.waits()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("notProcessed")
    void what_is_never_processed_fails_and_costs_nothing(Fault fault, Style style) {
        server.when(Match.userSays("Hi")).answer(Answer.fault(fault));
        try (OpenRouter openRouter = openRouter(0)) {
            openRouter.chat("the connection is there");

            assertThatThrownBy(() -> style.chat(openRouter, "Hi"))
                    .isInstanceOf(InternalServerException.class)
                    .hasMessageContaining("the server did not process it");

            assertEqualToTheBook();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("perhapsProcessed")
    void what_may_have_been_processed_is_not_sent_again_without_a_retry(Fault fault, Style style) {
        try (OpenRouter openRouter = openRouter(0)) {
            openRouter.chat("the connection is there");
            server.answer(Answer.fault(fault));

            assertThatThrownBy(() -> style.chat(openRouter, "Hi"))
                    .isInstanceOf(InternalServerException.class)
                    .hasMessageContaining("lost before the answer");

            assertThat(server.requests("/chat/completions")).hasSize(2);
            assertThat(budget.unsettled()).isPositive();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("perhapsProcessed")
    void a_retry_of_what_may_have_been_processed_counts_both_attempts(Fault fault, Style style) {
        server.answer(Answer.fault(fault), Answer.text("Hello"));
        try (OpenRouter openRouter = openRouter(1)) {
            assertThat(style.chat(openRouter, "Hi").aiMessage().text()).isEqualTo("Hello");

            assertThat(server.requests("/chat/completions")).hasSize(2);
            assertThat(budget.unsettled()).isPositive();
            assertThat(budget.spent()).isEqualByComparingTo(server.ledger().cost());
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("streamsThatBreak")
    void a_stream_that_breaks_in_the_middle_fails_once_and_is_not_repeated(Fault fault, Style style) {
        Gate read = new Gate();
        server.answer(Answer.stream().text("Half an ans").waitFor(read).fault(fault));
        try (OpenRouter openRouter = openRouter(2)) {
            HandlerRecorder handler = new HandlerRecorder();
            style.streaming(openRouter.streamingChatModel().build()).chat(question(), handler);
            handler.awaitCall("text Half an ans");
            read.open();

            assertThat(handler.awaitError()).isInstanceOf(InternalServerException.class);
            assertThat(handler.errors()).hasSize(1);
            assertThat(handler.answers()).isEmpty();
            assertThat(server.requests("/chat/completions")).hasSize(1);
            assertThat(budget.unsettled()).isPositive();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("answersThatBreak")
    void an_answer_that_breaks_in_the_middle_is_not_repeated(Fault fault, Style style) {
        server.answer(Answer.stream()
                .bytes("{\"id\":\"gen-1\",\"choices\":[")
                .fault(fault)
                .header("Content-Type", "application/json"));
        try (OpenRouter openRouter = openRouter(2)) {
            assertThatThrownBy(() -> style.chat(openRouter, "Hi")).isInstanceOf(InternalServerException.class);

            assertThat(server.requests("/chat/completions")).hasSize(1);
            assertThat(budget.unsettled()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Style.class,
            names = {"STREAMING", "PUBLISHED"})
    void a_server_that_goes_away_fails_nobody(Style style) {
        server.answer(
                Answer.stream().text("one ").goAway().text("two").finish("stop").done());
        try (OpenRouter openRouter = openRouter(0)) {
            assertThat(style.chat(openRouter, "Hi").aiMessage().text()).isEqualTo("one two");
            assertThat(style.chat(openRouter, "Hi").aiMessage().text()).isNotBlank();
        }
        assertThat(trusting.connectionCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void what_has_a_connection_but_is_not_sent_because_the_server_goes_away_is_sent_again(Style style) {
        AtomicBoolean goingAway = new AtomicBoolean();
        server.when(Match.userSays("Hi")).answer(Answer.text("Hello"));
        try (OpenRouter other = openRouter(0);
                OpenRouter openRouter = builder(0)
                        .budget(budget)
                        .okHttpClient(trusting.client()
                                .newBuilder()
                                .addNetworkInterceptor(chain -> {
                                    if (goingAway.getAndSet(false)) {
                                        // this request has its connection already
                                        other.chat("makes the server refuse it by GOAWAY");
                                    }
                                    return chain.proceed(chain.request());
                                })
                                .build())
                        .build()) {
            openRouter.chat("the connection is there");
            server.answer(Answer.fault(Fault.GOAWAY));
            goingAway.set(true);

            assertThat(style.chat(openRouter, "Hi").aiMessage().text()).isEqualTo("Hello");

            assertThat(time.waits()).isEmpty();
            assertThat(server.requests("/chat/completions"))
                    .as("the first one, one refused and repeated, the one that is sent only then")
                    .hasSize(4);
            assertEqualToTheBook();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"RST_.*", "GOAWAY"},
            mode = EnumSource.Mode.MATCH_ANY)
    void the_fault_of_one_stream_leaves_the_others_alone(Fault fault) {
        Gate gate = new Gate();
        server.when(Match.userSays("Go on"))
                .answer(Answer.stream()
                        .text("one ")
                        .waitFor(gate)
                        .text("two")
                        .finish("stop")
                        .done());
        server.when(Match.userSays("Break")).answer(Answer.fault(fault));
        try (OpenRouter openRouter = openRouter(0)) {
            openRouter.chat("the connection is there");
            List<HandlerRecorder> others = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                HandlerRecorder other = new HandlerRecorder();
                openRouter.streamingChatModel().build().chat("Go on", other);
                others.add(other);
            }
            patiently().until(() -> server.openStreams() == 5);
            assertThatThrownBy(() -> openRouter.chat("Break")).isInstanceOf(InternalServerException.class);
            gate.open();

            assertThat(others)
                    .allSatisfy(other ->
                            assertThat(other.response().aiMessage().text()).isEqualTo("one two"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"RST_.*", "GOAWAY"},
            mode = EnumSource.Mode.MATCH_NONE)
    void all_streams_of_a_broken_connection_fail_once(Fault fault) {
        Gate gate = new Gate();
        server.when(Match.userSays("Hi"))
                .answer(Answer.stream().text("Half an ans").waitFor(gate).fault(fault));
        try (OpenRouter openRouter = openRouter(2)) {
            openRouter.chat("the connection is there");
            List<HandlerRecorder> streams = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                HandlerRecorder stream = new HandlerRecorder();
                openRouter.streamingChatModel().build().chat("Hi", stream);
                streams.add(stream);
            }
            streams.forEach(stream -> stream.awaitCall("text Half an ans"));
            gate.open();

            assertThat(streams).allSatisfy(stream -> {
                assertThat(stream.awaitError()).isInstanceOf(InternalServerException.class);
                assertThat(stream.errors()).hasSize(1);
            });
        }
    }

    private static Stream<Arguments> inEveryStyle(List<Fault> faults, List<Style> styles) {
        return faults.stream().flatMap(fault -> styles.stream().map(style -> Arguments.of(fault, style)));
    }

    private static ChatRequest question() {
        return ChatRequest.builder().messages(UserMessage.from("Hi")).build();
    }

    private void assertEqualToTheBook() {
        assertThat(budget.spent()).isEqualByComparingTo(server.ledger().cost());
        assertThat(budget.unsettled()).isZero();
    }

    private OpenRouter openRouter(int maxRetries) {
        return builder(maxRetries).budget(budget).build();
    }

    private OpenRouter.Builder builder(int maxRetries) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(maxRetries)
                .okHttpClient(trusting.client())
                .time(time);
    }
}
