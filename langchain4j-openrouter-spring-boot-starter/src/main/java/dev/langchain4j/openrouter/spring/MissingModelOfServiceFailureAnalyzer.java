package dev.langchain4j.openrouter.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

/**
 * An {@code @AiService} without a model: says which property makes the bean. LangChain4j's exception is not on every
 * class path.
 */
class MissingModelOfServiceFailureAnalyzer implements FailureAnalyzer {

    private static final String EXCEPTION = "dev.langchain4j.service.IllegalConfigurationException";

    private static final String MISSING = "Please specify either chatModel or streamingChatModel";

    private static final String CHAT = OpenRouterProperties.PREFIX + ".chat-model.model-name";

    private final @Nullable Environment environment;

    MissingModelOfServiceFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        if (environment == null || environment.containsProperty(CHAT)) {
            return null;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getName().equals(EXCEPTION)
                    && String.valueOf(cause.getMessage()).startsWith(MISSING)) {
                return new FailureAnalysis(
                        "An AI service has no chat model, because " + CHAT + " is not set.",
                        "Set " + CHAT + ", or streaming-chat-model.model-name for a service that streams, such as in "
                                + "docs/spring-boot.md.",
                        cause);
            }
        }
        return null;
    }
}
