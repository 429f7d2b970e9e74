package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ToolChoice;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The settings that the plain and the streaming chat model share. Each accepts null for "not set"; a value set here wins
 * over the same one in {@link #defaultRequestParameters}, and a request's own value over both.
 *
 * @param <B> the builder that extends this one
 */
abstract class ChatBuilder<B extends ChatBuilder<B>> extends ConnectionBuilder<B> {

    private final OpenRouterChatRequestParameters.Builder parameters = OpenRouterChatRequestParameters.builder();
    private @Nullable ChatRequestParameters defaultRequestParameters;
    private OpenRouterChatRequestParameters inherited = OpenRouterChatRequestParameters.EMPTY;
    private @Nullable Set<Capability> supportedCapabilities;
    private List<ChatModelListener> listeners = List.of();
    private @Nullable Boolean returnRawResponse;

    /**
     * The model: an id such as {@code openai/gpt-4o}, with or without a variant ({@code :free}, {@code :nitro}), a
     * router, {@code ~author/family-latest}, {@code @preset/slug}, or an alias. Unset: the account's default model.
     *
     * @see <a href="https://openrouter.ai/models">Models</a>
     */
    public B modelName(@Nullable String modelName) {
        parameters.modelName(modelName);
        return self();
    }

    /** Between 0 and 2. Unset: the provider's default. */
    public B temperature(@Nullable Double temperature) {
        parameters.temperature(temperature);
        return self();
    }

    /** Above 0, at most 1. Unset: the provider's default. */
    public B topP(@Nullable Double topP) {
        parameters.topP(topP);
        return self();
    }

    /** 0 (off) or more; OpenAI's models do not know it. Unset: the provider's default. */
    public B topK(@Nullable Integer topK) {
        parameters.topK(topK);
        return self();
    }

    /** Between -2 and 2. Unset: the provider's default. */
    public B frequencyPenalty(@Nullable Double frequencyPenalty) {
        parameters.frequencyPenalty(frequencyPenalty);
        return self();
    }

    /** Between -2 and 2. Unset: the provider's default. */
    public B presencePenalty(@Nullable Double presencePenalty) {
        parameters.presencePenalty(presencePenalty);
        return self();
    }

    /**
     * The most tokens that an answer may have, at least 1. OpenRouter reserves their price before a call, and that of
     * the model's maximum where nothing is set: set it, or small balances fail with 402.
     */
    public B maxOutputTokens(@Nullable Integer maxOutputTokens) {
        parameters.maxOutputTokens(maxOutputTokens);
        return self();
    }

    /** At most four. */
    public B stopSequences(@Nullable List<String> stopSequences) {
        parameters.stopSequences(stopSequences);
        return self();
    }

    /** At most four. */
    public B stopSequences(String... stopSequences) {
        return stopSequences(List.of(stopSequences));
    }

    /** Unset: the provider's default, auto where there are tools. */
    public B toolChoice(@Nullable ToolChoice toolChoice) {
        parameters.toolChoice(toolChoice);
        return self();
    }

    /** Unset: text. */
    public B responseFormat(@Nullable ResponseFormat responseFormat) {
        parameters.responseFormat(responseFormat);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#seed}. */
    public B seed(@Nullable Integer seed) {
        parameters.seed(seed);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#user}. */
    public B user(@Nullable String user) {
        parameters.user(user);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#parallelToolCalls}. */
    public B parallelToolCalls(@Nullable Boolean parallelToolCalls) {
        parameters.parallelToolCalls(parallelToolCalls);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#provider}. */
    public B provider(@Nullable OpenRouterProviderPreferences provider) {
        parameters.provider(provider);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#minP}. */
    public B minP(@Nullable Double minP) {
        parameters.minP(minP);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#topA}. */
    public B topA(@Nullable Double topA) {
        parameters.topA(topA);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#repetitionPenalty}. */
    public B repetitionPenalty(@Nullable Double repetitionPenalty) {
        parameters.repetitionPenalty(repetitionPenalty);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#logitBias}. */
    public B logitBias(@Nullable Map<String, Integer> logitBias) {
        parameters.logitBias(logitBias);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#logprobs}. */
    public B logprobs(@Nullable Boolean logprobs) {
        parameters.logprobs(logprobs);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#topLogprobs}. */
    public B topLogprobs(@Nullable Integer topLogprobs) {
        parameters.topLogprobs(topLogprobs);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#fallbackModels(List)}. */
    public B fallbackModels(@Nullable List<String> fallbackModels) {
        parameters.fallbackModels(fallbackModels);
        return self();
    }

    /** Like {@link #fallbackModels(List)}. */
    public B fallbackModels(String... fallbackModels) {
        return fallbackModels(List.of(fallbackModels));
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#reasoning}. */
    public B reasoning(@Nullable OpenRouterReasoning reasoning) {
        parameters.reasoning(reasoning);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#verbosity}. */
    public B verbosity(@Nullable String verbosity) {
        parameters.verbosity(verbosity);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#plugins(List)}. */
    public B plugins(@Nullable List<OpenRouterPlugin> plugins) {
        parameters.plugins(plugins);
        return self();
    }

    /** Like {@link #plugins(List)}. */
    public B plugins(OpenRouterPlugin... plugins) {
        return plugins(List.of(plugins));
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#serverTools(List)}. */
    public B serverTools(@Nullable List<OpenRouterServerTool> serverTools) {
        parameters.serverTools(serverTools);
        return self();
    }

    /** Like {@link #serverTools(List)}. */
    public B serverTools(OpenRouterServerTool... serverTools) {
        return serverTools(List.of(serverTools));
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#toolChoiceName}. */
    public B toolChoiceName(@Nullable String toolChoiceName) {
        parameters.toolChoiceName(toolChoiceName);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#stopServerToolsWhen(List)}. */
    public B stopServerToolsWhen(@Nullable List<OpenRouterStopCondition> stopServerToolsWhen) {
        parameters.stopServerToolsWhen(stopServerToolsWhen);
        return self();
    }

    /** Like {@link #stopServerToolsWhen(List)}. */
    public B stopServerToolsWhen(OpenRouterStopCondition... stopServerToolsWhen) {
        return stopServerToolsWhen(List.of(stopServerToolsWhen));
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#maxToolCalls}. */
    public B maxToolCalls(@Nullable Integer maxToolCalls) {
        parameters.maxToolCalls(maxToolCalls);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#webSearchOptions}. */
    public B webSearchOptions(@Nullable OpenRouterWebSearchOptions webSearchOptions) {
        parameters.webSearchOptions(webSearchOptions);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#xSearchFilter}. */
    public B xSearchFilter(@Nullable OpenRouterXSearchFilter xSearchFilter) {
        parameters.xSearchFilter(xSearchFilter);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#modalities(List)}. */
    public B modalities(@Nullable List<String> modalities) {
        parameters.modalities(modalities);
        return self();
    }

    /** Like {@link #modalities(List)}. */
    public B modalities(String... modalities) {
        return modalities(List.of(modalities));
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#imageConfig}. */
    public B imageConfig(@Nullable Map<String, Object> imageConfig) {
        parameters.imageConfig(imageConfig);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#audioOutput}. */
    public B audioOutput(@Nullable OpenRouterAudioOutput audioOutput) {
        parameters.audioOutput(audioOutput);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#prediction}. */
    public B prediction(@Nullable String prediction) {
        parameters.prediction(prediction);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#preset}. */
    public B preset(@Nullable String preset) {
        parameters.preset(preset);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#serviceTier}. */
    public B serviceTier(@Nullable String serviceTier) {
        parameters.serviceTier(serviceTier);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#speed}. */
    public B speed(@Nullable String speed) {
        parameters.speed(speed);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#sessionId}. */
    public B sessionId(@Nullable String sessionId) {
        parameters.sessionId(sessionId);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#metadata}. */
    public B metadata(@Nullable Map<String, String> metadata) {
        parameters.metadata(metadata);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#trace}. */
    public B trace(@Nullable Map<String, Object> trace) {
        parameters.trace(trace);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#cacheControl}. */
    public B cacheControl(@Nullable OpenRouterCacheControl cacheControl) {
        parameters.cacheControl(cacheControl);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#promptCacheKey}. */
    public B promptCacheKey(@Nullable String promptCacheKey) {
        parameters.promptCacheKey(promptCacheKey);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#promptCacheOptions}. */
    public B promptCacheOptions(@Nullable OpenRouterPromptCacheOptions promptCacheOptions) {
        parameters.promptCacheOptions(promptCacheOptions);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#echoUpstreamBody}. */
    public B echoUpstreamBody(@Nullable Boolean echoUpstreamBody) {
        parameters.echoUpstreamBody(echoUpstreamBody);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#responseCache}. */
    public B responseCache(@Nullable OpenRouterResponseCache responseCache) {
        parameters.responseCache(responseCache);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#routerMetadata}. */
    public B routerMetadata(@Nullable Boolean routerMetadata) {
        parameters.routerMetadata(routerMetadata);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#anthropicBeta(List)}. */
    public B anthropicBeta(@Nullable List<String> anthropicBeta) {
        parameters.anthropicBeta(anthropicBeta);
        return self();
    }

    /** Like {@link #anthropicBeta(List)}. */
    public B anthropicBeta(String... anthropicBeta) {
        return anthropicBeta(List.of(anthropicBeta));
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#providerApiKeys}. */
    public B providerApiKeys(@Nullable Map<String, String> providerApiKeys) {
        parameters.providerApiKeys(providerApiKeys);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#outputFormat}. */
    public B outputFormat(@Nullable OpenRouterOutputFormat outputFormat) {
        parameters.outputFormat(outputFormat);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#structuredOutputFallback}. */
    public B structuredOutputFallback(@Nullable OpenRouterStructuredOutput structuredOutputFallback) {
        parameters.structuredOutputFallback(structuredOutputFallback);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#retryWithinCredits}. */
    public B retryWithinCredits(@Nullable Boolean retryWithinCredits) {
        parameters.retryWithinCredits(retryWithinCredits);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#customParameters}. */
    public B customParameters(@Nullable Map<String, Object> customParameters) {
        parameters.customParameters(customParameters);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#strictJsonSchema}. */
    public B strictJsonSchema(@Nullable Boolean strictJsonSchema) {
        parameters.strictJsonSchema(strictJsonSchema);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#strictTools}. */
    public B strictTools(@Nullable Boolean strictTools) {
        parameters.strictTools(strictTools);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#returnThinking}. */
    public B returnThinking(@Nullable Boolean returnThinking) {
        parameters.returnThinking(returnThinking);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#sendThinking}. */
    public B sendThinking(@Nullable Boolean sendThinking) {
        parameters.sendThinking(sendThinking);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#sendImages}. */
    public B sendImages(@Nullable Boolean sendImages) {
        parameters.sendImages(sendImages);
        return self();
    }

    /** See {@link OpenRouterChatRequestParameters.Builder#maxContextMessages}. */
    public B maxContextMessages(@Nullable Integer maxContextMessages) {
        parameters.maxContextMessages(maxContextMessages);
        return self();
    }

    /**
     * Whether {@link OpenRouterChatResponseMetadata#rawResponse()} keeps what OpenRouter sent. Unset: a plain answer is
     * kept, the events of a stream are not, for they are many times the size of the answer.
     */
    public B returnRawResponse(@Nullable Boolean returnRawResponse) {
        this.returnRawResponse = returnRawResponse;
        return self();
    }

    /** Parameters for every request, LangChain4j's own or {@link OpenRouterChatRequestParameters}. */
    public B defaultRequestParameters(@Nullable ChatRequestParameters defaultRequestParameters) {
        this.defaultRequestParameters = defaultRequestParameters;
        return self();
    }

    /**
     * What AI Services may rely on: with {@link Capability#RESPONSE_FORMAT_JSON_SCHEMA} they send a JSON schema instead
     * of describing it in the prompt. Unset: nothing, for it depends on the model; the JSON schema if there is a
     * {@link #structuredOutputFallback} for models that do not take one.
     */
    public B supportedCapabilities(@Nullable Set<Capability> supportedCapabilities) {
        this.supportedCapabilities = supportedCapabilities == null ? null : Set.copyOf(supportedCapabilities);
        return self();
    }

    /** Like {@link #supportedCapabilities(Set)}. */
    public B supportedCapabilities(Capability... supportedCapabilities) {
        return supportedCapabilities(Set.of(supportedCapabilities));
    }

    /**
     * Told of every request, answer and error; once per call, whatever the number of attempts. What they throw is logged
     * and goes no further.
     */
    public B listeners(@Nullable List<ChatModelListener> listeners) {
        this.listeners = listeners == null ? List.of() : List.copyOf(listeners);
        return self();
    }

    /** Like {@link #listeners(List)}. */
    public B listeners(ChatModelListener... listeners) {
        return listeners(List.of(listeners));
    }

    B inherit(OpenRouterChatRequestParameters defaults) {
        this.inherited = defaults;
        return self();
    }

    ChatSettings chatSettings() {
        OpenRouterChatRequestParameters merged = inherited;
        if (defaultRequestParameters != null) {
            merged = merged.overrideWith(defaultRequestParameters);
        }
        OpenRouterChatRequestParameters all = merged.overrideWith(parameters.build());
        return new ChatSettings(all, capabilities(all), listeners, returnRawResponse);
    }

    /** Without the capability AI Services would never send a schema, and a fallback for it would have no effect. */
    private Set<Capability> capabilities(OpenRouterChatRequestParameters parameters) {
        if (supportedCapabilities != null) {
            return supportedCapabilities;
        }
        return parameters.structuredOutputFallback() == null
                ? Set.of()
                : Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA);
    }
}
