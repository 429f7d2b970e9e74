package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** When and where a sink learns that a call begins. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class CostSinkBeginTest {

    private final OpenRouterServer server;
    private final List<String> events = new CopyOnWriteArrayList<>();
    private OpenRouter openRouter;

    CostSinkBeginTest(OpenRouterServer server) {
        this.server = server;
    }

    private OpenRouter connect(OpenRouterCostSink sink, OpenRouterBudget budget) {
        openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("gpt-4o")
                .maxRetries(1)
                .budget(budget)
                .costListener(new OpenRouterCostListener(sink))
                .build();
        return openRouter;
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    private final class Diary implements OpenRouterCostSink {

        @Override
        public Supplier<OpenRouterCostSink> begin() {
            events.add("begun on " + Thread.currentThread().getName());
            return () -> {
                events.add("sent");
                return call -> events.add("ended after " + call.attempts());
            };
        }

        @Override
        public void accept(OpenRouterCostRecord cost) {
            events.add("accepted");
        }
    }

    @Test
    void a_call_begins_on_the_thread_of_the_caller_and_its_own_sink_gets_the_record() {
        connect(new Diary(), null).chat("Hello");

        assertThat(events).containsExactly("begun on " + Thread.currentThread().getName(), "sent", "ended after 1");
    }

    @Test
    void a_stream_begins_on_the_thread_of_the_caller_too() {
        var handler = new HandlerRecorder();
        connect(new Diary(), null).streamingChatModel().build().chat("Hello", handler);
        handler.awaitAnswer();
        HandlerRecorder.patiently().until(() -> events.size() == 3);

        assertThat(events).containsExactly("begun on " + Thread.currentThread().getName(), "sent", "ended after 1");
    }

    @Test
    void a_call_that_is_repeated_is_sent_once() {
        server.answer(Answer.error(503, "busy").header("Retry-After", "0"), Answer.text("Hi"));

        connect(new Diary(), null).chat("Hello");

        assertThat(events).endsWith("sent", "ended after 2").hasSize(3);
    }

    @Test
    void a_call_that_a_budget_refuses_is_never_sent() {
        var budget =
                OpenRouterBudget.builder().limit(new BigDecimal("0.0000001")).build();

        assertThatThrownBy(() -> connect(new Diary(), budget).chat("Hello"))
                .isInstanceOf(OpenRouterBudgetExceededException.class);

        assertThat(events).doesNotContain("sent");
    }

    @Test
    void a_sink_that_fails_to_begin_still_gets_the_record() {
        connect(
                        new OpenRouterCostSink() {
                            @Override
                            public Supplier<OpenRouterCostSink> begin() {
                                throw new IllegalStateException("not today");
                            }

                            @Override
                            public void accept(OpenRouterCostRecord cost) {
                                events.add("accepted");
                            }
                        },
                        null)
                .chat("Hello");

        assertThat(events).containsExactly("accepted");
    }

    @Test
    void a_sink_of_a_call_that_is_missing_is_replaced_by_that_of_all_calls() {
        connect(
                        new OpenRouterCostSink() {
                            @Override
                            public Supplier<OpenRouterCostSink> begin() {
                                return () -> null;
                            }

                            @Override
                            public void accept(OpenRouterCostRecord cost) {
                                events.add("accepted");
                            }
                        },
                        null)
                .chat("Hello");

        assertThat(events).containsExactly("accepted");
    }
}
