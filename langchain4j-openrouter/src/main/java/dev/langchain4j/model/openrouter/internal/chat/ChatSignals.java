package dev.langchain4j.model.openrouter.internal.chat;

import static dev.langchain4j.internal.InternalStreamingChatResponseHandlerUtils.withLoggingExceptions;

import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Signals the events and the end of one stream to a subscriber, by the rules of {@link Flow}: one call at a time, in
 * order, not more events than it has requested. The others wait here. Thread-safe; events come from one thread at a
 * time.
 */
final class ChatSignals {

    private final Flow.Subscription subscription;

    /** Null before {@link #begin}, after the end and after a cancellation. */
    private volatile Flow.@Nullable Subscriber<? super ChatModelStreamingEvent> subscriber;

    /** Whether {@code onSubscribe} has returned; the subscriber must not be called before. */
    private volatile boolean subscribed;

    private final AtomicLong demand = new AtomicLong();
    private final Queue<ChatModelStreamingEvent> waiting = new ConcurrentLinkedQueue<>();

    /** Whether nothing more is added to {@link #waiting}; written once, after the two fields below. */
    private volatile boolean ended;

    private @Nullable Throwable failure;

    /** Whether the failure is signalled before the waiting events. */
    private boolean failureFirst;

    /** The thread that raises this from zero calls the subscriber; other threads only raise it. */
    private final AtomicInteger callers = new AtomicInteger();

    /** @param subscription given to the subscriber, and cancelled if the subscriber throws */
    ChatSignals(Flow.Subscription subscription) {
        this.subscription = subscription;
    }

    void begin(Flow.Subscriber<? super ChatModelStreamingEvent> subscriber) {
        this.subscriber = subscriber;
        call(() -> subscriber.onSubscribe(subscription));
        subscribed = true;
        drain();
    }

    /** Adds to the demand. Signals nothing yet. */
    void request(long n) {
        demand.accumulateAndGet(n, (before, more) -> before + more < 0 ? Long.MAX_VALUE : before + more);
    }

    /** Signals nothing more. */
    void cancel() {
        subscriber = null;
        waiting.clear();
    }

    boolean isCancelled() {
        return subscriber == null;
    }

    /** Whether no event can be added any more. Some may wait. */
    boolean hasEnded() {
        return ended;
    }

    boolean isOver() {
        return ended || isCancelled();
    }

    /** Whether more events are of use now: for the demand, or because they are ignored. */
    boolean mayReadOn() {
        if (waiting.isEmpty()) { // as nearly always: events go on at once
            return isOver() || demand.get() > 0;
        }
        drain();
        return isOver() || demand.get() > 0 && waiting.isEmpty();
    }

    void next(ChatModelStreamingEvent event) {
        if (isOver()) {
            return;
        }
        if (!subscribed || !callers.compareAndSet(0, 1)) {
            waiting.add(event);
            drain();
        } else if (!signalAtOnce(event)) {
            waiting.add(event);
            drain(1);
        } else {
            int more = callers.decrementAndGet();
            if (more != 0) {
                drain(more);
            }
        }
    }

    /**
     * No event follows; no effect after the first end.
     *
     * @param why null for the end of a complete answer
     * @param beforeWhatWaits whether the failure drops the waiting events
     */
    void end(@Nullable Throwable why, boolean beforeWhatWaits) {
        synchronized (this) {
            if (ended) {
                return;
            }
            failure = why;
            failureFirst = beforeWhatWaits;
            ended = true;
        }
        drain();
    }

    /** Signals what waits and is requested, unless another thread does. */
    void drain() {
        if (subscribed && callers.getAndIncrement() == 0) {
            drain(1);
        }
    }

    /** @param calls of {@link #drain()} that are not carried out yet */
    private void drain(int calls) {
        int open = calls;
        do {
            signalRequested();
            open = callers.addAndGet(-open);
        } while (open != 0);
    }

    private void signalRequested() {
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

    /**
     * Signals the event if nothing waits before it and it is requested. Only for the thread that adds to
     * {@link #waiting}, as long as it is the caller: then no event is overtaken.
     */
    private boolean signalAtOnce(ChatModelStreamingEvent event) {
        var to = subscriber;
        if (to == null || ended || !waiting.isEmpty() || !takeDemand()) {
            return false;
        }
        signal(to, event);
        return true;
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
        cancel();
        Throwable why = failure;
        call(why == null ? to::onComplete : () -> to.onError(why));
    }

    private void call(Runnable signal) {
        try {
            signal.run();
        } catch (Throwable ofSubscriber) {
            thrown(ofSubscriber);
        }
    }

    /** A subscriber must not throw. If it does, it gets nothing more, as if it had cancelled. */
    private void thrown(Throwable ofSubscriber) {
        subscription.cancel();
        withLoggingExceptions(() -> {
            throw new IllegalStateException("A subscriber threw an exception; it is cancelled", ofSubscriber);
        });
    }
}
