package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterKeyRing;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The settings under {@code langchain4j.openrouter}. Each has the name, meaning, range and default of the builder's
 * setter; unset values are not sent.
 *
 * @param apiKey Key from https://openrouter.ai/settings/keys. Without it only the catalog works.
 * @param keyRing Several keys instead of "api-key".
 * @param baseUrl OpenRouter's address.
 * @param siteUrl Address of the application, for OpenRouter's rankings.
 * @param appName Name of the application, for OpenRouter's rankings.
 * @param appCategories Categories of the application, for OpenRouter's rankings.
 * @param timeout Limit until the response starts, and for each silence of a plain answer.
 * @param connectTimeout Limit for connecting.
 * @param totalTimeout Limit for a whole call, retries and waits included.
 * @param streamIdleTimeout Limit for each silence of a stream; keep-alive comments do not count.
 * @param maxRetries Attempts after the first.
 * @param logRequests Whether requests are logged, bodies and prompts included.
 * @param logResponses Whether responses are logged, bodies and answers included.
 * @param customHeaders Headers of every request.
 * @param rateLimiter Requests and tokens a minute; a bean of the application replaces it.
 * @param modelAliases Short names of models, in addition to the built-in ones.
 * @param dataPolicy Limits on the use of the data of every request; no request can loosen it.
 * @param chatModel The bean openRouterChatModel; exists if a model name is set.
 * @param streamingChatModel The bean openRouterStreamingChatModel; exists if a model name is set.
 * @param scoringModel The bean openRouterScoringModel, with the rerank endpoint; exists if a model name is set.
 * @param llmScoringModel The bean openRouterLlmScoringModel, with a chat model; exists if a model name is set.
 * @param embeddingModel The bean openRouterEmbeddingModel; exists if a model name is set.
 * @param batchChatModel The bean openRouterBatchChatModel; exists if a model name is set.
 * @param batchEmbeddingModel The bean openRouterBatchEmbeddingModel; exists if a model name is set.
 * @param decisionModel The bean openRouterDecisionModel; exists if a model name is set.
 */
@ConfigurationProperties(OpenRouterProperties.PREFIX)
public record OpenRouterProperties(
        @Nullable String apiKey,
        @Nullable KeyRing keyRing,
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
        @Nullable RateLimiter rateLimiter,
        @Nullable Map<String, String> modelAliases,
        @Nullable DataPolicy dataPolicy,
        @NestedConfigurationProperty @Nullable ChatProperties chatModel,
        @NestedConfigurationProperty @Nullable ChatProperties streamingChatModel,
        @Nullable Scoring scoringModel,
        @Nullable LlmScoring llmScoringModel,
        @Nullable Embedding embeddingModel,
        @NestedConfigurationProperty @Nullable ChatProperties batchChatModel,
        @Nullable BatchEmbedding batchEmbeddingModel,
        @Nullable Decision decisionModel) {

    static final String PREFIX = "langchain4j.openrouter";

    /** Shows neither the key nor headers, which may be secrets. */
    @Override
    public String toString() {
        return "OpenRouterProperties[baseUrl=" + baseUrl + "]";
    }

    /**
     * Limits of calls of all models.
     *
     * @param requestsPerMinute Most attempts that start in any 60 seconds.
     * @param tokensPerMinute Most tokens of the attempts that start in any 60 seconds.
     */
    public record RateLimiter(
            @Nullable Integer requestsPerMinute, @Nullable Long tokensPerMinute) {

        OpenRouterRateLimiter limiter() {
            return OpenRouterRateLimiter.builder()
                    .requestsPerMinute(requestsPerMinute)
                    .tokensPerMinute(tokensPerMinute)
                    .build();
        }
    }

    /**
     * Several keys, in their order.
     *
     * @param keys The keys by their labels.
     * @param retryAfter How long a key rests that was refused without a date.
     */
    public record KeyRing(
            @Nullable Map<String, String> keys, @Nullable Duration retryAfter) {

        @Nullable
        OpenRouterKeyRing ring() {
            if (keys == null || keys.isEmpty()) {
                return null;
            }
            OpenRouterKeyRing.Builder ring = OpenRouterKeyRing.builder().retryAfter(retryAfter);
            keys.forEach(ring::key);
            return ring.build();
        }

        /** Shows the labels, not the keys. */
        @Override
        public String toString() {
            return "KeyRing" + (keys == null ? List.of() : keys.keySet());
        }
    }

    /**
     * Limits on the use of the data of every request.
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
     * @param provider Providers that may serve it.
     * @param customParameters Fields to add to the body of each request, by their wire name.
     * @param returnRawResponse Whether the report keeps the bodies of the responses, documents included.
     */
    public record Scoring(
            @Nullable String modelName,
            @NestedConfigurationProperty @Nullable ProviderProperties provider,
            @Nullable Map<String, Object> customParameters,
            @Nullable Boolean returnRawResponse) {}

    /**
     * A chat model that reranks.
     *
     * @param modelName Id or alias of a chat model.
     * @param provider Providers that may serve it.
     * @param strategy How it grades and orders the passages.
     * @param batchSize Maximum passages in a call.
     * @param maxConcurrency Maximum parallel calls.
     * @param requestsPerMinute Maximum calls in a minute.
     * @param maxCallsPerQuery Maximum calls for a query.
     * @param criteria Further criteria for relevance, in words.
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
     * @param provider Providers that may serve it.
     * @param dimensions Length of the vectors, if the model supports it.
     * @param user A pseudonym of the end user.
     * @param maxSegmentsPerBatch Maximum inputs in a request.
     * @param maxTokensPerBatch Maximum tokens in a request, estimated.
     * @param maxConcurrentBatches Maximum parallel requests.
     * @param capabilitiesFromCatalog Whether the catalog decides which content can be sent; costs one fetch.
     * @param returnRawResponse Whether the metadata keep the bodies of the responses.
     */
    public record Embedding(
            @Nullable String modelName,
            @NestedConfigurationProperty @Nullable ProviderProperties provider,
            @Nullable Integer dimensions,
            @Nullable String user,
            @Nullable Integer maxSegmentsPerBatch,
            @Nullable Integer maxTokensPerBatch,
            @Nullable Integer maxConcurrentBatches,
            @Nullable Boolean capabilitiesFromCatalog,
            @Nullable Boolean returnRawResponse) {}

    /**
     * A model of the embeddings endpoint for batches.
     *
     * @param modelName Id or alias of an embedding model.
     * @param provider Providers that may serve it; only "only" and "allow-fallbacks".
     * @param dimensions Length of the vectors, if the model supports it.
     * @param user A pseudonym of the end user.
     * @param callbackUrl Address that OpenRouter calls when a batch is over.
     */
    public record BatchEmbedding(
            @Nullable String modelName,
            @NestedConfigurationProperty @Nullable ProviderProperties provider,
            @Nullable Integer dimensions,
            @Nullable String user,
            @Nullable String callbackUrl) {}

    /**
     * A model of the decisions endpoint. Experimental.
     *
     * @param modelName Id or alias of a decision model.
     * @param provider Providers that may serve it.
     * @param user A pseudonym of the end user.
     * @param decisionsUrl URL of the endpoint, which is not below the base URL.
     * @param imageUrls Whether images are sent by their URL; a few models fetch them.
     */
    public record Decision(
            @Nullable String modelName,
            @NestedConfigurationProperty @Nullable ProviderProperties provider,
            @Nullable String user,
            @Nullable String decisionsUrl,
            @Nullable Boolean imageUrls) {}
}
