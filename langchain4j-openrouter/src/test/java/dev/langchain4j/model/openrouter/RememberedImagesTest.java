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
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images that a model has made, in a memory that has been written out and read again. */
@ExtendWith(OpenRouterServerExtension.class)
class RememberedImagesTest {

    private static final String IMAGES = "[{\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}},"
            + "{\"image_url\":{\"url\":\"https://example.com/second.webp\"}}]";

    private final OpenRouterServer server;

    RememberedImagesTest(OpenRouterServer server) {
        this.server = server;
    }

    @ParameterizedTest
    @EnumSource
    void go_back_to_the_model_where_that_is_asked_for(Style style) {
        assertThat(sentBack(style, true)).isEqualTo(IMAGES);
    }

    @ParameterizedTest
    @EnumSource
    void stay_away_where_it_is_not(Style style) {
        assertThat(sentBack(style, null)).isEmpty();
    }

    private String sentBack(Style style, Boolean sendImages) {
        server.answer(Answer.payload(Payloads.file(style.payload("images"))), Answer.text("Bluer."));
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("google/gemini-2.5-flash-image")
                .build()) {
            AiMessage answer = style.chat(openRouter, "Paint the sea").aiMessage();
            ChatMessage remembered =
                    ChatMessageDeserializer.messageFromJson(ChatMessageSerializer.messageToJson(answer));
            style.chat(
                    openRouter,
                    ChatRequest.builder()
                            .messages(List.of(
                                    UserMessage.from("Paint the sea"), remembered, UserMessage.from("Make it bluer")))
                            .parameters(OpenRouterChatRequestParameters.builder()
                                    .sendImages(sendImages)
                                    .build())
                            .build());
        }
        return server.lastChatRequest().at("/messages/1/images").toString();
    }
}
