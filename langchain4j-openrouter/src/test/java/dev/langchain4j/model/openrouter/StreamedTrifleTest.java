package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.StreamAnswer;
import dev.langchain4j.model.output.FinishReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events and values without content: they do not keep a stream alive, and they replace no value. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class StreamedTrifleTest {

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final OpenRouterServer server;
    private final WatchedTime time = new WatchedTime();

    @AutoClose
    private final OpenRouter openRouter;

    StreamedTrifleTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .streamIdleTimeout(IDLE)
                .maxRetries(0)
                .time(time)
                .build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[]",
                "{\"choices\":[]}",
                "{\"choices\":null,\"usage\":{}}",
                "{\"choices\":[{}]}",
                "{\"choices\":[{\"delta\":null,\"finish_reason\":null}]}",
                "{\"id\":\"gen-1\",\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":\"\"}]}",
                "{\"choices\":[{\"delta\":{\"reasoning\":\"\",\"reasoning_details\":[],\"tool_calls\":[]}}]}",
                "{\"choices\":[{\"delta\":{\"reasoning_details\":[{\"type\":\"reasoning.text\",\"text\":\"\",\"signature\":null}]}}]}",
                "{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\"}}]}}]}",
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":0}}"
            })
    void events_that_bring_nothing_are_silence(String event) {
        StreamAnswer answer = Answer.stream().text("Once upon");
        List<Gate> gates = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            gates.add(new Gate());
            answer.waitFor(gates.get(i)).data(event);
        }
        server.answer(answer.silence());
        HandlerRecorder handler = new HandlerRecorder();

        openRouter.streamingChatModel().build().chat("Hi", handler);
        handler.awaitCall("text Once upon");
        for (int i = 0; i < gates.size() && !handler.hasEnded(); i++) {
            int events = i + 2;
            time.awaitLook();
            time.advance(IDLE.dividedBy(2));
            gates.get(i).open();
            HandlerRecorder.patiently().until(() -> handler.calls().size() == events || handler.hasEnded());
        }
        time.awaitLook();

        assertThat(handler.awaitError()).isInstanceOf(TimeoutException.class);
        assertThat(handler.answers()).isEmpty();
    }

    @Test
    void events_that_bring_something_are_signs_of_life() {
        StreamAnswer answer = Answer.stream().text("0");
        List<Gate> gates = new ArrayList<>();
        for (int i = 1; i < 6; i++) {
            gates.add(new Gate());
            answer.waitFor(gates.get(i - 1)).text("" + i);
        }
        server.answer(answer.finish("stop").done());
        HandlerRecorder handler = new HandlerRecorder();

        openRouter.streamingChatModel().build().chat("Hi", handler);
        for (int i = 0; i < gates.size(); i++) {
            handler.awaitCall("text " + i);
            time.advance(IDLE.multipliedBy(3).dividedBy(4));
            gates.get(i).open();
        }

        assertThat(handler.response().aiMessage().text()).isEqualTo("012345");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\" \"", "0", "false", "null", "[]"})
    void an_empty_value_never_replaces_one_that_says_something(String nothing) {
        String full = "{\"id\":\"gen-1\",\"model\":\"acme/m\",\"provider\":\"Acme\",\"created\":1755600000,"
                + "\"service_tier\":\"flex\",\"system_fingerprint\":\"fp_1\",\"openrouter_metadata\":{\"attempt\":1},"
                + "\"choices\":[{\"delta\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2,\"cost\":0.00003}}";
        String empty =
                "{\"id\":NOTHING,\"model\":NOTHING,\"provider\":NOTHING,\"created\":NOTHING,\"service_tier\":NOTHING,"
                        + "\"system_fingerprint\":NOTHING,\"openrouter_metadata\":{},"
                        + "\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":NOTHING}],"
                        + "\"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0,\"total_tokens\":0,\"cost\":0}}";
        server.answer(Answer.stream()
                .data(full)
                .data(empty.replace("NOTHING", nothing))
                .done());

        var response = Style.STREAMING.chat(openRouter, "Hi");

        var metadata = (OpenRouterChatResponseMetadata) response.metadata();
        assertThat(response.id()).isEqualTo("gen-1");
        assertThat(response.modelName()).isEqualTo("acme/m");
        assertThat(metadata.provider()).isEqualTo("Acme");
        assertThat(metadata.created()).isEqualTo(Instant.ofEpochSecond(1755600000));
        assertThat(metadata.serviceTier()).isEqualTo("flex");
        assertThat(metadata.systemFingerprint()).isEqualTo("fp_1");
        assertThat(((OpenRouterTokenUsage) response.tokenUsage()).cost()).isEqualByComparingTo("0.00003");
    }

    @ParameterizedTest
    @EnumSource
    void a_finish_reason_that_is_no_word_does_not_finish_an_answer(Style style) {
        server.answer(
                !style.isStreamed()
                        ? Answer.raw(
                                200,
                                "application/json",
                                "{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":false}]}")
                        : Answer.stream()
                                .data("{\"choices\":[{\"delta\":{\"content\":\"Hello\"},\"finish_reason\":false}]}"));

        if (!style.isStreamed()) {
            assertThat(style.chat(openRouter, "Hi").finishReason()).isEqualTo(FinishReason.STOP);
        } else {
            assertThatThrownBy(() -> style.chat(openRouter, "Hi"))
                    .hasMessageContaining("neither a finish reason nor [DONE]");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_goes_on_after_its_json_is_a_broken_answer(Style style) {
        String whole = "{\"choices\":[{\"message\":{\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]}";
        server.answer(
                !style.isStreamed()
                        ? Answer.raw(200, "application/json", whole + whole)
                        : Answer.stream().data(whole + "\ndata: " + whole).done());

        assertThatThrownBy(() -> style.chat(openRouter, "Hi")).hasMessageContaining("JSON");
    }

    /** Tells when the library has looked how long a stream has been silent. */
    private static final class WatchedTime extends FakeTime {

        private final AtomicInteger looks = new AtomicInteger();

        @Override
        public long nanos() {
            if (Thread.currentThread().getName().equals("openrouter-call-watch")) {
                looks.incrementAndGet();
            }
            return super.nanos();
        }

        void awaitLook() {
            int next = looks.get() + 2;
            HandlerRecorder.patiently().until(() -> looks.get() >= next);
        }
    }
}
