package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a router is to stay with the model that answered before. OpenRouter keeps no conversations: it goes by the model
 * that an earlier answer is sent back with.
 *
 * @param asked whether the request asks for it
 */
record ChatModelPin(boolean asked) {

    static ChatModelPin of(OpenRouterChatRequestParameters parameters) {
        return new ChatModelPin(parameters.plugins().stream()
                .anyMatch(plugin -> Boolean.TRUE.equals(plugin.toMap().get("pin_model"))));
    }

    /** The response, with a message that remembers the model. */
    ChatResponse note(ChatResponse response) {
        String model = response.metadata().modelName();
        if (!asked || model == null) {
            return response;
        }
        Map<String, Object> attributes = new HashMap<>(response.aiMessage().attributes());
        attributes.put(ChatMessageAttributes.MODEL, model);
        return response.toBuilder()
                .aiMessage(
                        response.aiMessage().toBuilder().attributes(attributes).build())
                .build();
    }

    @Nullable
    String modelOf(AiMessage answer) {
        return asked && answer.attributes().get(ChatMessageAttributes.MODEL) instanceof String model ? model : null;
    }
}
