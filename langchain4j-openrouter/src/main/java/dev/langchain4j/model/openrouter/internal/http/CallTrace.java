package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import org.jspecify.annotations.Nullable;

/**
 * Hears what becomes of a call on its way, for whoever keeps books about it. For each attempt {@link #attempted}, then, as
 * far as it comes, {@link #sending} and {@link #opened}; then {@link #objection} if it is to be followed by another. All of
 * them on the thread that carries the call out.
 */
public interface CallTrace {

    /** Does not listen. */
    CallTrace NONE = new CallTrace() {};

    /** The request is about to be sent, if there is a connection. */
    default void attempted() {}

    /** A connection is there and the request goes out: from here on it may be billed. */
    default void sending() {}

    /** The head of the response has arrived. */
    default void opened(HttpHead head) {}

    /**
     * The attempt has failed and the request would be sent again.
     *
     * @return null to let it; else why not, to be noted on the failure
     */
    default @Nullable String objection(CallFailedException failure) {
        return null;
    }
}
