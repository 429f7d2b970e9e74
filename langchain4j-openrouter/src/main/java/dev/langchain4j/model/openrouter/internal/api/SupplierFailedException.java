package dev.langchain4j.model.openrouter.internal.api;

/** A user's supplier threw when a request needed its value. Nothing was sent. */
public final class SupplierFailedException extends RuntimeException {

    /** @param setter the setter of the supplier; its exception stays in the cause, because it may contain a secret */
    SupplierFailedException(String setter, Exception cause) {
        super("The supplier given to " + setter + " threw " + cause.getClass().getName(), cause);
    }
}
