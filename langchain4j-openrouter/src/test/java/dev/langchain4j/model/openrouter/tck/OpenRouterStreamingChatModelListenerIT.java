package dev.langchain4j.model.openrouter.tck;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.AbstractStreamingChatModelListenerIT;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import org.junit.jupiter.api.AutoClose;

/** LangChain4j's contract for the listeners of streaming chat models. */
class OpenRouterStreamingChatModelListenerIT extends AbstractStreamingChatModelListenerIT {

    @AutoClose
    private static final OpenRouterServer SERVER = TckScript.start();

    @Override
    protected StreamingChatModel createModel(ChatModelListener listener) {
        return OpenRouterStreamingChatModel.builder()
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
    protected StreamingChatModel createFailingModel(ChatModelListener listener) {
        return createModel(listener);
    }

    @Override
    protected Class<? extends Exception> expectedExceptionClass() {
        return AuthenticationException.class;
    }
}
