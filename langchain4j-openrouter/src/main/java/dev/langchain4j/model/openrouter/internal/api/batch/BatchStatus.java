package dev.langchain4j.model.openrouter.internal.api.batch;

import org.jspecify.annotations.Nullable;

/** The known states of a batch. */
public enum BatchStatus {
    VALIDATING(false),
    IN_PROGRESS(false),
    FINALIZING(false),
    CANCELLING(false),
    COMPLETED(true),
    FAILED(true),
    EXPIRED(true),
    CANCELLED(true),
    /** A state that this library does not know; the batch is not over. */
    UNKNOWN(false);

    private final boolean terminal;

    BatchStatus(boolean terminal) {
        this.terminal = terminal;
    }

    /** Whether the state is final. */
    public boolean isTerminal() {
        return terminal;
    }

    static BatchStatus of(@Nullable String word) {
        if (word != null) {
            String british = word.strip().replaceFirst("(?i)(?<=cancel)(?=ed|ing)", "l");
            for (BatchStatus status : values()) {
                if (status.name().equalsIgnoreCase(british)) {
                    return status;
                }
            }
        }
        return UNKNOWN;
    }
}
