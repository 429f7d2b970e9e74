package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.RetriableException;

/** The store of a budget cannot be reached, so it is unknown whether a call fits: it is not sent. */
final class CostStoreException extends RetriableException {

    CostStoreException(RuntimeException cause) {
        super("The budget's store failed, so the call was not sent: " + cause.getMessage(), cause);
    }
}
