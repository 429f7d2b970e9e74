package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterModelAliases;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.StringUtils;

/**
 * The settings under {@code langchain4j.openrouter}. Each has the name, meaning, range and default of the builder's
 * setter; unset values are not sent.
 *
 * @param enabled Whether there are any beans. Default: true.
 * @param allowUnknownProperties Whether a property that does not exist is logged instead of refused. Default: false.
 * @param apiKey Key from https://openrouter.ai/settings/keys. Without it only the catalog works.
 * @param keyRing Several keys instead of "api-key".
 * @param baseUrl OpenRouter's address.
 * @param allowPlainHttp Whether "base-url" may be http on another host; the key is then sent in the clear.
 * @param siteUrl Address of the application, for OpenRouter's rankings.
 * @param appName Name of the application, for OpenRouter's rankings.
 * @param appCategories Categories of the application, for OpenRouter's rankings.
 * @param timeout Limit until the response starts, and for each silence of a plain answer.
 * @param connectTimeout Limit for connecting.
 * @param totalTimeout Limit for a whole call, retries and waits included.
 * @param streamIdleTimeout Limit for each silence of a stream; keep-alive comments do not count.
 * @param maxRetries Attempts after the first.
 * @param retryBrokenAnswers Whether to repeat a request whose answer broke off; both may be charged.
 * @param maxResponseBytes The largest answer, in bytes.
 * @param logRequests Whether requests are logged, bodies and prompts included.
 * @param logResponses Whether responses are logged, bodies and answers included.
 * @param customHeaders Headers of every request.
 * @param secretHeaders Names of further headers whose values are never logged.
 * @param modelName The model of OpenRouter.chat(), and of chat models without a name.
 * @param modelAliases Short names of models, in addition to the built-in ones.
 * @param dataPolicy Limits on the use of the data of every request; no request can loosen it.
 * @param rateLimiter Requests and tokens a minute; a bean of the application replaces it.
 * @param freeModelPacer Calls of free models wait for their turn; a bean of the application replaces it.
 * @param budget Spending limits of all models; a bean of the application replaces it.
 * @param metrics Meters of every call, if there is a MeterRegistry.
 * @param observations An observation of every call, if there is an ObservationRegistry.
 * @param health The health of the key, with actuator.
 * @param info The models in the info of the application, with actuator.
 * @param chatModel The bean openRouterChatModel; exists if a model name is set.
 * @param chatModels Further chat models, by their names.
 * @param streamingChatModel The bean openRouterStreamingChatModel; exists if a model name is set.
 * @param streamingChatModels Further streaming chat models, by their names.
 * @param scoringModel The bean openRouterScoringModel, with the rerank endpoint; exists if a model name is set.
 * @param scoringModels Further scoring models, by their names.
 * @param llmScoringModel The bean openRouterLlmScoringModel, with a chat model; exists if a model name is set.
 * @param llmScoringModels Further scoring models with a chat model, by their names.
 * @param embeddingModel The bean openRouterEmbeddingModel; exists if a model name is set.
 * @param embeddingModels Further embedding models, by their names.
 * @param imageModel The bean openRouterImageModel; exists if a model name is set.
 * @param imageModels Further image models, by their names.
 * @param speechModel The bean openRouterSpeechModel; exists if a model name is set.
 * @param speechModels Further speech models, by their names.
 * @param transcriptionModel The bean openRouterTranscriptionModel; exists if a model name is set.
 * @param transcriptionModels Further transcription models, by their names.
 * @param batchChatModel The bean openRouterBatchChatModel; exists if a model name is set.
 * @param batchChatModels Further batch models of chat requests, by their names.
 * @param batchEmbeddingModel The bean openRouterBatchEmbeddingModel; exists if a model name is set.
 * @param batchEmbeddingModels Further batch models of embeddings, by their names.
 * @param decisionModel The bean openRouterDecisionModel; exists if a model name is set.
 * @param decisionModels Further decision models, by their names.
 */
@ConfigurationProperties(OpenRouterProperties.PREFIX)
public record OpenRouterProperties(
        @Nullable Boolean enabled,
        @Nullable Boolean allowUnknownProperties,
        @Nullable String apiKey,
        @NestedConfigurationProperty @Nullable KeyRingProperties keyRing,
        @Nullable String baseUrl,
        @Nullable Boolean allowPlainHttp,
        @Nullable String siteUrl,
        @Nullable String appName,
        @Nullable List<String> appCategories,
        @Nullable Duration timeout,
        @Nullable Duration connectTimeout,
        @Nullable Duration totalTimeout,
        @Nullable Duration streamIdleTimeout,
        @Nullable Integer maxRetries,
        @Nullable Boolean retryBrokenAnswers,
        @Nullable Long maxResponseBytes,
        @Nullable Boolean logRequests,
        @Nullable Boolean logResponses,
        @Nullable Map<String, String> customHeaders,
        @Nullable List<String> secretHeaders,
        @Nullable String modelName,
        @Nullable Map<String, String> modelAliases,
        @NestedConfigurationProperty @Nullable DataPolicyProperties dataPolicy,
        @NestedConfigurationProperty @Nullable RateLimiterProperties rateLimiter,
        @NestedConfigurationProperty @Nullable FreeModelPacerProperties freeModelPacer,
        @NestedConfigurationProperty @Nullable BudgetProperties budget,
        @Nullable Switch metrics,
        @Nullable Switch observations,
        @Nullable Health health,
        @Nullable Switch info,
        @NestedConfigurationProperty @Nullable ChatProperties chatModel,
        @Nullable Map<String, ChatProperties> chatModels,
        @NestedConfigurationProperty @Nullable ChatProperties streamingChatModel,
        @Nullable Map<String, ChatProperties> streamingChatModels,
        @NestedConfigurationProperty @Nullable ScoringProperties scoringModel,
        @Nullable Map<String, ScoringProperties> scoringModels,
        @NestedConfigurationProperty @Nullable LlmScoringProperties llmScoringModel,
        @Nullable Map<String, LlmScoringProperties> llmScoringModels,
        @NestedConfigurationProperty @Nullable EmbeddingProperties embeddingModel,
        @Nullable Map<String, EmbeddingProperties> embeddingModels,
        @NestedConfigurationProperty @Nullable ImageProperties imageModel,
        @Nullable Map<String, ImageProperties> imageModels,
        @NestedConfigurationProperty @Nullable SpeechProperties speechModel,
        @Nullable Map<String, SpeechProperties> speechModels,
        @NestedConfigurationProperty @Nullable TranscriptionProperties transcriptionModel,
        @Nullable Map<String, TranscriptionProperties> transcriptionModels,
        @NestedConfigurationProperty @Nullable ChatProperties batchChatModel,
        @Nullable Map<String, ChatProperties> batchChatModels,
        @NestedConfigurationProperty @Nullable BatchEmbeddingProperties batchEmbeddingModel,
        @Nullable Map<String, BatchEmbeddingProperties> batchEmbeddingModels,
        @NestedConfigurationProperty @Nullable DecisionProperties decisionModel,
        @Nullable Map<String, DecisionProperties> decisionModels) {

    static final String PREFIX = "langchain4j.openrouter";

    /** Shows neither the key nor headers, which may be secrets. */
    @Override
    public String toString() {
        return "OpenRouterProperties[baseUrl=" + baseUrl + "]";
    }

    boolean hasKey() {
        boolean ring =
                keyRing != null && keyRing.keys() != null && !keyRing.keys().isEmpty();
        return ring || StringUtils.hasText(apiKey);
    }

    /** The built-in short names of models and those of the properties. */
    OpenRouterModelAliases aliases() {
        OpenRouterModelAliases aliases = OpenRouterModelAliases.defaults();
        Map<String, String> added = modelAliases == null ? Map.of() : modelAliases;
        for (Map.Entry<String, String> alias : added.entrySet()) {
            try {
                aliases = aliases.with(alias.getKey(), alias.getValue());
            } catch (IllegalArgumentException e) {
                throw new OpenRouterPropertyException(Setters.entry(PREFIX + ".model-aliases", alias.getKey()), e);
            }
        }
        return aliases;
    }

    /**
     * Something that can be turned off.
     *
     * @param enabled Default: true.
     */
    public record Switch(@Nullable Boolean enabled) {}

    /**
     * The health of the key.
     *
     * @param enabled Whether it is part of the health of the application. Default: true.
     * @param keepFor How long OpenRouter's answer is used before the next question. Default: 1m.
     */
    public record Health(
            @Nullable Boolean enabled, @Nullable Duration keepFor) {}
}
