package dev.langchain4j.model.openrouter.internal.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What became of a call on its way, for whoever keeps books about it. Written by the thread that sends, read by any. */
public final class CallTrace {

    private final List<CallFailedException> failures = new CopyOnWriteArrayList<>();
    private volatile int attempts;

    /** How often the request was sent, or was about to be when its connection failed; 0 if it never came to that. */
    public int attempts() {
        return attempts;
    }

    /** Why it was sent again, each time that it was. */
    public List<CallFailedException> failures() {
        return failures;
    }

    void attempted(int number) {
        attempts = number;
    }

    void sentAgainAfter(CallFailedException failure) {
        failures.add(failure);
    }
}
