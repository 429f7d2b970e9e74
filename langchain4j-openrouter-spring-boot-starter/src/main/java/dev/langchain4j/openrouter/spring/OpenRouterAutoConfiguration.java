package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBatchChatModel;
import dev.langchain4j.model.openrouter.OpenRouterBatchEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterFreeModelPacer;
import dev.langchain4j.model.openrouter.OpenRouterImageModel;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterModelAliases;
import dev.langchain4j.model.openrouter.OpenRouterModelCatalog;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import dev.langchain4j.model.openrouter.OpenRouterScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterSpeechModel;
import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import dev.langchain4j.model.openrouter.OpenRouterTokenCountEstimator;
import dev.langchain4j.model.openrouter.OpenRouterTranscriptionModel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Creates one {@link OpenRouter} connection, its catalog, a bean for each kind of model whose {@code model-name} is
 * set, and further models by name. A bean of the application replaces the one of the same type. An
 * {@link OpenRouterBudget}, an {@link OpenRouterCostListener} or {@link OpenRouterCostSink}s, an
 * {@link OpenRouterFreeModelPacer} and an {@link OpenRouterRateLimiter} that are beans apply to this connection, other
 * listeners to its models.
 */
@AutoConfiguration
@EnableConfigurationProperties(OpenRouterProperties.class)
@ConditionalOnProperty(prefix = OpenRouterProperties.PREFIX, name = "enabled", matchIfMissing = true)
@Import({OpenRouterBudgetConfiguration.class, OpenRouterDecisionConfiguration.class, NamedModels.class})
@ImportRuntimeHints(BuilderHints.class)
public class OpenRouterAutoConfiguration {

    private static final String MODEL_NAME = ".model-name";
    private static final String CHAT_MODEL = OpenRouterProperties.PREFIX + ".chat-model";
    private static final String OF_UNKNOWN_FAMILY = "openrouter/auto";
    private static final String RATE_LIMITER = OpenRouterProperties.PREFIX + ".rate-limiter";
    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    /** Whether the connection is that of the starter and not one of the application. */
    private volatile boolean connected;

    /**
     * Checks the properties before any bean is made, because a misspelt name would have no effect. Not where a native
     * image is built: the key and the variables are those of another machine.
     */
    @Bean
    static BeanFactoryPostProcessor openRouterPropertyCheck(ConfigurableEnvironment environment) {
        return beans -> {
            if (!Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
                new PropertyCheck(environment).check();
            }
        };
    }

    /** Closed with the application context. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    OpenRouter openRouter(
            OpenRouterProperties properties,
            ObjectProvider<OpenRouterBudget> budget,
            ObjectProvider<OpenRouterCostListener> costListener,
            ObjectProvider<OpenRouterCostSink> costSinks,
            ObjectProvider<OpenRouterFreeModelPacer> freeModelPacer,
            ObjectProvider<OpenRouterRateLimiter> rateLimiter,
            ObjectProvider<OpenRouterRateLimiter.Turns> rateTurns) {
        connected = true;
        if (!properties.hasKey()) {
            LOG.warn("langchain4j.openrouter.api-key is not set: only the catalog works");
        }
        return Setters.build(OpenRouterProperties.PREFIX, properties, OpenRouter.builder(), builder -> {
            builder.modelAliases(properties.aliases()).budget(budget.getIfAvailable());
            freeModelPacer.ifAvailable(builder::freeModelPacer);
            if (properties.rateLimiter() != null) {
                OpenRouterRateLimiter own = properties.rateLimiter().setting(RATE_LIMITER);
                rateTurns.ifAvailable(turns -> builder.rateLimiter(own.sharedBy(turns)));
            }
            rateLimiter.ifAvailable(builder::rateLimiter);
            OpenRouterCostSink[] sinks = costSinks.orderedStream().toArray(OpenRouterCostSink[]::new);
            builder.costListener(
                    costListener.getIfAvailable(() -> sinks.length == 0 ? null : new OpenRouterCostListener(sinks)));
            return builder.build();
        });
    }

    @Bean
    OpenRouterModels openRouterModels(
            OpenRouter openRouter,
            OpenRouterProperties properties,
            ApplicationContext context,
            ConfigurableEnvironment environment) {
        if (!connected) {
            new PropertyCheck(environment).warnOfOtherConnection(environmentOfConnection(context));
        }
        return new OpenRouterModels(openRouter, properties, context);
    }

    /** That of a parent context whose starter has seen to the connection; null if the application has made it here. */
    private static @Nullable Environment environmentOfConnection(ApplicationContext context) {
        ApplicationContext parent = context.getParent();
        boolean inherited = context.getBeanNamesForType(OpenRouter.class, true, false).length == 0;
        return inherited && parent != null && parent.containsBean("openRouterModels") ? parent.getEnvironment() : null;
    }

    @Bean
    @ConditionalOnMissingBean
    OpenRouterModelCatalog openRouterModelCatalog(OpenRouter openRouter) {
        return openRouter.modelCatalog();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(CHAT_MODEL + MODEL_NAME)
    OpenRouterChatModel openRouterChatModel(OpenRouterModels models) {
        return models.chatModel(OpenRouterModels.THE_ONE);
    }

    /**
     * Counts the tokens of the chat model, for memories.
     *
     * @param openRouter made first, because one of the application may have aliases of its own
     */
    @Bean
    @ConditionalOnMissingBean(TokenCountEstimator.class)
    @ConditionalOnProperty(CHAT_MODEL + MODEL_NAME)
    OpenRouterTokenCountEstimator openRouterTokenCountEstimator(
            OpenRouter openRouter, OpenRouterProperties properties) {
        String model = Objects.requireNonNull(
                Objects.requireNonNull(properties.chatModel()).modelName());
        OpenRouterModelAliases aliases = properties.aliases();
        try {
            return new OpenRouterTokenCountEstimator(aliases.resolve(model));
        } catch (IllegalArgumentException e) {
            if (connected) {
                throw new OpenRouterPropertyException(CHAT_MODEL + MODEL_NAME, e);
            }
            return new OpenRouterTokenCountEstimator(OF_UNKNOWN_FAMILY);
        }
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".streaming-chat-model" + MODEL_NAME)
    OpenRouterStreamingChatModel openRouterStreamingChatModel(OpenRouterModels models) {
        return models.streamingChatModel(OpenRouterModels.THE_ONE);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".scoring-model" + MODEL_NAME)
    OpenRouterScoringModel openRouterScoringModel(OpenRouterModels models) {
        return models.scoringModel(OpenRouterModels.THE_ONE);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".llm-scoring-model" + MODEL_NAME)
    OpenRouterLlmScoringModel openRouterLlmScoringModel(OpenRouterModels models) {
        return models.llmScoringModel(OpenRouterModels.THE_ONE);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".embedding-model" + MODEL_NAME)
    OpenRouterEmbeddingModel openRouterEmbeddingModel(OpenRouterModels models) {
        return models.embeddingModel(OpenRouterModels.THE_ONE);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".image-model" + MODEL_NAME)
    OpenRouterImageModel openRouterImageModel(OpenRouterModels models) {
        return models.imageModel(OpenRouterModels.THE_ONE);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".speech-model" + MODEL_NAME)
    OpenRouterSpeechModel openRouterSpeechModel(OpenRouterModels models) {
        return models.speechModel(OpenRouterModels.THE_ONE);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".transcription-model" + MODEL_NAME)
    OpenRouterTranscriptionModel openRouterTranscriptionModel(OpenRouterModels models) {
        return models.transcriptionModel(OpenRouterModels.THE_ONE);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".batch-chat-model" + MODEL_NAME)
    OpenRouterBatchChatModel openRouterBatchChatModel(OpenRouterModels models) {
        return models.batchChatModel(OpenRouterModels.THE_ONE);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".batch-embedding-model" + MODEL_NAME)
    OpenRouterBatchEmbeddingModel openRouterBatchEmbeddingModel(OpenRouterModels models) {
        return models.batchEmbeddingModel(OpenRouterModels.THE_ONE);
    }
}
