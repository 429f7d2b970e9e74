package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.openrouter.OpenRouterChatRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterEmptyAnswer;
import dev.langchain4j.model.openrouter.OpenRouterPromptCacheOptions;
import dev.langchain4j.model.openrouter.OpenRouterStructuredOutput;
import dev.langchain4j.model.openrouter.OpenRouterWebSearchOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * A chat model, plain or streaming.
 *
 * @param modelName Id or alias.
 * @param fallbackModels Ids or aliases, tried in this order if the model fails.
 * @param provider Providers that may serve it.
 * @param reasoning How much it thinks.
 * @param temperature From 0 to 2.
 * @param topP Above 0, at most 1.
 * @param topK At least 0.
 * @param minP From 0 to 1.
 * @param topA From 0 to 1.
 * @param frequencyPenalty From -2 to 2.
 * @param presencePenalty From -2 to 2.
 * @param repetitionPenalty Above 0, at most 2.
 * @param seed For repeatable answers, if the model supports it.
 * @param maxOutputTokens Maximum tokens of an answer, reasoning included.
 * @param stopSequences At most four texts that end an answer.
 * @param parallelToolCalls Whether the model may call several tools at once.
 * @param strictJsonSchema Whether the provider enforces the schema of the request.
 * @param strictTools Whether the provider enforces the schemas of tool arguments.
 * @param structuredOutputFallback The weakest accepted form of a schema.
 * @param emptyAnswer How to treat an answer without content: "return" or "throw".
 * @param supportedCapabilities Features that LangChain4j may expect of the model.
 * @param capabilitiesFromCatalog Whether the catalog decides which features LangChain4j may expect; costs one fetch.
 * @param verbosity Length of answers: "low", "medium" or "high".
 * @param serviceTier Such as "flex" or "priority".
 * @param speed "fast", if a model has a faster mode.
 * @param promptCacheKey Routes requests with the same beginning to the same cache.
 * @param promptCacheOptions Prompt cache settings of OpenAI's models from GPT-5.6 on.
 * @param webSearchOptions Search settings of models that search the web themselves.
 * @param xSearchFilter Which posts on X the models of xAI may find.
 * @param systemMessageRole Role of system messages: "system" or "developer".
 * @param videoProcessing How Gemini reads videos: "agentic" or "static".
 * @param preset Slug of a preset of the account.
 * @param user A pseudonym of the end user.
 * @param sessionId Groups requests in OpenRouter's records.
 * @param metadata Tags of every request.
 * @param returnThinking Whether reasoning goes into the answer's "thinking".
 * @param sendThinking Whether earlier reasoning is sent back.
 * @param sendImages Whether images of earlier answers are sent back.
 * @param maxContextMessages Maximum messages sent, system messages not counted.
 * @param maxContextTokens Maximum tokens of messages and tools sent, estimated.
 * @param fitContext Whether messages are dropped until they fit into the context of the model; costs one fetch of the
 *     catalog.
 * @param retryWithinCredits Whether to repeat a request that the credits do not cover, once, with fewer output tokens.
 */
public record ChatProperties(
        @Nullable String modelName,
        @Nullable List<String> fallbackModels,
        @NestedConfigurationProperty @Nullable ProviderProperties provider,
        @NestedConfigurationProperty @Nullable ReasoningProperties reasoning,
        @Nullable Double temperature,
        @Nullable Double topP,
        @Nullable Integer topK,
        @Nullable Double minP,
        @Nullable Double topA,
        @Nullable Double frequencyPenalty,
        @Nullable Double presencePenalty,
        @Nullable Double repetitionPenalty,
        @Nullable Integer seed,
        @Nullable Integer maxOutputTokens,
        @Nullable List<String> stopSequences,
        @Nullable Boolean parallelToolCalls,
        @Nullable Boolean strictJsonSchema,
        @Nullable Boolean strictTools,
        @Nullable OpenRouterStructuredOutput structuredOutputFallback,
        @Nullable OpenRouterEmptyAnswer emptyAnswer,
        @Nullable Set<Capability> supportedCapabilities,
        @Nullable Boolean capabilitiesFromCatalog,
        @Nullable String verbosity,
        @Nullable String serviceTier,
        @Nullable String speed,
        @Nullable String promptCacheKey,
        @Nullable PromptCacheOptions promptCacheOptions,
        @Nullable WebSearchOptions webSearchOptions,
        @NestedConfigurationProperty @Nullable XSearchFilterProperties xSearchFilter,
        @Nullable String systemMessageRole,
        @Nullable String videoProcessing,
        @Nullable String preset,
        @Nullable String user,
        @Nullable String sessionId,
        @Nullable Map<String, String> metadata,
        @Nullable Boolean returnThinking,
        @Nullable Boolean sendThinking,
        @Nullable Boolean sendImages,
        @Nullable Integer maxContextMessages,
        @Nullable Integer maxContextTokens,
        @Nullable Boolean fitContext,
        @Nullable Boolean retryWithinCredits) {

    OpenRouterChatRequestParameters parameters() {
        var parameters = OpenRouterChatRequestParameters.builder();
        // the setters that LangChain4j's own builder has
        parameters
                .modelName(modelName)
                .temperature(temperature)
                .topP(topP)
                .topK(topK)
                .frequencyPenalty(frequencyPenalty)
                .presencePenalty(presencePenalty)
                .maxOutputTokens(maxOutputTokens)
                .stopSequences(stopSequences);
        return parameters
                .fallbackModels(fallbackModels)
                .provider(ProviderProperties.preferences(provider))
                .reasoning(ReasoningProperties.reasoning(reasoning))
                .minP(minP)
                .topA(topA)
                .repetitionPenalty(repetitionPenalty)
                .seed(seed)
                .parallelToolCalls(parallelToolCalls)
                .strictJsonSchema(strictJsonSchema)
                .strictTools(strictTools)
                .structuredOutputFallback(structuredOutputFallback)
                .emptyAnswer(emptyAnswer)
                .verbosity(verbosity)
                .serviceTier(serviceTier)
                .speed(speed)
                .promptCacheKey(promptCacheKey)
                .promptCacheOptions(promptCacheOptions == null ? null : promptCacheOptions.options())
                .webSearchOptions(webSearchOptions == null ? null : webSearchOptions.options())
                .xSearchFilter(xSearchFilter == null ? null : xSearchFilter.filter())
                .systemMessageRole(systemMessageRole)
                .videoProcessing(videoProcessing)
                .preset(preset)
                .user(user)
                .sessionId(sessionId)
                .metadata(metadata)
                .returnThinking(returnThinking)
                .sendThinking(sendThinking)
                .sendImages(sendImages)
                .maxContextMessages(maxContextMessages)
                .maxContextTokens(maxContextTokens)
                .fitContext(fitContext)
                .retryWithinCredits(retryWithinCredits)
                .build();
    }

    /**
     * Prompt cache settings of OpenAI's models from GPT-5.6 on.
     *
     * @param mode "explicit" caches only what is marked.
     * @param ttl How long, such as "30m".
     */
    public record PromptCacheOptions(
            @Nullable String mode, @Nullable String ttl) {

        private OpenRouterPromptCacheOptions options() {
            Map<String, String> fields = new HashMap<>();
            fields.put("mode", mode == null ? "explicit" : mode);
            if (ttl != null) {
                fields.put("ttl", ttl);
            }
            return OpenRouterPromptCacheOptions.of(fields);
        }
    }

    /**
     * Search settings of models that search the web themselves.
     *
     * @param searchContextSize Amount of page text: "low", "medium" or "high".
     */
    public record WebSearchOptions(@Nullable String searchContextSize) {

        private @Nullable OpenRouterWebSearchOptions options() {
            return searchContextSize == null ? null : OpenRouterWebSearchOptions.searchContextSize(searchContextSize);
        }
    }
}
