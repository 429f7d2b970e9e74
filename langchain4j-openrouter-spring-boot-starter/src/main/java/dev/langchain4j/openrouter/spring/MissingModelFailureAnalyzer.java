package dev.langchain4j.openrouter.spring;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * A model that is injected and not there: says which property makes the bean, which names there are, or what is off.
 */
class MissingModelFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException>
        implements Ordered {

    private static final String PACKAGE = "dev.langchain4j.model.";

    private static final String ENABLED = OpenRouterProperties.PREFIX + ".enabled";

    /** Types by their names, because an older LangChain4j does not have all of them. */
    private static final Map<String, String> GROUPS = Map.ofEntries(
            Map.entry(PACKAGE + "chat.ChatModel", "chat-model"),
            Map.entry(PACKAGE + "chat.StreamingChatModel", "streaming-chat-model"),
            Map.entry(PACKAGE + "scoring.ScoringModel", "scoring-model"),
            Map.entry(PACKAGE + "embedding.EmbeddingModel", "embedding-model"),
            Map.entry(PACKAGE + "image.ImageModel", "image-model"),
            Map.entry(PACKAGE + "audio.TextToSpeechModel", "speech-model"),
            Map.entry(PACKAGE + "audio.AudioTranscriptionModel", "transcription-model"),
            Map.entry(PACKAGE + "decision.DecisionModel", "decision-model"),
            Map.entry(PACKAGE + "chat.BatchChatModel", "batch-chat-model"),
            Map.entry(PACKAGE + "embedding.BatchEmbeddingModel", "batch-embedding-model"),
            Map.entry(PACKAGE + "openrouter.OpenRouterChatModel", "chat-model"),
            Map.entry(PACKAGE + "openrouter.OpenRouterStreamingChatModel", "streaming-chat-model"),
            Map.entry(PACKAGE + "openrouter.OpenRouterScoringModel", "scoring-model"),
            Map.entry(PACKAGE + "openrouter.OpenRouterLlmScoringModel", "llm-scoring-model"),
            Map.entry(PACKAGE + "openrouter.OpenRouterEmbeddingModel", "embedding-model"),
            Map.entry(PACKAGE + "openrouter.OpenRouterImageModel", "image-model"),
            Map.entry(PACKAGE + "openrouter.OpenRouterSpeechModel", "speech-model"),
            Map.entry(PACKAGE + "openrouter.OpenRouterTranscriptionModel", "transcription-model"),
            Map.entry(PACKAGE + "openrouter.OpenRouterDecisionModel", "decision-model"),
            Map.entry(PACKAGE + "openrouter.OpenRouterBatchChatModel", "batch-chat-model"),
            Map.entry(PACKAGE + "openrouter.OpenRouterBatchEmbeddingModel", "batch-embedding-model"));

    private static final String BUDGET = PACKAGE + "openrouter.OpenRouterBudget";

    /** Types whose beans exist whenever the starter is on. */
    private static final Set<String> ALWAYS =
            Set.of(PACKAGE + "openrouter.OpenRouter", PACKAGE + "openrouter.OpenRouterModelCatalog");

    private final @Nullable Environment environment;
    private final @Nullable BeanFactory beans;

    MissingModelFailureAnalyzer(@Nullable Environment environment, @Nullable BeanFactory beans) {
        this.environment = environment;
        this.beans = beans;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, NoSuchBeanDefinitionException cause, @Nullable String injectionPoint) {
        Class<?> asked = cause instanceof NoUniqueBeanDefinitionException ? null : cause.getBeanType();
        if (asked == null || environment == null) {
            return null;
        }
        boolean off = beans != null && !beans.containsBean("openRouterModels");
        if (ALWAYS.contains(asked.getName())) {
            return off ? turnedOff(environment, type(cause), cause) : null;
        }
        if (asked.getName().equals(BUDGET)) {
            return off ? turnedOff(environment, type(cause), cause) : withoutBudget(cause);
        }
        String group = GROUPS.get(asked.getName());
        if (group == null) {
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
        if (off) {
            return turnedOff(environment, type(cause), cause);
        }
        return new FailureAnalysis(
                "There is no " + type(cause) + " of the name that is asked for"
                        + (injectionPoint == null ? "" : " (" + injectionPoint + ")") + ". "
                        + (names.isEmpty() ? "None has a name." : "The names are " + String.join(", ", names) + "."),
                "Set " + property + "s.<name>.model-name, or change the name in @Qualifier.",
                cause);
    }

    private static FailureAnalysis withoutBudget(Throwable cause) {
        String budget = OpenRouterProperties.PREFIX + ".budget";
        return new FailureAnalysis(
                "There is no OpenRouterBudget, because no property of " + budget + " is set.",
                "Set " + budget + ".limit or another limit, or define a bean of your own.",
                cause);
    }

    private static FailureAnalysis turnedOff(Environment environment, String type, Throwable cause) {
        return environment.getProperty(ENABLED, Boolean.class, true)
                ? new FailureAnalysis(
                        "There is no " + type
                                + ", because this application context lacks OpenRouterAutoConfiguration: it is "
                                + "excluded, or this is the test of a slice such as @WebMvcTest.",
                        "Remove the exclusion. In the test of a slice, replace the model by @MockitoBean, or add "
                                + "@ImportAutoConfiguration(OpenRouterAutoConfiguration.class).",
                        cause)
                : new FailureAnalysis(
                        "There is no " + type + ", because " + ENABLED + " is false.",
                        "Set " + ENABLED + " to true, or define a bean of your own.",
                        cause);
    }

    private static String type(NoSuchBeanDefinitionException cause) {
        Class<?> type = cause.getBeanType();
        return type == null ? "bean" : type.getSimpleName();
    }

    /** Runs before the analyzer of Spring Boot, which proposes to define a bean. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
