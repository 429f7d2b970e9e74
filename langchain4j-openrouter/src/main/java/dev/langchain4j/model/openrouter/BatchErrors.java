package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.batch.BatchError;
import dev.langchain4j.model.openrouter.internal.api.ApiException;
import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLine;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorBody;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorStatus;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorType;
import dev.langchain4j.model.openrouter.internal.api.error.RedactedError;
import dev.langchain4j.model.openrouter.internal.http.VisibleText;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the {@link BatchError} of a line. Its code is an HTTP status, 0 if the line has none. */
final class BatchErrors {

    private BatchErrors() {}

    /** The error of a line without an answer. */
    static BatchError of(BatchLine line) {
        if (line.error() != null) {
            return new BatchError(code(line, line.error()), words(line.error()), details(line.details()));
        }
        if (line.status() != null && line.body() != null) {
            ApiError error = RedactedError.of(
                    ErrorBody.of(line.body(), line.body().length).error(line.status()), line.secrets());
            return new BatchError(line.status(), words(error), details(error.metadata()));
        }
        int status = line.status() == null ? 0 : line.status();
        return new BatchError(status, "The line has neither an answer nor an error", List.of());
    }

    /** The error of an answer that is a failure. */
    static BatchError of(ApiException failure) {
        ApiError error = failure.error();
        return new BatchError(error.status(), words(error), details(error.metadata()));
    }

    /** The error of an answer that must not be returned. */
    static BatchError of(OpenRouterIncompleteAnswerException failure) {
        int status = OpenRouterException.in(failure)
                .map(OpenRouterException::statusCode)
                .orElse(0);
        return new BatchError(status, Objects.requireNonNull(failure.getMessage()), List.of());
    }

    /** The error of a line that is not among the results. */
    static BatchError missing(int position, Batch batch) {
        String words = batch.error() == null ? "" : ": " + batch.error().message();
        return new BatchError(
                0, "There is no result for request " + position + "; the batch is " + batch.word() + words, List.of());
    }

    private static int code(BatchLine line, ApiError error) {
        if (line.status() != null && line.status() >= 300) {
            return line.status();
        }
        boolean unexplained = error.status() == ErrorStatus.UNEXPLAINED
                && error.knownType() != ErrorType.PROVIDER_UNAVAILABLE
                && !String.valueOf(ErrorStatus.UNEXPLAINED).equals(error.code());
        return unexplained ? 0 : error.status();
    }

    private static String words(ApiError error) {
        String upstream = error.upstreamMessage();
        boolean more = upstream != null && !error.message().contains(upstream);
        return VisibleText.of(error.message() + (more ? " [" + upstream + "]" : ""));
    }

    private static List<Map<String, Object>> details(@Nullable Map<String, Object> members) {
        return members == null || members.isEmpty() ? List.of() : List.of(members);
    }
}
