package dev.langchain4j.model.openrouter.internal.api.error;

import dev.langchain4j.model.openrouter.internal.http.Secrets;
import dev.langchain4j.model.openrouter.internal.http.VisibleText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error without the secrets of its request, which upstreams like to repeat, and in visible characters. The metadata
 * keep their characters, because they are data, not messages.
 */
public final class RedactedError {

    private RedactedError() {}

    public static ApiError of(ApiError error, Secrets secrets) {
        return new ApiError(
                error.status(),
                text(error.code(), secrets),
                texts(error.types(), secrets),
                words(error.message(), secrets),
                text(error.provider(), secrets),
                text(error.upstreamMessage(), secrets),
                availability(error.availability(), secrets),
                error.metadata().isEmpty() ? Map.of() : secrets.removedFromMembers(error.metadata()),
                error.kind());
    }

    private static ApiError.@Nullable Availability availability(
            ApiError.@Nullable Availability found, Secrets secrets) {
        return found == null
                ? null
                : new ApiError.Availability(
                        words(found.code(), secrets),
                        found.retryable(),
                        found.retryAfter(),
                        texts(found.requestedModels(), secrets),
                        texts(found.affectedProviders(), secrets),
                        texts(found.excludedBy(), secrets),
                        texts(found.fallbackModels(), secrets),
                        text(found.constraintField(), secrets),
                        text(found.constraintDetail(), secrets),
                        text(found.docsUrl(), secrets));
    }

    private static List<String> texts(List<String> texts, Secrets secrets) {
        return texts.stream().map(text -> words(text, secrets)).toList();
    }

    private static @Nullable String text(@Nullable String text, Secrets secrets) {
        return text == null ? null : words(text, secrets);
    }

    private static String words(String text, Secrets secrets) {
        return VisibleText.of(secrets.removedFrom(text)).strip();
    }
}
