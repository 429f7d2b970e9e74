package dev.langchain4j.model.openrouter.internal.guard;

import org.slf4j.Logger;

/**
 * Logs the failures of something that every call uses, such as a shared store: the first in a row as a warning, the
 * others at DEBUG, because a stack trace per call fills the log. Thread-safe; a race logs a second warning at most.
 */
public final class FailureLog {

    private final Logger log;
    private final String words;
    private volatile boolean failing;

    public FailureLog(Logger log, String words) {
        this.log = log;
        this.words = words;
    }

    public void failed(Throwable e) {
        if (failing) {
            log.debug("{}, again", words, e);
        } else {
            failing = true;
            log.warn(words, e);
        }
    }

    public void worked() {
        if (failing) {
            failing = false;
        }
    }
}
