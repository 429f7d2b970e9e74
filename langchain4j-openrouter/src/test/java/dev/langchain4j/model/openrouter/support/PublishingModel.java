package dev.langchain4j.model.openrouter.support;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.RawStreamingEvent;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Calls a handler with what a model publishes, one event at a time, so that tests of handlers also test publishers.
 * Like the model, it passes what a callback throws to {@code onError} and continues.
 */
public final class PublishingModel implements StreamingChatModel {

    private final StreamingChatModel model;

    public PublishingModel(StreamingChatModel model) {
        this.model = model;
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        model.chat(request).subscribe(new OneByOne(handler));
    }

    private static final class OneByOne implements Flow.Subscriber<ChatModelStreamingEvent>, StreamingHandle {

        private final StreamingChatResponseHandler handler;
        private Flow.Subscription subscription;
        private volatile boolean cancelled;
        private @Nullable CompleteResponse last;

        private OneByOne(StreamingChatResponseHandler handler) {
            this.handler = handler;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(ChatModelStreamingEvent event) {
            if (last != null) {
                throw new AssertionError("An event after the complete response: " + event);
            }
            try {
                handOn(event);
            } catch (Exception e) {
                handler.onError(e);
            }
            subscription.request(1);
        }

        private void handOn(ChatModelStreamingEvent event) {
            if (event instanceof PartialResponse text) {
                handler.onPartialResponse(text, new PartialResponseContext(this));
            } else if (event instanceof PartialThinking thinking) {
                handler.onPartialThinking(thinking, new PartialThinkingContext(this));
            } else if (event instanceof PartialToolCall piece) {
                handler.onPartialToolCall(piece, new PartialToolCallContext(this));
            } else if (event instanceof CompleteToolCall call) {
                handler.onCompleteToolCall(call);
            } else if (event instanceof RawStreamingEvent raw) {
                handler.onUnmappedRawEvent(raw.rawEvent());
            } else {
                last = (CompleteResponse) event;
            }
        }

        @Override
        public void onError(Throwable failure) {
            handler.onError(failure);
        }

        @Override
        public void onComplete() {
            handler.onCompleteResponse(last.chatResponse());
        }

        @Override
        public void cancel() {
            cancelled = true;
            subscription.cancel();
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }
}
