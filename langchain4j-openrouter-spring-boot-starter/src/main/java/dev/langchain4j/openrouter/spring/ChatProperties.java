package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.openrouter.OpenRouterAudioOutput;
import dev.langchain4j.model.openrouter.OpenRouterEmptyAnswer;
import dev.langchain4j.model.openrouter.OpenRouterPromptCacheOptions;
import dev.langchain4j.model.openrouter.OpenRouterResponseCache;
import dev.langchain4j.model.openrouter.OpenRouterStructuredOutput;
import dev.langchain4j.model.openrouter.OpenRouterWebSearchOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * A chat model, plain, streaming or of batches.
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
 * @param logitBias Added to the logits of tokens, -100 to 100, by the id of the token.
 * @param logprobs Whether the metadata have the log probability of each token.
 * @param topLogprobs Number of most likely tokens for each position, 0 to 20.
 * @param maxOutputTokens Maximum tokens of an answer, reasoning included.
 * @param stopSequences At most four texts that end an answer.
 * @param responseFormat "text" or "json".
 * @param toolChoice Whether the model must call a tool.
 * @param toolChoiceName The one tool that the model must call.
 * @param parallelToolCalls Whether the model may call several tools at once.
 * @param maxToolCalls Maximum steps of server tools, 1 to 30.
 * @param strictJsonSchema Whether the provider enforces the schema of the request.
 * @param strictTools Whether the provider enforces the schemas of tool arguments.
 * @param structuredOutputFallback The weakest accepted form of a schema.
 * @param emptyAnswer How to treat an answer without content: "return" or "throw".
 * @param supportedCapabilities Features that LangChain4j may expect of the model.
 * @param capabilitiesFromCatalog Whether the catalog decides which features LangChain4j may expect; costs one fetch.
 * @param verbosity Length of answers: "low", "medium" or "high".
 * @param prediction Text that most of the answer will repeat.
 * @param modalities Allowed content of the answer: "text", "image", "audio".
 * @param imageConfig Settings of generated images, by their wire name.
 * @param audioOutput Voice and format of generated speech; only streaming models.
 * @param serviceTier Such as "flex" or "priority".
 * @param speed "fast", if a model has a faster mode.
 * @param cacheControl What the prompt cache of the provider keeps, for models that need marks.
 * @param promptCacheKey Routes requests with the same beginning to the same cache.
 * @param promptCacheOptions Prompt cache settings of OpenAI's models from GPT-5.6 on.
 * @param responseCache Use of OpenRouter's own cache of whole answers.
 * @param webSearchOptions Search settings of models that search the web themselves.
 * @param xSearchFilter Which posts on X the models of xAI may find.
 * @param systemMessageRole Role of system messages: "system" or "developer".
 * @param videoProcessing How Gemini reads videos: "agentic" or "static".
 * @param anthropicBeta Beta features of Anthropic's own API.
 * @param preset Slug of a preset of the account.
 * @param user A pseudonym of the end user.
 * @param sessionId Groups requests in OpenRouter's records.
 * @param metadata Tags of every request.
 * @param trace Data for observability destinations.
 * @param providerApiKeys Your own keys at providers, by the slug of the provider.
 * @param customParameters Fields to add to the body of each request, by their wire name.
 * @param returnThinking Whether reasoning goes into the answer's "thinking".
 * @param sendThinking Whether earlier reasoning is sent back.
 * @param sendImages Whether images of earlier answers are sent back.
 * @param returnRawResponse Whether the metadata keep the bodies of the responses.
 * @param routerMetadata Whether the metadata say how the request was routed.
 * @param echoUpstreamBody Whether a stream begins with the request as the provider got it.
 * @param maxContextMessages Maximum messages sent, system messages not counted.
 * @param maxContextTokens Maximum tokens of messages and tools sent, estimated.
 * @param fitContext Whether messages are dropped until they fit into the context of the model; costs one fetch of the
 *     catalog.
 * @param retryWithinCredits Whether to repeat a request that the credits do not cover, once, with fewer output tokens.
 * @param callbackUrl Address that OpenRouter calls when a batch is over; only batch models.
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
        @Nullable Map<String, Integer> logitBias,
        @Nullable Boolean logprobs,
        @Nullable Integer topLogprobs,
        @Nullable Integer maxOutputTokens,
        @Nullable List<String> stopSequences,
        @Nullable Format responseFormat,
        @Nullable ToolChoice toolChoice,
        @Nullable String toolChoiceName,
        @Nullable Boolean parallelToolCalls,
        @Nullable Integer maxToolCalls,
        @Nullable Boolean strictJsonSchema,
        @Nullable Boolean strictTools,
        @Nullable OpenRouterStructuredOutput structuredOutputFallback,
        @Nullable OpenRouterEmptyAnswer emptyAnswer,
        @Nullable Set<Capability> supportedCapabilities,
        @Nullable Boolean capabilitiesFromCatalog,
        @Nullable String verbosity,
        @Nullable String prediction,
        @Nullable List<String> modalities,
        @Nullable Map<String, Object> imageConfig,
        @Nullable AudioOutput audioOutput,
        @Nullable String serviceTier,
        @Nullable String speed,
        @NestedConfigurationProperty @Nullable CacheControlProperties cacheControl,
        @Nullable String promptCacheKey,
        @Nullable PromptCacheOptions promptCacheOptions,
        @Nullable ResponseCache responseCache,
        @Nullable WebSearchOptions webSearchOptions,
        @NestedConfigurationProperty @Nullable XSearchFilterProperties xSearchFilter,
        @Nullable String systemMessageRole,
        @Nullable String videoProcessing,
        @Nullable List<String> anthropicBeta,
        @Nullable String preset,
        @Nullable String user,
        @Nullable String sessionId,
        @Nullable Map<String, String> metadata,
        @Nullable Map<String, Object> trace,
        @Nullable Map<String, String> providerApiKeys,
        @Nullable Map<String, Object> customParameters,
        @Nullable Boolean returnThinking,
        @Nullable Boolean sendThinking,
        @Nullable Boolean sendImages,
        @Nullable Boolean returnRawResponse,
        @Nullable Boolean routerMetadata,
        @Nullable Boolean echoUpstreamBody,
        @Nullable Integer maxContextMessages,
        @Nullable Integer maxContextTokens,
        @Nullable Boolean fitContext,
        @Nullable Boolean retryWithinCredits,
        @Nullable String callbackUrl) {

    /** Shows no key of a provider. */
    @Override
    public String toString() {
        return "ChatProperties[modelName=" + modelName + "]";
    }

    /** A format without a schema; AI services send their schemas themselves. */
    public enum Format implements Setting {
        TEXT(ResponseFormat.TEXT),
        JSON(ResponseFormat.JSON);

        private final ResponseFormat format;

        Format(ResponseFormat format) {
            this.format = format;
        }

        @Override
        public ResponseFormat setting(String group) {
            return format;
        }
    }

    /**
     * Voice and format of generated speech.
     *
     * @param voice Such as "alloy".
     * @param format Such as "pcm16".
     */
    public record AudioOutput(
            @Nullable String voice, @Nullable String format) implements Setting {

        @Override
        public OpenRouterAudioOutput setting(String group) {
            if (voice == null || format == null) {
                throw new OpenRouterPropertyException(group, group + " needs a voice and a format");
            }
            return OpenRouterAudioOutput.of(voice, format);
        }
    }

    /**
     * Prompt cache settings of OpenAI's models from GPT-5.6 on.
     *
     * @param mode "explicit" caches only what is marked.
     * @param ttl How long, such as "30m".
     */
    public record PromptCacheOptions(
            @Nullable String mode, @Nullable String ttl) implements Setting {

        @Override
        public OpenRouterPromptCacheOptions setting(String group) {
            Map<String, String> fields = new HashMap<>();
            fields.put("mode", mode == null ? "explicit" : mode);
            if (ttl != null) {
                fields.put("ttl", ttl);
            }
            return OpenRouterPromptCacheOptions.of(fields);
        }
    }

    /**
     * Use of OpenRouter's own cache of whole answers.
     *
     * @param enabled Whether answers are kept and read. Default: true, if "ttl" is set.
     * @param ttl How long answers are kept, 1 second to 24 hours.
     */
    public record ResponseCache(
            @Nullable Boolean enabled, @Nullable Duration ttl) implements Setting {

        @Override
        public @Nullable OpenRouterResponseCache setting(String group) {
            if (Boolean.FALSE.equals(enabled)) {
                return OpenRouterResponseCache.off();
            }
            try {
                return ttl != null
                        ? OpenRouterResponseCache.on(ttl)
                        : enabled == null ? null : OpenRouterResponseCache.on();
            } catch (IllegalArgumentException e) {
                throw new OpenRouterPropertyException(group + ".ttl", e);
            }
        }
    }

    /**
     * Search settings of models that search the web themselves.
     *
     * @param searchContextSize Amount of page text: "low", "medium" or "high".
     */
    public record WebSearchOptions(@Nullable String searchContextSize) implements Setting {

        @Override
        public @Nullable OpenRouterWebSearchOptions setting(String group) {
            return searchContextSize == null ? null : OpenRouterWebSearchOptions.searchContextSize(searchContextSize);
        }
    }
}
