package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.OpenRouterCostTotals.Total;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Envelope;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.service.AiServices;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class OpenRouterCostListenerTest {

    private static final String MODEL = "openai/gpt-4o";

    private final OpenRouterServer server;
    private final OpenRouter openRouter;
    private final FakeTime time = new FakeTime();
    private final List<OpenRouterCostRecord> records = new ArrayList<>();
    private final OpenRouterCostTotals totals = new OpenRouterCostTotals();

    OpenRouterCostListenerTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("gpt-4o")
                .maxRetries(1)
                .time(time)
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    interface Assistant {
        String chat(String question);
    }

    static final class Weather {
        @Tool
        String weather(String city) {
            return "sunny";
        }
    }

    @Test
    void a_call_has_a_record_of_who_answered_and_what_it_cost() {
        server.answer(Answer.text("Sunny.")
                .model(MODEL)
                .provider("Azure")
                .usage(12, 3, "0.00006")
                .bodyFields("{\"id\":\"gen-7\"}"));
        var slow = new OpenRouterCostListener(null, time, records::add);

        plain(slow)
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("Weather?"))
                        .parameters(OpenRouterChatRequestParameters.builder()
                                .sessionId("s-1")
                                .metadata(Map.of("team", "blue"))
                                .build())
                        .build());

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.time()).isEqualTo(FakeTime.START);
            assertThat(record.duration()).isEqualTo(Duration.ZERO);
            assertThat(record.generationId()).isEqualTo("gen-7");
            assertThat(record.modelRequested()).isEqualTo("gpt-4o");
            assertThat(record.modelServed()).isEqualTo(MODEL);
            assertThat(record.provider()).isEqualTo("Azure");
            assertThat(record.usage().inputTokenCount()).isEqualTo(12);
            assertThat(record.cost()).isEqualByComparingTo("0.00006");
            assertThat(record.sessionId()).isEqualTo("s-1");
            assertThat(record.tags()).containsExactly(Map.entry("team", "blue"));
            assertThat(record.successful()).isTrue();
        });
    }

    @Test
    void totals_equal_the_servers_ledger_over_plain_calls_streams_tool_loops_and_failures() {
        OpenRouterChatModel plain = plain(listener());
        IntStream.rangeClosed(1, 7).forEach(i -> plain.chat("word ".repeat(i)));
        stream("Tell me more");
        AiServices.builder(Assistant.class)
                .chatModel(plain)
                .tools(new Weather())
                .build()
                .chat("What is the weather in Paris?");
        server.answer(Answer.error(502, "upstream died")
                .envelope(Envelope.CHOICE)
                .partialText("Once")
                .usage(11, 2, "0.000123456789"));
        assertThatThrownBy(() -> plain.chat("fail")).isInstanceOf(InternalServerException.class);
        server.answer(Answer.error(502, "upstream died")
                .envelope(Envelope.CHOICE)
                .partialText("Once")
                .usage(11, 2, "0.000000000001"));
        stream("fail");
        server.answer(Answer.error(429, "busy"), Answer.error(429, "busy"));
        assertThatThrownBy(() -> plain.chat("busy")).isInstanceOf(RateLimitException.class);

        Total total = totals.total();
        assertThat(total.cost()).isEqualByComparingTo(server.ledger().cost()).isPositive();
        assertThat(total.inputTokens()).isEqualTo(server.ledger().promptTokens());
        assertThat(total.outputTokens()).isEqualTo(server.ledger().completionTokens());
        assertThat(total.calls()).isEqualTo(7 + 1 + 2 + 3);
        assertThat(total.failures()).isEqualTo(3);
    }

    @Test
    void a_failure_has_a_record_with_its_kind_and_what_it_cost() {
        server.answer(Answer.error(502, "upstream died")
                .envelope(Envelope.CHOICE)
                .partialText("Once")
                .usage(11, 2, "0.01"));

        assertThatThrownBy(() -> plain(listener()).chat("fail")).isInstanceOf(InternalServerException.class);

        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.error()).isEqualTo("InternalServerException");
            assertThat(record.cost()).isEqualByComparingTo("0.01");
            assertThat(record.generationId()).isNotNull();
        });
    }

    @Test
    void a_callback_that_throws_does_not_make_a_second_record() {
        var handler = new HandlerRecorder().in("text", () -> {
            throw new IllegalStateException("the user's own");
        });

        streaming().chat("hi", handler);
        handler.awaitAnswer();

        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.successful()).isTrue());
    }

    @Test
    void totals_are_kept_by_model_and_by_tag() {
        server.when(body -> true).answer(Answer.text("ok").usage(1, 1, "0.1"));
        OpenRouterChatModel model = plain(listener());
        tagged(model, "openai/gpt-4o", "blue");
        tagged(model, "openai/gpt-4o", "red");
        tagged(model, "openai/gpt-4o-mini", "blue");

        assertThat(totals.byModel()).hasSize(2);
        assertThat(totals.byModel().get("openai/gpt-4o").cost()).isEqualByComparingTo("0.2");
        assertThat(totals.byTag("team").get("blue").cost()).isEqualByComparingTo("0.2");
        assertThat(totals.byTag("team").get("red").calls()).isEqualTo(1);
        assertThat(totals.byTag("tenant")).isEmpty();
    }

    @Test
    void the_prompt_caches_saving_is_worked_out_with_the_catalogs_prices() {
        server.answer(Answer.text("ok").model("anthropic/claude-sonnet-4.6").cachedTokens(1000));
        var listener = new OpenRouterCostListener(openRouter.modelCatalog(), records::add);

        openRouter.chatModel().listeners(listener).build().chat("hi");

        OpenRouterPricing prices = openRouter
                .modelCatalog()
                .find("anthropic/claude-sonnet-4.6")
                .orElseThrow()
                .pricing();
        assertThat(records.get(0).cacheSaving())
                .isEqualByComparingTo(
                        prices.prompt().subtract(prices.inputCacheRead()).multiply(BigDecimal.valueOf(1000)));
    }

    @Test
    void a_sink_that_fails_neither_fails_the_call_nor_the_other_sinks() {
        OpenRouterCostSink broken = cost -> {
            throw new IllegalStateException("disk full");
        };

        String answer = plain(new OpenRouterCostListener(broken, records::add)).chat("hi");

        assertThat(answer).isNotEmpty();
        assertThat(records).hasSize(1);
    }

    @Test
    void csv_has_one_line_of_names_and_one_line_a_call(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("costs.csv");
        server.when(body -> true).answer(Answer.text("ok").provider("A, \"B\"").usage(1, 2, "0.00000000012"));

        plain(new OpenRouterCostListener(OpenRouterCostSink.csv(file))).chat("hi");
        tagged(plain(new OpenRouterCostListener(OpenRouterCostSink.csv(file))), MODEL, "blue");

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .startsWith("time,duration_ms,outcome,generation_id,model_requested,model_served,provider");
        assertThat(lines.get(1))
                .contains(",ok,", ",\"A, \"\"B\"\"\",1,2,", ",0.00000000012,")
                .endsWith(",");
        assertThat(lines.get(2)).endsWith(",\"{\"\"team\"\":\"\"blue\"\"}\"");
    }

    @Test
    void json_lines_have_one_object_a_call(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("costs.jsonl");
        server.when(body -> true).answer(Answer.text("ok").usage(1, 2, "0.00000000012"));
        OpenRouterChatModel model = plain(new OpenRouterCostListener(OpenRouterCostSink.jsonLines(file)));

        tagged(model, MODEL, "blue");
        tagged(model, MODEL, "red");

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .startsWith("{\"time\":\"")
                .contains("\"input_tokens\":1,", "\"cost_usd\":0.00000000012,", "\"cache_saving_usd\":null")
                .endsWith("\"tags\":{\"team\":\"blue\"}}");
    }

    private OpenRouterCostListener listener() {
        return new OpenRouterCostListener(totals, records::add);
    }

    private OpenRouterChatModel plain(OpenRouterCostListener listener) {
        return openRouter.chatModel().listeners(listener).build();
    }

    private OpenRouterStreamingChatModel streaming() {
        return openRouter.streamingChatModel().listeners(listener()).build();
    }

    private void stream(String question) {
        var handler = new HandlerRecorder();
        streaming().chat(question, (StreamingChatResponseHandler) handler);
        handler.awaitEnd();
    }

    private static ChatResponse tagged(OpenRouterChatModel model, String name, String team) {
        return model.chat(ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .modelName(name)
                        .metadata(Map.of("team", team))
                        .build())
                .build());
    }
}
