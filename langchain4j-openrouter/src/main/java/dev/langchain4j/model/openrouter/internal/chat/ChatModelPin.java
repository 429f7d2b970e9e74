package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a router stays with the model that answered before. OpenRouter stores no conversations: it reads the model
 * from an earlier answer in the request.
 *
 * @param asked whether the request asks for it
 */
public record ChatModelPin(boolean asked) {

    /** The response, with the model in its message. */
    public ChatResponse note(ChatResponse response) {
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
