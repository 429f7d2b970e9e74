package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.CallTrace;
import dev.langchain4j.model.openrouter.internal.http.Pace;
import org.jspecify.annotations.Nullable;

/**
 * Counts the cost of one call. {@link #started} comes first, then {@link #firstToken} if there is one, then the end,
 * whatever is thrown: {@link #answered}, {@link #failed} or {@link #cancelled}. If another one follows, only the first
 * that did not throw counts. {@link #trace} observes the attempts in between.
 */
public interface CallMeter {

    /** Counts nothing. */
    CallMeter NONE = new CallMeter() {
        @Override
        public void started() {}

        @Override
        public boolean awaitsFirstToken() {
            return false;
        }

        @Override
        public void firstToken() {}

        @Override
        public void answered(CallReceipt receipt) {}

        @Override
        public void failed(Throwable failure) {}

        @Override
        public void cancelled(CallReceipt receipt) {}

        @Override
        public CallTrace trace() {
            return CallTrace.NONE;
        }
    };

    /**
     * The call is about to be sent.
     *
     * @throws RuntimeException if it must not be sent
     */
    void started();

    /** Whether {@link #firstToken} is still to come. */
    boolean awaitsFirstToken();

    /** The first token of a stream has arrived: thought, text or tool call. */
    void firstToken();

    /** The answer is complete. */
    void answered(CallReceipt receipt);

    /** There is no answer; an {@link ApiException} has its cost. */
    void failed(Throwable failure);

    /** The user cancelled a stream or a future; the receipt is for the part of the answer that a stream has brought. */
    void cancelled(CallReceipt receipt);

    /** Ends a call that will not be sent; no effect if it has started already. */
    default void giveUp() {}

    /** Receives the transport's reports. */
    CallTrace trace();

    /** Decides when its attempts may be sent; null for at once. */
    default @Nullable Pace pace() {
        return null;
    }
}
