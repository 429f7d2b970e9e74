package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.error.ErrorKind;
import java.util.function.Supplier;

/** A call that names neither a model nor a record: its 404 is about the operation. */
final class NamelessCall {

    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;

    private NamelessCall() {}

    static <T> T of(Supplier<T> call) {
        try {
            return call.get();
        } catch (ApiException e) {
            int status = e.error().status();
            boolean absent = (status == NOT_FOUND || status == GONE)
                    && e.error().kind() == ErrorKind.AS_REPORTED
                    && e.error().availability() == null;
            throw absent ? e.as(ErrorKind.NO_SUCH_OPERATION, e.error().message()) : e;
        }
    }
}
