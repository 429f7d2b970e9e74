package dev.langchain4j.model.openrouter.internal.chat;

import static dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils.withLoggingExceptions;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.openrouter.internal.http.CancelHandle;
import dev.langchain4j.model.openrouter.internal.http.StreamCall;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Calls the user's handler by LangChain4j's rules: no callback after a cancel or after the end; an exception from a
 * callback goes to {@code onError}, and the stream continues; an exception from {@code onError} is logged. An
 * {@code Error} from a callback before the end fails the stream, because the handler's state is unknown.
 */
public final class ChatStreamCallbacks implements ChatStreamOutput {

    private final StreamingChatResponseHandler handler;
    private final AtomicBoolean ended = new AtomicBoolean();
    private @Nullable StreamingHandle handle;
    private PartialResponseContext responseContext;
    private PartialThinkingContext thinkingContext;
    private PartialToolCallContext toolCallContext;

    public ChatStreamCallbacks(StreamingChatResponseHandler handler) {
        this.handler = handler;
    }

    @Override
    public void sent(StreamCall call) {
        // the handler gets its handle when the response starts
    }

    @Override
    public void begin(CancelHandle call) {
        handle = new CallHandle(call);
        responseContext = new PartialResponseContext(handle);
        thinkingContext = new PartialThinkingContext(handle);
        toolCallContext = new PartialToolCallContext(handle);
    }

    @Override
    public void partialResponse(String text) {
        if (isOver()) {
            return;
        }
        try {
            handler.onPartialResponse(new PartialResponse(text), responseContext);
        } catch (Exception e) {
            thrown(e);
        }
    }

    @Override
    public void partialThinking(String text) {
        call(() -> handler.onPartialThinking(new PartialThinking(text), thinkingContext));
    }

    @Override
    public void partialToolCall(PartialToolCall piece) {
        call(() -> handler.onPartialToolCall(piece, toolCallContext));
    }

    @Override
    public void completeToolCall(CompleteToolCall toolCall) {
        call(() -> handler.onCompleteToolCall(toolCall));
    }

    @Override
    public void unmappedRawEvent(String event) {
        call(() -> handler.onUnmappedRawEvent(event));
    }

    /** A handler always wants more. */
    @Override
    public boolean mayReadOn() {
        return true;
    }

    /** Calls the last callback; only an exception that it throws can follow. */
    @Override
    public void completeResponse(ChatResponse response) {
        if (isCancelled() || !ended.compareAndSet(false, true)) {
            return;
        }
        try {
            handler.onCompleteResponse(response);
        } catch (Throwable e) {
            tell(e);
        }
    }

    @Override
    public void failed(Throwable failure) {
        if (!isCancelled() && ended.compareAndSet(false, true)) {
            tell(failure);
        }
    }

    private void call(Runnable callback) {
        if (isOver()) {
            return;
        }
        try {
            callback.run();
        } catch (Exception e) {
            thrown(e);
        }
    }

    private void thrown(Exception e) {
        if (!isOver()) {
            tell(e);
        }
    }

    private void tell(Throwable failure) {
        withLoggingExceptions(() -> handler.onError(failure));
    }

    private boolean isOver() {
        return ended.get() || isCancelled();
    }

    @Override
    public boolean isCancelled() {
        return handle != null && handle.isCancelled();
    }

    private record CallHandle(CancelHandle call) implements StreamingHandle {

        @Override
        public void cancel() {
            call.cancel();
        }

        @Override
        public boolean isCancelled() {
            return call.isCancelled();
        }
    }
}
