package dev.langchain4j.model.openrouter.tck;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import org.junit.jupiter.api.AutoClose;

/** LangChain4j's contract for the listeners of chat models. */
class OpenRouterChatModelListenerIT extends AbstractChatModelListenerIT {

    @AutoClose
    private static final OpenRouterServer SERVER = TckScript.start();

    @Override
    protected ChatModel createModel(ChatModelListener listener) {
        return OpenRouterChatModel.builder()
                .baseUrl(SERVER.baseUrl())
                .apiKey(SERVER.apiKey())
                .modelName(modelName())
                .temperature(temperature())
                .topP(topP())
                .maxOutputTokens(maxTokens())
                .listeners(listener)
                .build();
    }

    @Override
    protected String modelName() {
        return "openai/gpt-4o-mini";
    }

    /** Fails because of what it is asked. */
    @Override
    protected ChatModel createFailingModel(ChatModelListener listener) {
        return createModel(listener);
    }

    @Override
    protected Class<? extends Exception> expectedExceptionClass() {
        return AuthenticationException.class;
    }
}
