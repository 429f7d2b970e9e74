package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the setters of {@link ChatBuilder} have set. */
record ChatSettings(
        OpenRouterChatRequestParameters parameters,
        Set<Capability> capabilities,
        List<ChatModelListener> listeners,
        @Nullable Boolean returnRawResponse) {}
