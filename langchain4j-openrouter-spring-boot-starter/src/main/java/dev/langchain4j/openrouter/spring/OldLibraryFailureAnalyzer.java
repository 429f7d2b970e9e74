package dev.langchain4j.openrouter.spring;

import dev.langchain4j.exception.LangChain4jException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A library that is too old, such as a core of LangChain4j that another dependency has brought. */
class OldLibraryFailureAnalyzer extends AbstractFailureAnalyzer<LangChain4jException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, LangChain4jException cause) {
        String message = String.valueOf(cause.getMessage());
        if (!message.startsWith("langchain4j-openrouter needs ")) {
            return null;
        }
        int action = message.indexOf(". ") + 1;
        return new FailureAnalysis(
                message.substring(0, action), message.substring(action).trim(), cause);
    }
}
