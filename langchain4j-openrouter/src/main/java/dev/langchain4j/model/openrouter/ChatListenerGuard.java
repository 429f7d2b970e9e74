package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import java.util.List;
import org.slf4j.Logger;

/** Wraps a user's listener so that its errors lose no answer; LangChain4j, which calls it, only catches exceptions. */
record ChatListenerGuard(ChatModelListener listener, Logger log) implements ChatModelListener {

    static List<ChatModelListener> all(List<ChatModelListener> listeners, Logger log) {
        return listeners.stream()
                .map(listener -> listener instanceof OpenRouterCostListener
                        ? listener
                        : (ChatModelListener) new ChatListenerGuard(listener, log))
                .toList();
    }

    @Override
    public void onRequest(ChatModelRequestContext context) {
        ExceptionGuard.run(() -> listener.onRequest(context), this::failed);
    }

    @Override
    public void onResponse(ChatModelResponseContext context) {
        ExceptionGuard.run(() -> listener.onResponse(context), this::failed);
    }

    @Override
    public void onError(ChatModelErrorContext context) {
        ExceptionGuard.run(() -> listener.onError(context), this::failed);
    }

    private void failed(Throwable e) {
        log.warn("A chat listener failed", e);
    }
}
