package dev.langchain4j.model.openrouter.internal.api;

/** A supplier of the user's has thrown where a request needed what it supplies. Nothing was sent. */
public final class SupplierFailedException extends RuntimeException {

    /** @param setter that the supplier was given to; what it has thrown stays in the cause, it may tell a secret */
    SupplierFailedException(String setter, RuntimeException cause) {
        super(
                "The supplier given to " + setter + " has thrown "
                        + cause.getClass().getName(),
                cause);
    }
}
