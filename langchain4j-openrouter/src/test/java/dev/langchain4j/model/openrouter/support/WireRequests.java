package dev.langchain4j.model.openrouter.support;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.RequestMessage;
import dev.langchain4j.model.openrouter.internal.api.chat.RequestMessages;
import java.util.List;
import java.util.Map;

/** Minimal chat requests. */
public final class WireRequests {

    private WireRequests() {}

    /** Only these messages and these fields without a component of their own. */
    public static ChatCompletionRequest of(List<RequestMessage> messages, Map<String, Object> extensions) {
        return new ChatCompletionRequest(
                null,
                RequestMessages.of(messages),
                List.of(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                extensions,
                false);
    }
}
