package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import java.util.function.UnaryOperator;

/** The requests of the questions. */
final class Requests {

    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

    private Requests() {}

    /** For one word, with parameters of ours. */
    static ChatRequest word(String model, UnaryOperator<OpenRouterChatRequestParameters.Builder> parameters) {
        return said(model, UserMessage.from(Prompts.WORD), parameters);
    }

    static ChatRequest said(
            String model, UserMessage message, UnaryOperator<OpenRouterChatRequestParameters.Builder> parameters) {
        OpenRouterChatRequestParameters.Builder builder = OpenRouterChatRequestParameters.builder();
        builder.modelName(model).maxOutputTokens(Live.SHORT);
        return ChatRequest.builder()
                .messages(message)
                .parameters(parameters.apply(builder).build())
                .build();
    }

    static ChatRequest withImage(String model) {
        return said(
                model,
                UserMessage.from(TextContent.from(Prompts.WORD), ImageContent.from(PIXEL, "image/png")),
                parameters -> parameters);
    }

    /** A schema with a property that may be absent, which strict mode would not take. */
    static ResponseFormat person() {
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(JsonSchema.builder()
                        .name("person")
                        .rootElement(JsonObjectSchema.builder()
                                .addStringProperty("name")
                                .addIntegerProperty("age")
                                .required("name")
                                .build())
                        .build())
                .build();
    }
}
