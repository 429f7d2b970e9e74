package dev.langchain4j.model.openrouter.internal.guard;

import dev.langchain4j.model.embedding.listener.EmbeddingModelErrorContext;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelRequestContext;
import dev.langchain4j.model.embedding.listener.EmbeddingModelResponseContext;
import java.util.List;
import org.slf4j.Logger;

/** Wraps a user's listener so that its errors lose no answer; LangChain4j, which calls it, only catches exceptions. */
public record EmbeddingListenerGuard(EmbeddingModelListener listener, Logger log) implements EmbeddingModelListener {

    /** @param safe listeners of this type throw nothing and stay as they are */
    public static List<EmbeddingModelListener> all(List<EmbeddingModelListener> listeners, Class<?> safe, Logger log) {
        return listeners.stream()
                .map(listener -> safe.isInstance(listener)
                        ? listener
                        : (EmbeddingModelListener) new EmbeddingListenerGuard(listener, log))
                .toList();
    }

    @Override
    public void onRequest(EmbeddingModelRequestContext context) {
        ExceptionGuard.runWhatever(() -> listener.onRequest(context), this::failed);
    }

    @Override
    public void onResponse(EmbeddingModelResponseContext context) {
        ExceptionGuard.runWhatever(() -> listener.onResponse(context), this::failed);
    }

    @Override
    public void onError(EmbeddingModelErrorContext context) {
        ExceptionGuard.runWhatever(() -> listener.onError(context), this::failed);
    }

    private void failed(Throwable e) {
        log.warn("An embedding listener failed", e);
    }
}
