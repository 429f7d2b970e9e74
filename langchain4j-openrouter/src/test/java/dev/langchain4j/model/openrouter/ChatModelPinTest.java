package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A request that asks its router to stay with a model names that model. */
@ExtendWith(OpenRouterServerExtension.class)
class ChatModelPinTest {

    private static final UserMessage QUESTION = UserMessage.from("hi");
    private static final UserMessage NEXT = UserMessage.from("and now?");

    private final OpenRouterServer server;
    private final OpenRouter openRouter;

    ChatModelPinTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openrouter/auto")
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_pinned_router_is_told_which_model_has_answered(Style style) {
        server.answer(Answer.payload(Payloads.file(style.payload("text"))));

        AiMessage answer = style.chat(openRouter, pinned(QUESTION)).aiMessage();
        ChatMessage remembered = ChatMessageDeserializer.messageFromJson(ChatMessageSerializer.messageToJson(answer));

        assertThat(RequestPayload.of("openrouter/auto", pinned(QUESTION, remembered, NEXT)))
                .isEqualTo(RequestPayload.file("pinned-model.json"));
    }

    @ParameterizedTest
    @EnumSource
    void no_model_is_remembered_unless_it_is_pinned(Style style) {
        server.answer(Answer.payload(Payloads.file(style.payload("text"))));

        assertThat(style.chat(openRouter, "hi").aiMessage().attributes()).isEmpty();
    }

    @Test
    void a_remembered_model_is_not_sent_unless_it_is_pinned() {
        AiMessage answer = AiMessage.builder()
                .text("Hello")
                .attributes(Map.of("model", "openai/gpt-5.2"))
                .build();

        assertThat(RequestPayload.treeOf(ChatRequest.builder()
                                .messages(QUESTION, answer, NEXT)
                                .build())
                        .at("/messages/1")
                        .has("model"))
                .isFalse();
    }

    private static ChatRequest pinned(ChatMessage... messages) {
        return ChatRequest.builder()
                .messages(messages)
                .parameters(OpenRouterChatRequestParameters.builder()
                        .plugins(OpenRouterPlugin.autoRouter().pinModel(true))
                        .build())
                .build();
    }
}
