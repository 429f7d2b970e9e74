package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** Waits for a published answer on the caller's thread, and gives the caller its text there as it arrives. */
public final class ChatTextReader implements Flow.Subscriber<ChatModelStreamingEvent> {

    /** Maximum events that wait for the caller, who asks for more when half of them are read. */
    private static final int MAX_WAITING = 256;

    /** Events, then the failure. */
    private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();

    private volatile Flow.Subscription subscription;

    private ChatTextReader() {}

    /**
     * Reads the answer to its end.
     *
     * @param text what it throws is thrown, and closes the connection
     * @throws TransportException if this thread is interrupted; the interrupt stays set
     */
    public static ChatResponse read(Flow.Publisher<ChatModelStreamingEvent> answer, Consumer<? super String> text) {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(); // sends nothing
        }
        var reader = new ChatTextReader();
        answer.subscribe(reader);
        try {
            return reader.read(text);
        } finally {
            reader.subscription.cancel();
        }
    }

    private ChatResponse read(Consumer<? super String> text) {
        for (int read = 1; ; read++) {
            Object signal = next();
            if (signal instanceof PartialResponse part) {
                text.accept(part.text());
            } else if (signal instanceof CompleteResponse complete) {
                return complete.chatResponse();
            } else if (signal instanceof Error error) {
                throw error;
            } else if (signal instanceof RuntimeException failure) {
                throw failure;
            } else if (signal instanceof Throwable failure) {
                throw new IllegalStateException(failure);
            }
            if (read % (MAX_WAITING / 2) == 0) {
                subscription.request(MAX_WAITING / 2);
            }
        }
    }

    private Object next() {
        try {
            return signals.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        }
    }

    private static TransportException interrupted() {
        return new TransportException(
                Kind.INTERRUPTED, "The thread that waited for the streamed answer was interrupted", null);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        subscription.request(MAX_WAITING);
    }

    @Override
    public void onNext(ChatModelStreamingEvent event) {
        signals.add(event);
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(failure);
    }

    @Override
    public void onComplete() {
        // the complete response was the last event
    }
}
