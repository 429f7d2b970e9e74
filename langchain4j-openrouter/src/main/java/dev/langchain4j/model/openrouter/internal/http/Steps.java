package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.OpenCall.Phase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A call, in steps between which it waits. Used by one thread at a time. */
interface Steps<T> {

    /** A wait between two steps. */
    record Wait(Duration duration, Phase phase) {

        /** A wait until {@link StreamCall#resume}. */
        static final Wait UNTIL_RESUMED = new Wait(Duration.ZERO, Phase.READING);
    }

    /**
     * Goes on until the answer is there or until the call must wait.
     *
     * @return null if {@link #answer} is there; else how long to wait before the next call of this method
     * @throws CallFailedException if the call has failed
     */
    @Nullable
    Wait next();

    /** The answer; null for a stream. */
    T answer();
}
