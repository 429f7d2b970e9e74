package dev.langchain4j.model.openrouter.tck;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import org.junit.jupiter.api.AutoClose;

/** LangChain4j's contract for the listeners of chat models. */
class OpenRouterChatModelListenerIT extends AbstractChatModelListenerIT {

    @AutoClose
    private static final Target TARGET = Target.open();

    @Override
    protected ChatModel createModel(ChatModelListener listener) {
        return builder(listener).build();
    }

    private OpenRouterChatModel.Builder builder(ChatModelListener listener) {
        return TARGET.chatModel(modelName())
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
    protected ChatModel createFailingModel(ChatModelListener listener) {
        return Target.isLive() ? builder(listener).apiKey("sk-or-v1-wrong").build() : createModel(listener);
    }

    @Override
    protected Class<? extends Exception> expectedExceptionClass() {
        return AuthenticationException.class;
    }
}
