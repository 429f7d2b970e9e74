package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model for one stream of another one, whose listeners hear also why the request is not sent. LangChain4j tells them
 * only what the handler hears, so a listener that opens a span at the request would never close it.
 */
public final class ChatStreamStart implements StreamingChatModel {

    private final StreamingChatModel model;
    private final List<ChatModelListener> listeners;
    private final Witness witness = new Witness();

    /** @param model its listeners throw nothing */
    public ChatStreamStart(StreamingChatModel model) {
        this.model = model;
        this.listeners = model.listeners();
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        try {
            model.doChat(request, handler);
        } catch (Throwable refused) {
            tell(refused);
            throw refused;
        }
    }

    private void tell(Throwable refused) {
        ChatModelRequestContext open = witness.open;
        if (open != null) {
            var context =
                    new ChatModelErrorContext(refused, open.chatRequest(), open.modelProvider(), open.attributes());
            listeners.forEach(listener -> listener.onError(context));
        }
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public ModelProvider provider() {
        return model.provider();
    }

    @Override
    public List<ChatModelListener> listeners() {
        List<ChatModelListener> all = new ArrayList<>(listeners);
        all.add(witness);
        return all;
    }

    /** Knows what the listeners have heard. */
    private static final class Witness implements ChatModelListener {

        /** The request whose end they have not heard. */
        private volatile @Nullable ChatModelRequestContext open;

        @Override
        public void onRequest(ChatModelRequestContext context) {
            open = context;
        }

        @Override
        public void onResponse(ChatModelResponseContext context) {
            open = null;
        }

        @Override
        public void onError(ChatModelErrorContext context) {
            open = null;
        }
    }
}
