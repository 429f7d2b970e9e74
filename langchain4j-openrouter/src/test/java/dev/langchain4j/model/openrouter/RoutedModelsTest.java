package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LlmVisibleToolExecutionException;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.router.ChatModelRouter;
import dev.langchain4j.model.chat.router.ChatModelRoutingRequest;
import dev.langchain4j.model.chat.router.ChatModelRoutingResult;
import dev.langchain4j.model.chat.router.RoutingChatModel;
import dev.langchain4j.model.chat.router.RoutingStreamingChatModel;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.support.SubscriberRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.service.AiServices;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** LangChain4j's routers over models of OpenRouter lose nothing of the answer, and add nothing to the request. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class RoutedModelsTest {

    private static final String FAST = "openai/gpt-4o-mini";
    private static final String THOROUGH = "anthropic/claude-sonnet-4.6";

    private final OpenRouterServer server;
    private final OpenRouter openRouter;

    RoutedModelsTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_routed_answer_keeps_its_metadata_and_usage_and_its_route_is_not_sent(Style style) {
        server.answer(Answer.text("Hello").usage(3, 2, "0.0004"), Answer.text("Good bye"));

        ChatResponse response = chat(
                style,
                ChatRequest.builder().messages(UserMessage.from("hard one")).build());

        AiMessage first = response.aiMessage();
        assertThat(server.lastChatRequest().path("model").asText()).isEqualTo(THOROUGH);
        assertThat(first.attribute("chat_model_route", String.class)).isEqualTo("thorough");
        assertThat(response.metadata()).isInstanceOf(OpenRouterChatResponseMetadata.class);
        assertThat(((OpenRouterTokenUsage) response.tokenUsage()).cost()).isEqualByComparingTo("0.0004");

        chat(
                style,
                ChatRequest.builder()
                        .messages(UserMessage.from("hard one"), first, UserMessage.from("thank you"))
                        .build());

        assertThat(server.lastChatRequest().path("model").asText()).isEqualTo(FAST);
        assertThat(server.lastChatRequest().toString()).doesNotContain("route", "thorough");
    }

    @Test
    void a_schema_goes_to_the_route_that_supports_schemas() {
        server.answer(Answer.text("{}"));
        ChatModel without = openRouter
                .chatModel()
                .modelName(THOROUGH)
                .supportedCapabilities(Set.of())
                .build();
        ChatModel with = openRouter
                .chatModel()
                .modelName(FAST)
                .supportedCapabilities(Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA))
                .build();
        ResponseFormat schema = ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name("Thing")
                        .rootElement(JsonObjectSchema.builder().build())
                        .build())
                .build();

        RoutingChatModel.builder()
                .route("without", without)
                .route("with", with)
                .router(new Router("with"))
                .defaultRoute("without")
                .build()
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("A thing"))
                        .responseFormat(schema)
                        .build());

        assertThat(server.lastChatRequest().path("model").asText()).isEqualTo(FAST);
    }

    interface Assistant {
        String chat(String question);
    }

    static final class Shop {
        @Tool
        int stock(@P("article") String article) {
            throw new LlmVisibleToolExecutionException("Article " + article + " is unknown: ask for another");
        }
    }

    @Test
    void a_tool_loop_stays_on_its_route_and_the_model_reads_why_a_tool_failed() {
        server.answer(Answer.toolCall("stock", "{\"article\":\"x\"}"), Answer.text("There is no x."));

        String answer = AiServices.builder(Assistant.class)
                .chatModel(routed())
                .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                .tools(new Shop())
                .build()
                .chat("hard one");

        assertThat(answer).isEqualTo("There is no x.");
        assertThat(server.requests())
                .allSatisfy(request ->
                        assertThat(request.body().path("model").asText()).isEqualTo(THOROUGH));
        assertThat(server.lastChatRequest().at("/messages/2/role").asText()).isEqualTo("tool");
        assertThat(server.lastChatRequest().at("/messages/2/content").asText())
                .isEqualTo("Article x is unknown: ask for another");
    }

    @Test
    void a_route_that_fails_throws_what_its_model_throws() {
        server.answer(Answer.error(402, "Insufficient credits"));

        assertThatThrownBy(() -> routed().chat("hard one")).isInstanceOf(OpenRouterInsufficientCreditsException.class);
    }

    private ChatResponse chat(Style style, ChatRequest request) {
        return switch (style) {
            case PLAIN -> routed().chat(request);
            case ASYNC -> Async.result(routed().chatAsync(request));
            case STREAMING -> {
                var handler = new HandlerRecorder();
                streaming().chat(request, handler);
                yield handler.response();
            }
            case PUBLISHED ->
                SubscriberRecorder.of(streaming().chat(request))
                        .request(Long.MAX_VALUE)
                        .awaitAnswer();
        };
    }

    private ChatModel routed() {
        return RoutingChatModel.builder()
                .route("fast", openRouter.chatModel().modelName(FAST).build())
                .route("thorough", openRouter.chatModel().modelName(THOROUGH).build())
                .router(new Router(null))
                .defaultRoute("fast")
                .build();
    }

    private StreamingChatModel streaming() {
        return RoutingStreamingChatModel.builder()
                .route("fast", openRouter.streamingChatModel().modelName(FAST).build())
                .route(
                        "thorough",
                        openRouter.streamingChatModel().modelName(THOROUGH).build())
                .router(new Router(null))
                .defaultRoute("fast")
                .build();
    }

    /** By the words of the last question, unless there is only one way. */
    private record Router(String always) implements ChatModelRouter {

        @Override
        public ChatModelRoutingResult route(ChatModelRoutingRequest request) {
            if (always != null) {
                return ChatModelRoutingResult.route(always);
            }
            var messages = request.chatRequest().messages();
            var last = messages.get(messages.size() - 1);
            return ChatModelRoutingResult.route(
                    last instanceof UserMessage user && user.singleText().contains("hard") ? "thorough" : "fast");
        }

        @Override
        public CompletableFuture<ChatModelRoutingResult> routeAsync(ChatModelRoutingRequest request) {
            return CompletableFuture.completedFuture(route(request));
        }
    }
}
