package dev.langchain4j.model.openrouter.internal.api.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP status that OpenRouter uses for a kind of error, for errors inside an answer with status 200 that report
 * their kind but not their status.
 */
public final class ErrorStatus {

    /** An upstream that failed for an unknown reason. */
    public static final int UNEXPLAINED = 502;

    private ErrorStatus() {}

    /** The status of the first known kind. */
    static int of(List<@Nullable String> kinds) {
        for (String kind : kinds) {
            AvailabilityCode unavailable = AvailabilityCode.of(kind);
            if (unavailable != null) {
                return unavailable.status();
            }
            ErrorType type = ErrorType.of(kind);
            if (type != null) {
                return type.status();
            }
        }
        return UNEXPLAINED;
    }
}
