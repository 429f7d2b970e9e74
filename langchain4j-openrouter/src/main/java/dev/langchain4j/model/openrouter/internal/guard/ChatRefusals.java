package dev.langchain4j.model.openrouter.internal.guard;

import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listeners of a streaming model why a request is not sent. LangChain4j tells them only what the handler
 * hears, so a listener that opens a span at the request would never close it.
 */
public final class ChatRefusals {

    /** Of the stream that begins on this thread. */
    private static final ThreadLocal<ChatRefusals> CURRENT = new ThreadLocal<>();

    /** Also of other models, if a listener calls one. */
    private final Map<ChatModelListener, ChatModelRequestContext> requests = new IdentityHashMap<>();

    private ChatRefusals() {}

    /**
     * @param listeners of the model, each in a {@link ChatListenerGuard}
     * @param begin begins a stream; it throws only if the handler hears nothing
     */
    public static void tell(List<ChatModelListener> listeners, Runnable begin) {
        ChatRefusals outer = CURRENT.get();
        var refusals = new ChatRefusals();
        CURRENT.set(refusals);
        try {
            begin.run();
        } catch (Throwable refused) {
            listeners.forEach(listener -> refusals.tell(listener, refused));
            throw refused;
        } finally {
            restore(outer);
        }
    }

    private static void restore(@Nullable ChatRefusals outer) {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    static void toldOf(ChatModelRequestContext request, ChatModelListener listener) {
        ChatRefusals current = CURRENT.get();
        if (current != null) {
            current.requests.put(listener, request);
        }
    }

    private void tell(ChatModelListener listener, Throwable refused) {
        ChatModelRequestContext request = requests.get(listener);
        if (request != null) {
            listener.onError(new ChatModelErrorContext(
                    refused, request.chatRequest(), request.modelProvider(), request.attributes()));
        }
    }
}
