package dev.langchain4j.model.openrouter.internal.guard;

import dev.langchain4j.model.decision.listener.DecisionModelErrorContext;
import dev.langchain4j.model.decision.listener.DecisionModelListener;
import dev.langchain4j.model.decision.listener.DecisionModelRequestContext;
import dev.langchain4j.model.decision.listener.DecisionModelResponseContext;
import java.util.List;
import org.slf4j.Logger;

/** Wraps a user's listener so that its errors lose no answer; LangChain4j, which calls it, only catches exceptions. */
public record DecisionListenerGuard(DecisionModelListener listener, Logger log) implements DecisionModelListener {

    public static List<DecisionModelListener> all(List<DecisionModelListener> listeners, Logger log) {
        return listeners.stream()
                .map(listener -> (DecisionModelListener) new DecisionListenerGuard(listener, log))
                .toList();
    }

    @Override
    public void onRequest(DecisionModelRequestContext context) {
        ExceptionGuard.runWhatever(() -> listener.onRequest(context), this::failed);
    }

    @Override
    public void onResponse(DecisionModelResponseContext context) {
        ExceptionGuard.runWhatever(() -> listener.onResponse(context), this::failed);
    }

    @Override
    public void onError(DecisionModelErrorContext context) {
        ExceptionGuard.runWhatever(() -> listener.onError(context), this::failed);
    }

    private void failed(Throwable e) {
        log.warn("A decision listener failed", e);
    }
}
