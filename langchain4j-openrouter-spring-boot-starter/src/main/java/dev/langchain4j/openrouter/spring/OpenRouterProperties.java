package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The settings under {@code langchain4j.openrouter}. Each has the name, meaning, range and default of the builder's
 * setter; what is unset is not sent.
 *
 * @param apiKey Key from https://openrouter.ai/settings/keys. Without it only the catalog works.
 * @param baseUrl Where OpenRouter is.
 * @param siteUrl Address of the application, for OpenRouter's rankings.
 * @param appName Name of the application, for OpenRouter's rankings.
 * @param appCategories Categories of the application, for OpenRouter's rankings.
 * @param timeout Until the response starts, and each silence of a plain answer.
 * @param connectTimeout For connecting.
 * @param totalTimeout For a whole call, retries and waits included.
 * @param streamIdleTimeout For each silence of a stream; keep-alive comments do not count.
 * @param maxRetries Attempts after the first.
 * @param logRequests Whether requests are logged, bodies and prompts included.
 * @param logResponses Whether responses are logged, bodies and answers included.
 * @param customHeaders Headers of every request.
 * @param modelAliases Short names of models, beside those that come with the library.
 * @param dataPolicy What may happen to the data of every request; no request can loosen it.
 * @param chatModel The bean openRouterChatModel; made where a model name is set.
 * @param streamingChatModel The bean openRouterStreamingChatModel; made where a model name is set.
 * @param scoringModel The bean openRouterScoringModel, over the rerank endpoint; made where a model name is set.
 * @param llmScoringModel The bean openRouterLlmScoringModel, over a chat model; made where a model name is set.
 * @param embeddingModel The bean openRouterEmbeddingModel; made where a model name is set.
 */
@ConfigurationProperties(OpenRouterProperties.PREFIX)
public record OpenRouterProperties(
        @Nullable String apiKey,
        @Nullable String baseUrl,
        @Nullable String siteUrl,
        @Nullable String appName,
        @Nullable List<String> appCategories,
        @Nullable Duration timeout,
        @Nullable Duration connectTimeout,
        @Nullable Duration totalTimeout,
        @Nullable Duration streamIdleTimeout,
        @Nullable Integer maxRetries,
        @Nullable Boolean logRequests,
        @Nullable Boolean logResponses,
        @Nullable Map<String, String> customHeaders,
        @Nullable Map<String, String> modelAliases,
        @Nullable DataPolicy dataPolicy,
        @NestedConfigurationProperty @Nullable ChatProperties chatModel,
        @NestedConfigurationProperty @Nullable ChatProperties streamingChatModel,
        @Nullable Scoring scoringModel,
        @Nullable LlmScoring llmScoringModel,
        @Nullable Embedding embeddingModel) {

    static final String PREFIX = "langchain4j.openrouter";

    /** Never the key, nor a header, which may be one. */
    @Override
    public String toString() {
        return "OpenRouterProperties[baseUrl=" + baseUrl + "]";
    }

    /**
     * What may happen to the data of every request.
     *
     * @param denyDataCollection Only providers that do not keep prompts to train on them.
     * @param zeroDataRetention Only endpoints that keep no data.
     * @param allowedBaseUrls The base URLs that may be used; the first is the default.
     */
    public record DataPolicy(
            @Nullable Boolean denyDataCollection,
            @Nullable Boolean zeroDataRetention,
            @Nullable List<String> allowedBaseUrls) {}

    /**
     * A model of the rerank endpoint.
     *
     * @param modelName Id or alias of a rerank model.
     * @param provider Which providers may serve it.
     */
    public record Scoring(
            @Nullable String modelName,
            @NestedConfigurationProperty @Nullable ProviderProperties provider) {}

    /**
     * A chat model that reranks.
     *
     * @param modelName Id or alias of a chat model.
     * @param provider Which providers may serve it.
     * @param strategy How the passages are put to it.
     * @param batchSize Most passages in a call.
     * @param maxConcurrency Most calls at a time.
     * @param requestsPerMinute Most calls in a minute.
     * @param maxCallsPerQuery Most calls for a query.
     * @param criteria What counts as relevant, in words, beside the query.
     */
    public record LlmScoring(
            @Nullable String modelName,
            @NestedConfigurationProperty @Nullable ProviderProperties provider,
            OpenRouterLlmScoringModel.@Nullable Strategy strategy,
            @Nullable Integer batchSize,
            @Nullable Integer maxConcurrency,
            @Nullable Integer requestsPerMinute,
            @Nullable Integer maxCallsPerQuery,
            @Nullable String criteria) {}

    /**
     * A model of the embeddings endpoint.
     *
     * @param modelName Id or alias of an embedding model.
     * @param provider Which providers may serve it.
     * @param dimensions Length of the vectors, where the model can choose.
     * @param user A pseudonym of the end user.
     * @param maxSegmentsPerBatch Most inputs in a request.
     * @param maxTokensPerBatch Most tokens in a request, estimated.
     * @param maxConcurrentBatches Most requests at a time.
     */
    public record Embedding(
            @Nullable String modelName,
            @NestedConfigurationProperty @Nullable ProviderProperties provider,
            @Nullable Integer dimensions,
            @Nullable String user,
            @Nullable Integer maxSegmentsPerBatch,
            @Nullable Integer maxTokensPerBatch,
            @Nullable Integer maxConcurrentBatches) {}
}
