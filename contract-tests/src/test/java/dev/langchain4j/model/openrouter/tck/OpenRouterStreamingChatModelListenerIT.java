package dev.langchain4j.model.openrouter.tck;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import org.junit.jupiter.api.AutoClose;

/** LangChain4j's contract for the listeners of streaming chat models. */
class OpenRouterStreamingChatModelListenerIT extends AbstractStreamingChatModelListenerIT {

    @AutoClose
    private static final Target TARGET = Target.open();

    @Override
    protected StreamingChatModel createModel(ChatModelListener listener) {
        return builder(listener).build();
    }

    private OpenRouterStreamingChatModel.Builder builder(ChatModelListener listener) {
        return TARGET.streamingChatModel(modelName())
                .temperature(temperature())
                .topP(topP())
                .maxOutputTokens(maxTokens())
                .listeners(listener);
    }

    @Override
    protected String modelName() {
        return Target.model();
    }

    /** Offline it fails because of what it is asked. */
    @Override
    protected StreamingChatModel createFailingModel(ChatModelListener listener) {
        return Target.isLive() ? builder(listener).apiKey("sk-or-v1-wrong").build() : createModel(listener);
    }

    @Override
    protected Class<? extends Exception> expectedExceptionClass() {
        return AuthenticationException.class;
    }
}
