package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.StreamAnswer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After a stream has reported an error, only the cost that follows still counts. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class StreamAfterErrorTest {

    private static final String WORDS = "The upstream lost its disk";

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();
    private final OpenRouterCostTotals totals = new OpenRouterCostTotals();

    @AutoClose
    private final OpenRouter openRouter;

    StreamAfterErrorTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .costListener(new OpenRouterCostListener(totals))
                .time(time)
                .build();
    }

    @Test
    void usage_and_cost_after_the_error_are_on_the_exception() {
        OpenRouterException cause = cause(ask(failed().usage(10, 2, "0.00003").done()));

        assertThat(cause.usage().cost()).isEqualByComparingTo("0.00003");
        assertThat(cause.partialResponse().tokenUsage().inputTokenCount()).isEqualTo(10);
        assertThat(cause.partialResponse().aiMessage().text()).isEqualTo("Once upon");
    }

    @Test
    void the_cost_may_follow_a_usage_without_one() {
        String usage = "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2}}";
        String error = "{\"error\":{\"code\":502,\"message\":\"" + WORDS + "\"}";
        for (StreamAnswer answer :
                new StreamAnswer[] {begun().data(error + "," + usage), failed().data("{\"choices\":[]," + usage)}) {
            OpenRouterException cause = cause(ask(answer.usage(10, 2, "0.00003").done()));

            assertThat(cause.usage().cost()).isEqualByComparingTo("0.00003");
        }
    }

    @Test
    void the_provider_that_only_the_event_of_the_cost_names_is_on_the_exception() {
        OpenRouterException cause = cause(ask(Answer.stream()
                .data("{\"error\":{\"code\":502,\"message\":\"" + WORDS + "\"}}")
                .data("{\"provider\":\"Azure\",\"choices\":[],\"usage\":{\"cost\":0.00003}}")
                .done()));

        assertThat(cause.provider()).isEqualTo("Azure");
    }

    @Test
    void the_event_that_also_says_stop_is_an_error_all_the_same() {
        StreamAnswer recorded = Answer.stream()
                .data("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"stop\","
                        + "\"native_finish_reason\":\"MALFORMED_FUNCTION_CALL\",\"error\":{\"code\":502,\"message\":\""
                        + WORDS + "\"}}]}")
                .usage(10, 2, "0.00003")
                .done();

        assertThat(cause(ask(recorded)).usage().cost()).isEqualTo(new BigDecimal("0.00003"));
    }

    @Test
    void the_reason_that_follows_a_finish_reason_of_failure_is_the_error() {
        String finish = "{\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}],\"usage\":{\"cost\":0.00003}}";

        OpenRouterException cause =
                cause(ask(begun().data(finish).error(503, WORDS).done()));

        assertThat(cause.statusCode()).isEqualTo(503);
        assertThat(cause).hasMessageContaining(WORDS);
        assertThat(cause.usage().cost()).isEqualByComparingTo("0.00003");
    }

    @Test
    void a_second_error_does_not_replace_the_first() {
        HandlerRecorder handler = ask(failed().error(503, "Something else").done());

        assertThat(cause(handler)).hasMessageContaining(WORDS).hasMessageNotContaining("Something else");
    }

    @Test
    void usage_in_the_very_event_of_the_error_ends_it() {
        HandlerRecorder handler = ask(begun().data("{\"error\":{\"code\":502,\"message\":\"" + WORDS
                        + "\"},\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2,\"cost\":0.00003}}")
                .silence());

        assertThat(cause(handler).usage().cost()).isEqualByComparingTo("0.00003");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_routing_report_after_the_usage_is_waited_for_if_it_was_asked_for(boolean byParameter) {
        server.answer(
                begun().data("{\"error\":{\"code\":502,\"message\":\"" + WORDS + "\"},\"usage\":{\"cost\":0.00003}}")
                        .data("{\"choices\":[],\"openrouter_metadata\":{\"strategy\":\"fallback\"}}")
                        .silence());
        HandlerRecorder handler = new HandlerRecorder();
        OpenRouterStreamingChatModel.Builder model = openRouter.streamingChatModel();
        (byParameter ? model.routerMetadata(true) : model.customHeaders(Map.of("x-openrouter-metadata", "Enabled")))
                .build()
                .chat("Hi", handler);

        OpenRouterException cause = cause(handler.awaitEnd());
        assertThat(cause.routerMetadata().strategy()).isEqualTo("fallback");
        assertThat(cause.usage().cost()).isEqualByComparingTo("0.00003");
    }

    @Test
    void text_after_the_error_is_neither_told_nor_kept() {
        HandlerRecorder handler =
                ask(failed().text(" a time").data("no json").finish("stop").done());

        assertThat(cause(handler).partialResponse().aiMessage().text()).isEqualTo("Once upon");
        assertThat(handler.calls()).doesNotContain("text  a time");
    }

    @Test
    void text_after_an_error_before_any_text_may_be_charged() {
        cause(ask(Answer.stream().error(502, WORDS).done()));
        assertThat(totals.total().unsettled()).isZero();

        cause(ask(Answer.stream().error(502, WORDS).text("Once").finish("stop").done()));
        assertThat(totals.total().unsettled()).isOne();
    }

    @Test
    void an_end_of_any_kind_after_the_error_is_told_as_the_error() {
        for (StreamAnswer answer : new StreamAnswer[] {failed(), failed().done(), failed().cut(), failed().reset()}) {
            assertThat(cause(ask(answer)).getMessage()).contains(WORDS);
        }
    }

    @Test
    void silence_after_the_error_is_waited_for_briefly() {
        server.answer(failed().silence());
        HandlerRecorder handler = new HandlerRecorder();
        Duration idle = Duration.ofHours(1); // more than can pass here before a busy machine has read the error
        openRouter.streamingChatModel().streamIdleTimeout(idle).build().chat("Hi", handler);

        HandlerRecorder.patiently().until(() -> {
            time.advance(Duration.ofMillis(500));
            return handler.hasEnded();
        });

        assertThat(cause(handler).getMessage()).contains(WORDS);
        assertThat(time.nanos()).isLessThan(idle.toNanos());
    }

    @Test
    void events_without_end_after_the_error_are_not_all_read() {
        StreamAnswer answer = failed();
        for (int i = 0; i < 100; i++) {
            answer.text("more");
        }

        assertThat(cause(ask(answer.silence())).getMessage()).contains(WORDS);
    }

    @Test
    void who_cancels_after_the_error_hears_nothing_more() {
        HandlerRecorder handler = new HandlerRecorder();
        handler.in("text", handler::cancel);
        server.answer(failed().silence());

        openRouter.streamingChatModel().build().chat("Hi", handler);

        handler.awaitCall("text Once upon");
        HandlerRecorder.patiently().until(() -> server.openStreams() == 0);
        assertThat(handler.hasEnded()).isFalse();
    }

    private static StreamAnswer begun() {
        return Answer.stream().text("Once upon");
    }

    private static StreamAnswer failed() {
        return begun().error(502, WORDS);
    }

    private HandlerRecorder ask(StreamAnswer answer) {
        server.answer(answer);
        HandlerRecorder handler = new HandlerRecorder();
        openRouter.streamingChatModel().build().chat("Hi", handler);
        return handler.awaitEnd();
    }

    private static OpenRouterException cause(HandlerRecorder handler) {
        assertThat(handler.errors()).hasSize(1);
        assertThat(handler.answers()).isEmpty();
        assertThat(handler.errors().get(0)).isInstanceOf(InternalServerException.class);
        return OpenRouterException.in(handler.errors().get(0)).orElseThrow();
    }
}
