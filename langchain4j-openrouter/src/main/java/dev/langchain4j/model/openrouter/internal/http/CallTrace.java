package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import org.jspecify.annotations.Nullable;

/**
 * Observes the attempts of a call, for example to count their cost. For each attempt {@link #attempted} is called,
 * then, as far as it gets, {@link #sending} and {@link #opened}; then {@link #objection} if another attempt should
 * follow. All on the thread that runs the call.
 */
public interface CallTrace {

    /** Ignores everything. */
    CallTrace NONE = new CallTrace() {};

    /** The request will be sent if there is a connection. */
    default void attempted() {}

    /** There is a connection and the request is sent: from here on it may be billed. */
    default void sending() {}

    /** The head of the response has arrived. */
    default void opened(HttpHead head) {}

    /**
     * The attempt has failed and the request would be sent again.
     *
     * @return null to allow it; else the reason against it, which is added to the failure
     */
    default @Nullable String objection(CallFailedException failure) {
        return null;
    }
}
