package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What survives a tool loop of AI Services whose memory is written out as JSON: reasoning, arguments, cost. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class ToolLoopTest {

    private final OpenRouterServer server;
    private final OpenRouter openRouter;
    private final MessageWindowChatMemory memory = MessageWindowChatMemory.builder()
            .maxMessages(20)
            .chatMemoryStore(new JsonStore())
            .build();

    ToolLoopTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-5.2")
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    interface Assistant {
        Result<String> chat(String question);
    }

    interface StreamingAssistant {
        TokenStream chat(String question);
    }

    static final class Weather {
        @Tool(name = "get_weather")
        String weather(String city) {
            return "sunny";
        }

        @Tool(name = "write_file")
        void write(String text) {
            throw new AssertionError("was run with half of its arguments: " + text);
        }
    }

    static Stream<Arguments> reasoning() {
        return Stream.of(Style.values())
                .flatMap(style -> Stream.of(
                                "claude-thinking-tool-call", "gemini-thinking-tool-call", "openai-reasoning-tool-call")
                        .map(payload -> Arguments.of(style, payload)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("reasoning")
    void reasoning_and_arguments_come_back_as_they_were_sent_and_once(Style style, String payload) throws Exception {
        JsonNode said = message(payload);
        server.answer(payload(style, payload), Answer.text("It is sunny."), Answer.text("Any time."));

        ask(style, "How is the weather?");
        assertThat(assistantMessage().path("reasoning_details")).isEqualTo(said.path("reasoning_details"));

        ask(style, "Thank you"); // from a memory that has been written out and read again
        JsonNode sent = assistantMessage();
        assertThat(sent.path("reasoning_details")).isEqualTo(said.path("reasoning_details"));
        assertThat(sent.has("reasoning")).isFalse();
        assertThat(sent.at("/tool_calls/0/id")).isEqualTo(said.at("/tool_calls/0/id"));
        assertThat(sent.at("/tool_calls/0/function/arguments")).isEqualTo(said.at("/tool_calls/0/function/arguments"));
        assertThat(server.lastChatRequest().findValues("reasoning_details")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ASYNC")
    void reasoning_of_claude_that_has_no_signature_is_not_sent_back(Style style) throws Exception {
        server.answer(payload(style, "claude-unsigned-thinking-tool-call"), Answer.text("It is sunny."));

        ask(style, "How is the weather?");

        assertThat(assistantMessage().path("tool_calls")).hasSize(1);
        assertThat(server.lastChatRequest().toString()).doesNotContain("Cut before its signature");
    }

    @Test
    void a_conversation_goes_on_after_calls_that_never_got_a_result() {
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(openRouter.chatModel().build())
                .tools(new Weather())
                .chatMemory(memory)
                .build();
        server.answer(
                Answer.toolCall("get_weather", "{\"city\":\"Oslo\"}").andToolCall("no_such_tool", "{}"),
                Answer.text("Sorry."));
        assertThatThrownBy(() -> assistant.chat("How is the weather?")).hasMessageContaining("no_such_tool");

        assistant.chat("And now?");

        JsonNode messages = server.lastChatRequest().path("messages");
        assertThat(messages.findValuesAsText("role")).containsExactly("user", "assistant", "tool", "tool", "user");
        assertThat(messages.findValuesAsText("tool_call_id"))
                .isEqualTo(messages.path(1).path("tool_calls").findValuesAsText("id"));
        assertThat(messages.path(3).path("content").asText()).startsWith("No result");
        assertThat(memory.messages()).noneMatch(message -> message.toString().contains("No result"));
    }

    @ParameterizedTest
    @EnumSource
    void a_question_after_results_that_nobody_answered_goes_to_mistral_too(Style style) {
        OpenRouterChatRequestParameters mistral = OpenRouterChatRequestParameters.builder()
                .modelName("mistralai/mistral-large-2512")
                .build();
        OpenRouterChatRequestParameters fallback = OpenRouterChatRequestParameters.builder()
                .fallbackModels("mistralai/mistral-large-2512")
                .build();
        OpenRouterChatRequestParameters other = OpenRouterChatRequestParameters.builder()
                .modelName("openai/gpt-4o")
                .build();

        String[] answered = {"sunny", "(No answer.)", "And now?", "sunny", "(No answer.)", "Thank you"};
        assertThat(contentsAfterUnansweredResults(style, mistral)).containsExactly(answered);
        assertThat(contentsAfterUnansweredResults(style, fallback)).containsExactly(answered);
        assertThat(contentsAfterUnansweredResults(style, other))
                .containsExactly("sunny", "And now?", "sunny", "Thank you");
    }

    @Test
    void an_answer_that_was_added_for_mistral_takes_no_place_of_another_message() {
        ToolExecutionRequest call =
                ToolExecutionRequest.builder().name("get_weather").build();
        server.answer(Answer.text("Still sunny."));

        openRouter
                .chatModel()
                .modelName("mistralai/mistral-large-2512")
                .maxContextMessages(4)
                .build()
                .chat(
                        UserMessage.from("How is the weather?"),
                        AiMessage.from(call),
                        ToolExecutionResultMessage.from(call, "sunny"),
                        UserMessage.from("And now?"));

        assertThat(sentRoles()).containsExactly("user", "assistant", "tool", "assistant", "user");
    }

    @ParameterizedTest
    @CsvSource({
        "google/gemini-2.5-flash, system user assistant tool assistant tool",
        "~google/gemini-flash-latest, system user assistant tool assistant tool",
        "openai/gpt-4o, system assistant tool assistant tool"
    })
    void a_turn_with_more_calls_than_the_memory_holds_goes_to_gemini_too(String modelName, String roles) {
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(openRouter.chatModel().modelName(modelName).build())
                .tools(new Weather())
                .chatMemory(MessageWindowChatMemory.withMaxMessages(5))
                .systemMessageProvider(id -> "You know the weather.")
                .build();
        Answer call = Answer.toolCall("get_weather", "{\"city\":\"Oslo\"}");
        server.answer(call, call, call, Answer.text("Sunny."));

        assistant.chat("How is the weather?");

        assertThat(sentRoles()).containsExactly(roles.split(" "));
    }

    /** LangChain4j's memory puts a changed one at its end. */
    @Test
    void a_system_message_that_changes_goes_to_mistral_too() {
        AtomicInteger turns = new AtomicInteger();
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(openRouter
                        .chatModel()
                        .modelName("mistralai/mistral-large-2512")
                        .maxRetries(0)
                        .build())
                .tools(new Weather())
                .chatMemory(memory)
                .systemMessageProvider(id -> "This is turn " + turns.incrementAndGet())
                .build();
        server.answer(
                Answer.text("Hello."),
                Answer.toolCall("get_weather", "{\"city\":\"Oslo\"}"),
                Answer.error(500, "Internal error"),
                Answer.text("Sunny."));

        assistant.chat("Hi");
        assertThatThrownBy(() -> assistant.chat("How is the weather?")).isInstanceOf(InternalServerException.class);
        assertThat(sentRoles()).containsExactly("system", "user", "assistant", "user", "assistant", "tool");
        assistant.chat("And now?");

        assertThat(sentRoles())
                .containsExactly("system", "user", "assistant", "user", "assistant", "tool", "assistant", "user");
        assertThat(server.lastChatRequest().at("/messages/0/content").toString())
                .contains("This is turn 3");
    }

    private List<String> sentRoles() {
        return server.lastChatRequest().path("messages").findValuesAsText("role");
    }

    private List<String> contentsAfterUnansweredResults(Style style, OpenRouterChatRequestParameters parameters) {
        ToolExecutionRequest call = ToolExecutionRequest.builder()
                .id("call00001")
                .name("get_weather")
                .arguments("{\"city\":\"Oslo\"}")
                .build();
        ToolExecutionResultMessage result = ToolExecutionResultMessage.from(call, "sunny");
        server.answer(Answer.text("Still sunny."));
        style.chat(
                openRouter,
                ChatRequest.builder()
                        .messages(
                                UserMessage.from("How is the weather?"),
                                AiMessage.from(call),
                                result,
                                UserMessage.from("And now?"),
                                AiMessage.from(call),
                                result,
                                AiMessage.from(""), // is not sent
                                UserMessage.from("Thank you"),
                                AiMessage.from(call),
                                result)
                        .parameters(parameters)
                        .build());
        List<String> contents = new ArrayList<>();
        server.lastChatRequest().path("messages").forEach(message -> {
            if (message.path("content").isTextual()) {
                contents.add(message.path("content").asText());
            }
        });
        return contents.subList(1, contents.size() - 1);
    }

    /** LangChain4j's memory drops a call without a result that comes after another message. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ASYNC")
    void a_conversation_goes_on_after_the_memory_has_dropped_a_call_without_its_result(Style style) throws Exception {
        ChatMemory small = MessageWindowChatMemory.withMaxMessages(3);
        small.add(
                UserMessage.from("How is the weather?"),
                AiMessage.from(ToolExecutionRequest.builder()
                        .id("c")
                        .name("get_weather")
                        .arguments("{}")
                        .build()),
                UserMessage.from("Are you there?"),
                ToolExecutionResultMessage.from("c", "get_weather", "sunny"),
                AiMessage.from("Yes."));
        memory.add(small.messages());
        server.answer(Answer.text("Sunny."));

        ask(style, "And now?");

        assertThat(memory.messages()).contains(small.messages().get(1)).hasSize(5);
        assertThat(server.lastChatRequest().path("messages").findValuesAsText("role"))
                .containsExactly("user", "assistant", "user");
    }

    /** Without the result, the model would call the tool again and again. */
    @Test
    void a_caller_who_forgot_the_call_before_its_result_hears_of_it() {
        assertThatThrownBy(() -> openRouter
                        .chatModel()
                        .build()
                        .chat(
                                UserMessage.from("How is the weather?"),
                                ToolExecutionResultMessage.from("c", "get_weather", "sunny")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("tool_calls");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ASYNC")
    void a_tool_may_ask_the_assistant_that_called_it(Style style) throws Exception {
        Assistant inner = AiServices.builder(Assistant.class)
                .chatModel(openRouter.chatModel().build())
                .chatMemory(memory)
                .build();
        Object askingTool = new Object() {
            @Tool
            String translate() {
                return inner.chat("What is 'sun' in Latin?").content();
            }
        };
        server.answer(
                Answer.toolCall("translate", "{}"),
                Answer.text("It is sol."),
                Answer.text("They call it sol."),
                Answer.text("Any time."));

        ask(style, "What do Romans call the sun?", askingTool);
        ask(style, "Thank you", askingTool);

        JsonNode messages = server.lastChatRequest().path("messages");
        assertThat(messages.findValuesAsText("content"))
                .containsExactly(
                        "What is 'sun' in Latin?",
                        "It is sol.",
                        "What do Romans call the sun?",
                        "null",
                        "It is sol.",
                        "They call it sol.",
                        "Thank you");
        assertThat(messages.findValuesAsText("role"))
                .containsExactly("user", "assistant", "user", "assistant", "tool", "assistant", "user");
    }

    /** LangChain4j's memory puts a system message that has changed at its end. */
    @Test
    void nothing_stands_between_calls_and_their_results_if_the_system_message_has_changed() {
        AtomicInteger hour = new AtomicInteger(9);
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(openRouter.chatModel().build())
                .tools(new Weather())
                .systemMessageProvider(user -> "It is " + hour.getAndIncrement() + " o'clock.")
                .chatMemory(memory)
                .build();
        server.answer(
                Answer.toolCall("get_weather", "{\"city\":\"Oslo\"}").andToolCall("no_such_tool", "{}"),
                Answer.text("Sorry."));
        assertThatThrownBy(() -> assistant.chat("How is the weather?")).hasMessageContaining("no_such_tool");

        assistant.chat("And now?");

        assertThat(server.lastChatRequest().path("messages").findValuesAsText("role"))
                .containsExactly("user", "assistant", "tool", "tool", "system", "user");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ASYNC")
    void a_call_that_was_cut_off_is_not_run(Style style) throws Exception {
        server.answer(payload(style, "tool-call-cut-off"), Answer.text("Written."));

        Told told = ask(style, "Write a long story");

        assertThat(told.metadata().finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(told.metadata().cutOffToolCalls()).hasSize(1);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ASYNC")
    void a_call_that_was_cut_off_before_its_arguments_is_not_run_without(Style style) throws Exception {
        server.answer(payload(style, "tool-call-cut-off-early"), Answer.text("Written."));

        Told told = ask(style, "Write a long story");

        assertThat(told.metadata().finishReason()).isEqualTo(FinishReason.LENGTH);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ASYNC")
    void the_cost_of_a_loop_is_the_sum_of_its_calls_to_the_last_digit(Style style) throws Exception {
        server.answer(
                Answer.toolCall("get_weather", "{\"arg0\":\"Rome\"}").usage(10, 2, "0.0000001"),
                Answer.toolCall("get_weather", "{\"arg0\":\"Oslo\"}").usage(20, 3, "0.12345678901234567"),
                Answer.text("Sunny.").usage(30, 4, "0.3").provider("Azure").cachedTokens(5));

        Told told = ask(style, "How is the weather?");

        assertThat(told.usage().cost())
                .isEqualByComparingTo(server.ledger().cost())
                .isEqualByComparingTo("0.42345688901234567");
        assertThat(told.usage().inputTokenCount()).isEqualTo(60);
        assertThat(told.usage().cachedInputTokens()).isEqualTo(5);
        assertThat(told.metadata().provider()).isEqualTo("Azure");
        assertThat(told.metadata().generationId()).isNotBlank();
    }

    /** What AI Services tell of a whole loop: the usage is the sum, the metadata those of the last call. */
    private record Told(OpenRouterTokenUsage usage, OpenRouterChatResponseMetadata metadata) {

        Told(TokenUsage usage, ChatResponse last) {
            this((OpenRouterTokenUsage) usage, (OpenRouterChatResponseMetadata) last.metadata());
        }
    }

    private Told ask(Style style, String question) throws Exception {
        return ask(style, question, new Weather());
    }

    private Told ask(Style style, String question, Object tools) throws Exception {
        if (style == Style.PLAIN) {
            Result<String> result = AiServices.builder(Assistant.class)
                    .chatModel(openRouter.chatModel().build())
                    .chatMemory(memory)
                    .tools(tools)
                    .build()
                    .chat(question);
            return new Told(result.tokenUsage(), result.finalResponse());
        }
        StreamingAssistant assistant = AiServices.builder(StreamingAssistant.class)
                .streamingChatModel(
                        style.streaming(openRouter.streamingChatModel().build()))
                .chatMemory(memory)
                .tools(tools)
                .build();
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        assistant
                .chat(question)
                .onPartialResponse(text -> {})
                .onCompleteResponse(answer::complete)
                .onError(answer::completeExceptionally)
                .start();
        ChatResponse last = answer.get(20, TimeUnit.SECONDS);
        return new Told(last.tokenUsage(), last);
    }

    /** The message with the tool call, as the last request repeats it. */
    private JsonNode assistantMessage() {
        for (JsonNode message : server.lastChatRequest().path("messages")) {
            if (message.has("tool_calls")) {
                return message;
            }
        }
        throw new AssertionError("No tool call in " + server.lastChatRequest());
    }

    private static Answer payload(Style style, String name) {
        return Answer.payload(Payloads.file(style.payload(name)));
    }

    private static JsonNode message(String payload) throws Exception {
        return new ObjectMapper()
                .readTree(Payloads.text("answers/" + payload + ".json"))
                .at("/choices/0/message");
    }

    /** A memory that keeps JSON, as a database would. */
    private static final class JsonStore implements ChatMemoryStore {

        private final Map<Object, String> stored = new ConcurrentHashMap<>();

        @Override
        public List<ChatMessage> getMessages(Object memoryId) {
            String json = stored.get(memoryId);
            return json == null ? List.of() : ChatMessageDeserializer.messagesFromJson(json);
        }

        @Override
        public void updateMessages(Object memoryId, List<ChatMessage> messages) {
            stored.put(memoryId, ChatMessageSerializer.messagesToJson(messages));
        }

        @Override
        public void deleteMessages(Object memoryId) {
            stored.remove(memoryId);
        }
    }
}
