package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;

/** Passes on the callbacks of LangChain4j's streaming models. */
record StreamHandler(Client.Listener listener) implements StreamingChatResponseHandler {

    @Override
    public void onPartialResponse(String text) {
        listener.onText(text);
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
        listener.onEnd(() -> Workload.words(response));
    }

    @Override
    public void onError(Throwable error) {
        listener.onFailure(error);
    }
}
