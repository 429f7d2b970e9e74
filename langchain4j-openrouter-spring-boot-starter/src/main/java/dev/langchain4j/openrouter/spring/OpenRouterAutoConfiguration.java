package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBatchChatModel;
import dev.langchain4j.model.openrouter.OpenRouterBatchEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterDataPolicy;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterFreeModelPacer;
import dev.langchain4j.model.openrouter.OpenRouterKeyRing;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterModelAliases;
import dev.langchain4j.model.openrouter.OpenRouterModelCatalog;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import dev.langchain4j.model.openrouter.OpenRouterRerankCache;
import dev.langchain4j.model.openrouter.OpenRouterScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Creates one {@link OpenRouter} connection, its catalog, and a bean for each kind of model whose {@code model-name} is
 * set. A bean of the application replaces the one of the same type. An {@link OpenRouterBudget}, an
 * {@link OpenRouterCostListener}, an {@link OpenRouterFreeModelPacer} and an {@link OpenRouterRateLimiter} that are beans apply to this connection, other
 * listeners to its models.
 */
@AutoConfiguration
@EnableConfigurationProperties(OpenRouterProperties.class)
@ConditionalOnProperty(prefix = OpenRouterProperties.PREFIX, name = "enabled", matchIfMissing = true)
@Import(OpenRouterDecisionConfiguration.class)
public class OpenRouterAutoConfiguration {

    private static final String MODEL_NAME = ".model-name";

    /** Closed with the application context. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    OpenRouter openRouter(
            OpenRouterProperties properties,
            ObjectProvider<OpenRouterBudget> budget,
            ObjectProvider<OpenRouterCostListener> costListener,
            ObjectProvider<OpenRouterFreeModelPacer> freeModelPacer,
            ObjectProvider<OpenRouterRateLimiter> rateLimiter) {
        OpenRouter.Builder builder = OpenRouter.builder().apiKey(properties.apiKey());
        OpenRouterKeyRing ring =
                properties.keyRing() == null ? null : properties.keyRing().ring();
        return (ring == null ? builder : builder.keyRing(ring))
                .baseUrl(properties.baseUrl())
                .siteUrl(properties.siteUrl())
                .appName(properties.appName())
                .appCategories(properties.appCategories())
                .timeout(properties.timeout())
                .connectTimeout(properties.connectTimeout())
                .totalTimeout(properties.totalTimeout())
                .streamIdleTimeout(properties.streamIdleTimeout())
                .maxRetries(properties.maxRetries())
                .logRequests(properties.logRequests())
                .logResponses(properties.logResponses())
                .customHeaders(properties.customHeaders())
                .modelAliases(aliases(properties.modelAliases()))
                .dataPolicy(dataPolicy(properties.dataPolicy()))
                .budget(budget.getIfAvailable())
                .costListener(costListener.getIfAvailable())
                .freeModelPacer(freeModelPacer.getIfAvailable())
                .rateLimiter(rateLimiter.getIfAvailable(() -> properties.rateLimiter() == null
                        ? null
                        : properties.rateLimiter().limiter()))
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    OpenRouterModelCatalog openRouterModelCatalog(OpenRouter openRouter) {
        return openRouter.modelCatalog();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".chat-model" + MODEL_NAME)
    OpenRouterChatModel openRouterChatModel(
            OpenRouter openRouter, OpenRouterProperties properties, ObjectProvider<ChatModelListener> listeners) {
        ChatProperties chat = Objects.requireNonNull(properties.chatModel());
        return openRouter
                .chatModel()
                .defaultRequestParameters(chat.parameters())
                .supportedCapabilities(chat.supportedCapabilities())
                .capabilitiesFromCatalog(chat.capabilitiesFromCatalog())
                .listeners(listeners.orderedStream().toList())
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".streaming-chat-model" + MODEL_NAME)
    OpenRouterStreamingChatModel openRouterStreamingChatModel(
            OpenRouter openRouter, OpenRouterProperties properties, ObjectProvider<ChatModelListener> listeners) {
        ChatProperties chat = Objects.requireNonNull(properties.streamingChatModel());
        return openRouter
                .streamingChatModel()
                .defaultRequestParameters(chat.parameters())
                .supportedCapabilities(chat.supportedCapabilities())
                .capabilitiesFromCatalog(chat.capabilitiesFromCatalog())
                .listeners(listeners.orderedStream().toList())
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".scoring-model" + MODEL_NAME)
    OpenRouterScoringModel openRouterScoringModel(OpenRouter openRouter, OpenRouterProperties properties) {
        OpenRouterProperties.Scoring scoring = Objects.requireNonNull(properties.scoringModel());
        return openRouter
                .scoringModel()
                .modelName(scoring.modelName())
                .provider(ProviderProperties.preferences(scoring.provider()))
                .customParameters(scoring.customParameters())
                .returnRawResponse(scoring.returnRawResponse())
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".llm-scoring-model" + MODEL_NAME)
    OpenRouterLlmScoringModel openRouterLlmScoringModel(
            OpenRouter openRouter, OpenRouterProperties properties, ObjectProvider<OpenRouterRerankCache> cache) {
        OpenRouterProperties.LlmScoring scoring = Objects.requireNonNull(properties.llmScoringModel());
        return openRouter
                .llmScoringModel()
                .modelName(scoring.modelName())
                .provider(ProviderProperties.preferences(scoring.provider()))
                .strategy(scoring.strategy())
                .batchSize(scoring.batchSize())
                .maxConcurrency(scoring.maxConcurrency())
                .requestsPerMinute(scoring.requestsPerMinute())
                .maxCallsPerQuery(scoring.maxCallsPerQuery())
                .criteria(scoring.criteria())
                .cache(cache.getIfAvailable())
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".embedding-model" + MODEL_NAME)
    OpenRouterEmbeddingModel openRouterEmbeddingModel(
            OpenRouter openRouter, OpenRouterProperties properties, ObjectProvider<EmbeddingModelListener> listeners) {
        OpenRouterProperties.Embedding embedding = Objects.requireNonNull(properties.embeddingModel());
        return openRouter
                .embeddingModel()
                .modelName(embedding.modelName())
                .provider(ProviderProperties.preferences(embedding.provider()))
                .dimensions(embedding.dimensions())
                .user(embedding.user())
                .maxSegmentsPerBatch(embedding.maxSegmentsPerBatch())
                .maxTokensPerBatch(embedding.maxTokensPerBatch())
                .maxConcurrentBatches(embedding.maxConcurrentBatches())
                .capabilitiesFromCatalog(embedding.capabilitiesFromCatalog())
                .returnRawResponse(embedding.returnRawResponse())
                .listeners(listeners.orderedStream().toList())
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".batch-chat-model" + MODEL_NAME)
    OpenRouterBatchChatModel openRouterBatchChatModel(OpenRouter openRouter, OpenRouterProperties properties) {
        return openRouter
                .batchChatModel()
                .defaultRequestParameters(
                        Objects.requireNonNull(properties.batchChatModel()).parameters())
                .build();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".batch-embedding-model" + MODEL_NAME)
    OpenRouterBatchEmbeddingModel openRouterBatchEmbeddingModel(
            OpenRouter openRouter, OpenRouterProperties properties) {
        OpenRouterProperties.BatchEmbedding embedding = Objects.requireNonNull(properties.batchEmbeddingModel());
        return openRouter
                .batchEmbeddingModel()
                .modelName(embedding.modelName())
                .provider(ProviderProperties.preferences(embedding.provider()))
                .dimensions(embedding.dimensions())
                .user(embedding.user())
                .callbackUrl(embedding.callbackUrl())
                .build();
    }

    private static @Nullable OpenRouterModelAliases aliases(@Nullable Map<String, String> added) {
        if (added == null) {
            return null;
        }
        OpenRouterModelAliases aliases = OpenRouterModelAliases.defaults();
        for (Map.Entry<String, String> alias : added.entrySet()) {
            aliases = aliases.with(alias.getKey(), alias.getValue());
        }
        return aliases;
    }

    private static @Nullable OpenRouterDataPolicy dataPolicy(OpenRouterProperties.@Nullable DataPolicy policy) {
        if (policy == null) {
            return null;
        }
        OpenRouterDataPolicy.Builder builder = OpenRouterDataPolicy.builder()
                .denyDataCollection(Boolean.TRUE.equals(policy.denyDataCollection()))
                .zeroDataRetention(Boolean.TRUE.equals(policy.zeroDataRetention()));
        if (policy.allowedBaseUrls() != null) {
            builder.allowedBaseUrls(policy.allowedBaseUrls().toArray(String[]::new));
        }
        return builder.build();
    }
}
