package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages are dropped until the request fits. */
@ExtendWith(OpenRouterServerExtension.class)
class ContextFittingTest {

    private static final String MODELS = """
            {"data":[
              {"id":"acme/small","context_length":4000,"top_provider":{"context_length":1300}},
              {"id":"acme/large","context_length":100000},
              {"id":"acme/half","context_length":100000},
              {"id":"acme/half:batch","context_length":1300},
              {"id":"acme/router"}]}""";

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();
    private final OpenRouter openRouter;

    ContextFittingTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .maxRetries(0)
                .time(time)
                .build();
    }

    @BeforeEach
    void models() {
        server.when(Match.path("/models")).answer(Answer.payload(MODELS));
        server.when(Match.path("/chat/completions")).answer(Answer.text("ok"));
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    /** Each message has about 100 tokens. */
    private static List<ChatMessage> conversation(int messages) {
        List<ChatMessage> all = new ArrayList<>();
        all.add(SystemMessage.from("be brief"));
        for (int i = 0; i < messages; i++) {
            String text = "x".repeat(360 - 4 * 4);
            all.add(i % 2 == messages % 2 ? AiMessage.from(text) : UserMessage.from(text));
        }
        return all;
    }

    @Test
    void a_limit_of_tokens_drops_the_oldest_messages() {
        model("acme/large").maxContextTokens(450).build().chat(conversation(10));

        assertThat(sent()).isEqualTo(3);
        assertThat(server.lastChatRequest().at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(server.requests("/models")).isEmpty();
    }

    @Test
    void the_tokens_of_tools_count_against_the_limit() {
        model("acme/large")
                .maxContextTokens(450)
                .build()
                .chat(ChatRequest.builder()
                        .messages(conversation(10))
                        .toolSpecifications(ToolSpecification.builder()
                                .name("look")
                                .description("y".repeat(600))
                                .build())
                        .build());

        assertThat(sent()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void thoughts_that_are_sent_back_count_whether_or_not_they_are_returned(boolean returned) {
        server.when(Match.path("/chat/completions")).answer(Answer.text("ok").thinking("x".repeat(360), "signature"));

        talk(model("acme/large").returnThinking(returned).maxContextTokens(300).build());

        assertThat(sent()).isEqualTo(5);
        assertThat(server.lastChatRequest()
                        .at("/messages/2/reasoning_details/0")
                        .toString())
                .contains("xxx");
    }

    @ParameterizedTest
    @CsvSource({"true, 5", "false, 11"})
    void images_of_answers_count_if_they_are_sent_back(boolean sendImages, int sent) {
        server.when(Match.path("/chat/completions"))
                .answer(Answer.text("ok")
                        .messageFields("{\"images\":[{\"image_url\":{\"url\":\"https://example.com/sea.png\"}}]}"));

        talk(model("acme/large").sendImages(sendImages).maxContextTokens(2500).build());

        assertThat(sent()).isEqualTo(sent);
    }

    /** Asks six short questions. */
    private static void talk(OpenRouterChatModel model) {
        List<ChatMessage> messages = new ArrayList<>(List.of(SystemMessage.from("be brief")));
        for (int i = 0; i < 6; i++) {
            messages.add(UserMessage.from("?"));
            messages.add(model.chat(messages).aiMessage());
        }
    }

    @Test
    void the_question_that_gemini_gets_for_one_that_is_missing_counts_too() {
        List<ChatMessage> calls = new ArrayList<>(calledAndAnswered("1"));
        calls.addAll(calledAndAnswered("2"));
        String gemini = "google/gemini-2.5-flash";
        int tokens = new OpenRouterTokenCountEstimator(gemini).estimateTokenCountInMessages(calls);

        model(gemini).maxContextTokens(tokens).build().chat(calls);

        assertThat(server.lastChatRequest().at("/messages").findValuesAsText("role"))
                .containsExactly("user", "assistant", "tool");
    }

    @Test
    void the_question_for_gemini_takes_no_place_of_another_message() {
        List<ChatMessage> calls = new ArrayList<>(calledAndAnswered("1"));
        calls.addAll(calledAndAnswered("2"));

        model("google/gemini-2.5-flash").maxContextMessages(4).build().chat(calls);

        assertThat(server.lastChatRequest().at("/messages").findValuesAsText("role"))
                .containsExactly("user", "assistant", "tool", "assistant", "tool");
    }

    @Test
    void gemini_gets_a_question_if_what_fits_begins_with_a_call() {
        String gemini = "google/gemini-2.5-flash";
        List<ChatMessage> kept = new ArrayList<>(calledAndAnswered("1"));
        kept.add(UserMessage.from("(Earlier messages are missing.)"));
        int tokens = new OpenRouterTokenCountEstimator(gemini).estimateTokenCountInMessages(kept);
        List<ChatMessage> greeted = new ArrayList<>(List.of(AiMessage.from("Welcome! ".repeat(100))));
        greeted.addAll(calledAndAnswered("1"));

        model(gemini).maxContextTokens(tokens).build().chat(greeted);

        assertThat(server.lastChatRequest().at("/messages").findValuesAsText("role"))
                .containsExactly("user", "assistant", "tool");
    }

    @Test
    void a_greeting_before_the_first_call_is_no_question_for_gemini() {
        List<ChatMessage> greeted = new ArrayList<>(List.of(AiMessage.from("Welcome!")));
        greeted.addAll(calledAndAnswered("1"));

        model("google/gemini-2.5-flash").build().chat(greeted);

        assertThat(server.lastChatRequest().at("/messages").findValuesAsText("role"))
                .containsExactly("assistant", "user", "assistant", "tool");
    }

    private static List<ChatMessage> calledAndAnswered(String id) {
        ToolExecutionRequest call = ToolExecutionRequest.builder()
                .id(id)
                .name("look")
                .arguments("{}")
                .build();
        return List.of(AiMessage.from(call), ToolExecutionResultMessage.from(id, "look", "nothing"));
    }

    @Test
    void what_must_stay_is_sent_even_if_it_is_too_long() {
        model("acme/large").maxContextTokens(10).build().chat(conversation(5));

        assertThat(sent()).isEqualTo(1);
    }

    @Test
    void a_result_that_is_too_long_is_sent_all_the_same_so_that_the_model_does_not_ask_for_it_again() {
        List<ChatMessage> looked = new ArrayList<>(List.of(UserMessage.from("Anything new?")));
        looked.addAll(calledAndAnswered("1"));

        for (var limited : List.of(
                model("acme/large").maxContextTokens(10), model("acme/large").maxContextMessages(1))) {
            limited.build().chat(looked);
            assertThat(server.lastChatRequest().at("/messages").findValuesAsText("role"))
                    .containsExactly("user", "assistant", "tool");
        }
    }

    @Test
    void the_models_context_less_the_answer_is_the_limit_if_asked_for() {
        model("acme/small").maxOutputTokens(800).fitContext(true).build().chat(conversation(10));

        assertThat(sent())
                .isEqualTo(3); // (1300 - 800) / 100, less what every message and the answer need, from a question on
    }

    @Test
    void without_a_longest_answer_a_quarter_is_left_for_it() {
        model("acme/small").fitContext(true).build().chat(conversation(20));

        assertThat(sent()).isEqualTo(9); // 975 / 100
    }

    @Test
    void the_shortest_context_of_model_and_fallbacks_counts() {
        model("acme/large")
                .fallbackModels("acme/small")
                .maxOutputTokens(800)
                .fitContext(true)
                .build()
                .chat(conversation(10));

        assertThat(sent()).isEqualTo(3);
    }

    @Test
    void a_limit_that_is_set_wins() {
        model("acme/small").maxContextTokens(10_000).fitContext(true).build().chat(conversation(20));

        assertThat(sent()).isEqualTo(20);
        assertThat(server.requests("/models")).isEmpty();
    }

    @Test
    void a_router_has_no_limit() {
        model("acme/router").fitContext(true).build().chat(conversation(50));
        model("openrouter/auto").fitContext(true).build().chat(conversation(50));

        assertThat(sent()).isEqualTo(50);
    }

    @Test
    void without_a_catalog_nothing_is_dropped_and_it_is_asked_for_again_after_a_minute() {
        server.when(Match.path("/models")).answer(Answer.error(500, "Internal Server Error"), Answer.payload(MODELS));
        OpenRouterChatModel model = model("acme/small").fitContext(true).build();

        model.chat(conversation(20));
        model.chat(conversation(20));
        assertThat(sent()).isEqualTo(20);
        assertThat(server.requests("/models")).hasSize(1);

        time.advance(Duration.ofSeconds(61));
        model.chat(conversation(20));
        assertThat(sent()).isEqualTo(9);
    }

    @Test
    void a_stream_and_a_call_without_a_waiting_thread_fit_too() {
        OpenRouterStreamingChatModel streaming = openRouter
                .streamingChatModel()
                .modelName("acme/small")
                .maxOutputTokens(800)
                .fitContext(true)
                .build();
        HandlerRecorder handler = new HandlerRecorder();

        streaming.chat(conversation(10), handler);
        handler.awaitAnswer();
        assertThat(sent()).isEqualTo(3);

        model("acme/small")
                .maxOutputTokens(900)
                .fitContext(true)
                .build()
                .chatAsync(conversation(10).toArray(ChatMessage[]::new))
                .join();
        assertThat(sent()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme/small", "acme/small:batch", "acme/half"})
    void every_request_of_a_batch_fits_too(String modelName) {
        server.when(Match.path("/batches")).answer(Answer.payload("{\"id\":\"batch_1\",\"status\":\"validating\"}"));

        openRouter
                .batchChatModel()
                .modelName(modelName)
                .maxOutputTokens(800)
                .fitContext(true)
                .build()
                .submit(new BatchRequest<>(
                        List.of(ChatRequest.builder().messages(conversation(10)).build())));

        JsonNode line = server.requests("/batches").get(0).body().at("/requests/0/body");
        assertThat(line.path("messages")).hasSize(1 + 3);
    }

    private OpenRouterChatModel.Builder model(String name) {
        return openRouter.chatModel().modelName(name);
    }

    /** Messages of the last request without the system message. */
    private int sent() {
        JsonNode messages = server.lastChatRequest().path("messages");
        return messages.size() - 1;
    }
}
