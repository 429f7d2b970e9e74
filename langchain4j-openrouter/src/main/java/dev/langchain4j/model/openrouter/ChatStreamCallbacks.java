package dev.langchain4j.model.openrouter;

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

/**
 * Calls the user's handler by LangChain4j's rules: no callback after a cancel; an exception from a callback goes to
 * {@code onError}, and the stream continues; an exception from {@code onError} is logged. An {@code Error} is not
 * caught here: it fails the stream, because the handler's state is unknown.
 */
final class ChatStreamCallbacks {

    private final StreamingChatResponseHandler handler;
    private final StreamingHandle handle;
    private final PartialResponseContext responseContext;
    private final PartialThinkingContext thinkingContext;
    private final PartialToolCallContext toolCallContext;

    ChatStreamCallbacks(StreamingChatResponseHandler handler, CancelHandle call) {
        this.handler = handler;
        this.handle = new CallHandle(call);
        this.responseContext = new PartialResponseContext(handle);
        this.thinkingContext = new PartialThinkingContext(handle);
        this.toolCallContext = new PartialToolCallContext(handle);
    }

    void partialResponse(String text) {
        if (handle.isCancelled()) {
            return;
        }
        try {
            handler.onPartialResponse(new PartialResponse(text), responseContext);
        } catch (Exception e) {
            thrown(e);
        }
    }

    void partialThinking(String text) {
        call(() -> handler.onPartialThinking(new PartialThinking(text), thinkingContext));
    }

    void partialToolCall(PartialToolCall piece) {
        call(() -> handler.onPartialToolCall(piece, toolCallContext));
    }

    void completeToolCall(CompleteToolCall toolCall) {
        call(() -> handler.onCompleteToolCall(toolCall));
    }

    void unmappedRawEvent(String event) {
        call(() -> handler.onUnmappedRawEvent(event));
    }

    void completeResponse(ChatResponse response) {
        call(() -> handler.onCompleteResponse(response));
    }

    /** Also for a stream that has not started: a call can fail before there is anything to cancel. */
    static void failed(StreamingChatResponseHandler handler, Throwable failure) {
        withLoggingExceptions(() -> handler.onError(failure));
    }

    private void call(Runnable callback) {
        if (handle.isCancelled()) {
            return;
        }
        try {
            callback.run();
        } catch (Exception e) {
            thrown(e);
        }
    }

    private void thrown(Exception e) {
        if (!handle.isCancelled()) {
            failed(handler, e);
        }
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
