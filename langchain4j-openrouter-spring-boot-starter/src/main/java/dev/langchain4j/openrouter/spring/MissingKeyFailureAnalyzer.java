package dev.langchain4j.openrouter.spring;

import dev.langchain4j.exception.AuthenticationException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A call while the application starts, without a key. */
class MissingKeyFailureAnalyzer extends AbstractFailureAnalyzer<AuthenticationException> {

    private static final String MISSING = "No OpenRouter API key";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, AuthenticationException cause) {
        return !isMissingKey(cause)
                ? null
                : new FailureAnalysis(
                        "A call to OpenRouter needs a key, and langchain4j.openrouter.api-key is not set.",
                        "Create a key at https://openrouter.ai/settings/keys and set langchain4j.openrouter.api-key, for "
                                + "example to ${OPENROUTER_API_KEY}.",
                        cause);
    }

    /**
     * Nothing was sent, because there is no key: neither of the properties nor of an {@code OpenRouter} of the
     * application.
     */
    static boolean isMissingKey(RuntimeException failure) {
        String message = failure.getMessage();
        return failure instanceof AuthenticationException && message != null && message.startsWith(MISSING);
    }
}
