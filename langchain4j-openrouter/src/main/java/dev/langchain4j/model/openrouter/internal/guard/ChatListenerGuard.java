package dev.langchain4j.model.openrouter.internal.guard;

import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;

/** Wraps a user's listener so that its errors lose no answer; LangChain4j, which calls it, only catches exceptions. */
public record ChatListenerGuard(ChatModelListener listener, Logger log) implements ChatModelListener {

    /** @param safe listeners of this type throw nothing and stay as they are */
    public static List<ChatModelListener> all(List<ChatModelListener> listeners, Class<?> safe, Logger log) {
        List<ChatModelListener> guarded = new ArrayList<>();
        for (ChatModelListener listener : listeners) {
            guarded.add(safe.isInstance(listener) ? listener : new ChatListenerGuard(listener, log));
        }
        return Collections.unmodifiableList(guarded);
    }

    @Override
    public void onRequest(ChatModelRequestContext context) {
        ExceptionGuard.runWhatever(() -> listener.onRequest(context), this::failed);
    }

    @Override
    public void onResponse(ChatModelResponseContext context) {
        ExceptionGuard.runWhatever(() -> listener.onResponse(context), this::failed);
    }

    @Override
    public void onError(ChatModelErrorContext context) {
        ExceptionGuard.runWhatever(() -> listener.onError(context), this::failed);
    }

    private void failed(Throwable e) {
        log.warn("A chat listener failed", e);
    }
}
