package dev.langchain4j.model.openrouter.internal.chat;

import static dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils.withLoggingExceptions;

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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscription to a streamed answer, by the rules of {@link Flow}. What arrives without demand waits here: at most
 * what one event of the stream brings, because then the stream is read only when there is demand again. The request is
 * sent at once, because a failure needs no demand.
 */
public final class ChatStreamSubscription implements Flow.Subscription, ChatStreamOutput {

    private final Consumer<ChatStreamOutput> request;
    private final Elsewhere elsewhere;

    /** Null after the end and after a cancellation. */
    private volatile Flow.@Nullable Subscriber<? super ChatModelStreamingEvent> subscriber;

    /** Whether {@code onSubscribe} has returned; the subscriber must not be called before. */
    private volatile boolean subscribed;

    private final AtomicLong demand = new AtomicLong();

    /** More than one call if the request was repeated in a weaker form. */
    private final Queue<StreamCall> calls = new ConcurrentLinkedQueue<>();

    private final Queue<ChatModelStreamingEvent> waiting = new ConcurrentLinkedQueue<>();

    /** Whether nothing more is added to {@link #waiting}; written once, after the two fields below. */
    private volatile boolean ended;

    private @Nullable Throwable failure;

    /** Whether the failure is signalled before the waiting events. */
    private boolean failureFirst;

    /** The thread that raises this from zero calls the subscriber; other threads only raise it. */
    private final AtomicInteger callers = new AtomicInteger();

    /** Runs what must not run on a subscriber's thread, in the context of the one that subscribed. */
    @FunctionalInterface
    public interface Elsewhere {

        /** @param notBegun gets the failure if the task cannot begin */
        void start(Runnable task, Consumer<RuntimeException> notBegun);
    }

    private ChatStreamSubscription(
            Flow.Subscriber<? super ChatModelStreamingEvent> subscriber,
            Elsewhere elsewhere,
            Consumer<ChatStreamOutput> request) {
        this.subscriber = subscriber;
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
        var subscription = new ChatStreamSubscription(subscriber, elsewhere, request);
        subscription.call(() -> subscriber.onSubscribe(subscription));
        subscription.subscribed = true;
        subscription.handOn();
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
        demand.accumulateAndGet(n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
        if (ended) {
            onAnotherThread(this::handOn);
        } else {
            calls.forEach(StreamCall::resume);
        }
    }

    @Override
    public void cancel() {
        subscriber = null;
        waiting.clear();
        calls.forEach(StreamCall::cancel);
    }

    private void send() {
        if (isOver()) {
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
            handOn(); // the events that have arrived
        });
    }

    @Override
    public void sent(StreamCall call) {
        calls.add(call);
        if (isOver()) {
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
        next(new PartialResponse(text));
    }

    @Override
    public void partialThinking(String text) {
        next(new PartialThinking(text));
    }

    @Override
    public void partialToolCall(PartialToolCall piece) {
        next(piece);
    }

    @Override
    public void completeToolCall(CompleteToolCall toolCall) {
        next(toolCall);
    }

    @Override
    public void unmappedRawEvent(String event) {
        next(RawStreamingEvent.of(event));
    }

    @Override
    public void completeResponse(ChatResponse response) {
        next(new CompleteResponse(response));
        end(null, false);
    }

    /** Fails after the waiting events: the subscriber gets what arrived before the failure. */
    @Override
    public void failed(Throwable why) {
        end(why, false);
    }

    /** Ends a stream that has not failed itself. */
    private void abandon(Throwable why) {
        end(why, true);
        calls.forEach(StreamCall::cancel);
    }

    private void end(@Nullable Throwable why, boolean beforeWhatWaits) {
        synchronized (this) {
            if (ended) {
                return;
            }
            failure = why;
            failureFirst = beforeWhatWaits;
            ended = true;
        }
        handOn();
    }

    @Override
    public boolean isCancelled() {
        return subscriber == null;
    }

    @Override
    public boolean mayReadOn() {
        if (waiting.isEmpty()) { // as nearly always: events go on at once
            return isOver() || demand.get() > 0;
        }
        handOn();
        return isOver() || demand.get() > 0 && waiting.isEmpty();
    }

    private boolean isOver() {
        return ended || isCancelled();
    }

    private void next(ChatModelStreamingEvent event) {
        if (isOver()) {
            return;
        }
        if (!subscribed || !callers.compareAndSet(0, 1)) {
            waiting.add(event);
            handOn();
        } else if (!handOnAtOnce(event)) {
            waiting.add(event);
            handOn(1);
        } else {
            int more = callers.decrementAndGet();
            if (more != 0) {
                handOn(more);
            }
        }
    }

    /**
     * Signals the event if nothing waits before it and it is requested. Only for the thread that adds to {@link #waiting},
     * as long as it is the caller: then no event is overtaken.
     */
    private boolean handOnAtOnce(ChatModelStreamingEvent event) {
        var to = subscriber;
        if (to == null || ended || !waiting.isEmpty() || !takeDemand()) {
            return false;
        }
        signal(to, event);
        return true;
    }

    private void handOn() {
        if (subscribed && callers.getAndIncrement() == 0) {
            handOn(1);
        }
    }

    /** @param calls that were asked for and are not made yet */
    private void handOn(int calls) {
        int open = calls;
        do {
            handOnWhatIsWanted();
            open = callers.addAndGet(-open);
        } while (open != 0);
    }

    private void handOnWhatIsWanted() {
        for (var to = subscriber; to != null; to = subscriber) {
            boolean last = ended; // read before the queue: then an empty one stays empty
            ChatModelStreamingEvent event = last && failureFirst ? null : waiting.peek();
            if (event == null) {
                if (last) {
                    signalEnd(to);
                }
                return;
            }
            if (!takeDemand()) {
                return;
            }
            waiting.poll();
            signal(to, event);
        }
    }

    /** Takes one from the demand, if there is any; only for the caller. */
    private boolean takeDemand() {
        long wanted = demand.get();
        if (wanted != 0 && wanted != Long.MAX_VALUE) {
            demand.decrementAndGet();
        }
        return wanted != 0;
    }

    private void signal(Flow.Subscriber<? super ChatModelStreamingEvent> to, ChatModelStreamingEvent event) {
        try {
            to.onNext(event);
        } catch (Throwable ofSubscriber) {
            thrown(ofSubscriber);
        }
    }

    private void signalEnd(Flow.Subscriber<? super ChatModelStreamingEvent> to) {
        subscriber = null;
        waiting.clear();
        Throwable why = failure;
        call(why == null ? to::onComplete : () -> to.onError(why));
    }

    /** A subscriber must not throw. If it does, it gets nothing more, as if it had cancelled. */
    private void call(Runnable signal) {
        try {
            signal.run();
        } catch (Throwable ofSubscriber) {
            thrown(ofSubscriber);
        }
    }

    private void thrown(Throwable ofSubscriber) {
        cancel();
        withLoggingExceptions(() -> {
            throw new IllegalStateException("A subscriber threw an exception; it is cancelled", ofSubscriber);
        });
    }
}
