package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.RawStreamingEvent;
import dev.langchain4j.model.openrouter.internal.http.CancelHandle;
import dev.langchain4j.model.openrouter.internal.http.StreamCall;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/**
 * One subscription to a streamed answer, by the rules of {@link Flow}. What arrives without demand waits: at most
 * what one event of the stream brings, because then the stream is read only when there is demand again. The request is
 * sent at once, because a failure needs no demand.
 */
public final class ChatStreamSubscription implements Flow.Subscription, ChatStreamOutput {

    private final Elsewhere elsewhere;
    private final Consumer<ChatStreamOutput> request;
    private final ChatSignals signals = new ChatSignals(this);

    /** More than one call if the request was repeated in a weaker form. */
    private final Queue<StreamCall> calls = new ConcurrentLinkedQueue<>();

    /** Runs what must not run on a subscriber's thread, in the context of the one that subscribed. */
    @FunctionalInterface
    public interface Elsewhere {

        /** @param notBegun gets the failure if the task cannot begin */
        void start(Runnable task, Consumer<RuntimeException> notBegun);
    }

    private ChatStreamSubscription(Elsewhere elsewhere, Consumer<ChatStreamOutput> request) {
        this.elsewhere = elsewhere;
        this.request = request;
    }

    /**
     * @param atOnce whether the request is sent on this thread, because nothing that it waits for is needed
     * @param request sends the request; may throw, and block unless it is sent at once
     * @throws NullPointerException without a subscriber, by the rules of Flow
     */
    public static void begin(
            Flow.Subscriber<? super ChatModelStreamingEvent> subscriber,
            Elsewhere elsewhere,
            boolean atOnce,
            Consumer<ChatStreamOutput> request) {
        Objects.requireNonNull(subscriber, "subscriber");
        var subscription = new ChatStreamSubscription(elsewhere, request);
        subscription.signals.begin(subscriber);
        if (atOnce) {
            subscription.send();
        } else {
            subscription.onAnotherThread(subscription::send);
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            abandon(new IllegalArgumentException("request(" + n
                    + ") is a non-positive subscription request, which rule 3.9 of Reactive Streams forbids"));
            return;
        }
        signals.request(n);
        if (signals.hasEnded()) {
            onAnotherThread(signals::drain);
        } else {
            calls.forEach(StreamCall::resume);
        }
    }

    @Override
    public void cancel() {
        signals.cancel();
        calls.forEach(StreamCall::cancel);
    }

    private void send() {
        if (signals.isOver()) {
            return;
        }
        try {
            request.accept(this);
        } catch (Throwable notSent) {
            onAnotherThread(() -> failed(notSent));
        }
    }

    /** A subscriber's thread must not wait: for the catalog, for instance, or for another subscriber's work. */
    private void onAnotherThread(Runnable task) {
        elsewhere.start(task, notBegun -> {
            abandon(notBegun);
            signals.drain(); // the events that have arrived
        });
    }

    @Override
    public void sent(StreamCall call) {
        calls.add(call);
        if (signals.isOver()) {
            call.cancel();
        } else {
            call.resume(); // it may have paused before anybody could resume it
        }
    }

    @Override
    public void begin(CancelHandle call) {
        // a subscriber cancels its subscription
    }

    @Override
    public void partialResponse(String text) {
        signals.next(new PartialResponse(text));
    }

    @Override
    public void partialThinking(String text) {
        signals.next(new PartialThinking(text));
    }

    @Override
    public void partialToolCall(PartialToolCall piece) {
        signals.next(piece);
    }

    @Override
    public void completeToolCall(CompleteToolCall toolCall) {
        signals.next(toolCall);
    }

    @Override
    public void unmappedRawEvent(String event) {
        signals.next(RawStreamingEvent.of(event));
    }

    @Override
    public void completeResponse(ChatResponse response) {
        signals.next(new CompleteResponse(response));
        signals.end(null, false);
    }

    /** Fails after the waiting events: the subscriber gets what arrived before the failure. */
    @Override
    public void failed(Throwable why) {
        signals.end(why, false);
    }

    /** Ends a stream that has not failed itself. */
    private void abandon(Throwable why) {
        signals.end(why, true);
        calls.forEach(StreamCall::cancel);
    }

    @Override
    public boolean isCancelled() {
        return signals.isCancelled();
    }

    @Override
    public boolean mayReadOn() {
        return signals.mayReadOn();
    }
}
