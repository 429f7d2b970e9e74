package dev.langchain4j.openrouter.spring;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;

/** A model that is injected and not configured: says which property makes the bean, and which names there are. */
class MissingModelFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> implements Ordered {

    private static final String PACKAGE = "dev.langchain4j.model.";

    /** Types by their names, because an older LangChain4j does not have all of them. */
    private static final Map<String, String> GROUPS = Map.of(
            PACKAGE + "chat.ChatModel", "chat-model",
            PACKAGE + "chat.StreamingChatModel", "streaming-chat-model",
            PACKAGE + "scoring.ScoringModel", "scoring-model",
            PACKAGE + "embedding.EmbeddingModel", "embedding-model",
            PACKAGE + "image.ImageModel", "image-model",
            PACKAGE + "audio.TextToSpeechModel", "speech-model",
            PACKAGE + "audio.AudioTranscriptionModel", "transcription-model",
            PACKAGE + "decision.DecisionModel", "decision-model",
            PACKAGE + "chat.BatchChatModel", "batch-chat-model",
            PACKAGE + "embedding.BatchEmbeddingModel", "batch-embedding-model");

    private final @Nullable Environment environment;

    MissingModelFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause) {
        String group = cause instanceof NoUniqueBeanDefinitionException ? null : group(cause.getResolvableType());
        if (group == null || environment == null) {
            return null;
        }
        String property = OpenRouterProperties.PREFIX + "." + group;
        Set<String> names = NamedModels.names(environment, group + "s");
        boolean one = environment.containsProperty(property + ".model-name");
        if (!one && names.isEmpty()) {
            return new FailureAnalysis(
                    "There is no " + type(cause) + ", because " + property + ".model-name is not set.",
                    "Set " + property + ".model-name, such as in docs/spring-boot.md.",
                    cause);
        }
        return new FailureAnalysis(
                "There is no " + type(cause) + " of the name that is asked for. The names are "
                        + (names.isEmpty() ? "none" : String.join(", ", names)) + ".",
                "Set " + property + "s.<name>.model-name, or change the name in @Qualifier.",
                cause);
    }

    private static String type(NoSuchBeanDefinitionException cause) {
        Class<?> type = cause.getBeanType();
        return type == null ? "bean" : type.getSimpleName();
    }

    private static @Nullable String group(@Nullable ResolvableType asked) {
        Class<?> type = asked == null ? null : asked.resolve();
        return type == null ? null : GROUPS.get(type.getName());
    }

    /** Before the one of Spring Boot, which proposes to define a bean. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
