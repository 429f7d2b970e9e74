package dev.langchain4j.model.openrouter;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The setters of the chat parameters that only OpenRouter has. {@link OpenRouterChatRequestParameters.Builder} has them
 * for one request, {@link OpenRouterChatModel.Builder} and {@link OpenRouterStreamingChatModel.Builder} for every
 * request of a model. Each accepts null for "not set". {@code build()} throws {@link IllegalArgumentException} for a
 * value outside the range.
 *
 * <p>A value of a request overrides the value of its model. Unless stated otherwise, it replaces the whole value.
 *
 * @param <B> the builder, which every setter returns
 * @see <a href="https://openrouter.ai/docs/api/reference/parameters">Parameters</a>
 */
public sealed interface OpenRouterChatParameterSetters<B extends OpenRouterChatParameterSetters<B>>
        extends OpenRouterChatHandlingSetters<B> permits ChatBuilder, OpenRouterChatRequestParameters.Builder {

    /**
     * Seed of the provider's random choices: the same seed makes equal answers likely, not certain. Some models ignore
     * it. Unset: random.
     */
    default B seed(@Nullable Integer seed) {
        return set(ChatParameter.SEED, seed);
    }

    /**
     * Stable pseudonym or hash of the end user, not blank: abuse by one user then does not block the account. Unset:
     * not sent.
     *
     * @see <a href="https://openrouter.ai/docs/cookbook/administration/user-tracking">User tracking</a>
     */
    default B user(@Nullable String user) {
        return set(ChatParameter.USER, user);
    }

    /** Whether one answer may call several tools. Unset: the provider decides, usually yes. */
    default B parallelToolCalls(@Nullable Boolean parallelToolCalls) {
        return set(ChatParameter.PARALLEL_TOOL_CALLS, parallelToolCalls);
    }

    /**
     * Which upstream providers may serve the request, and in which order. Unset: OpenRouter chooses. Overrides field by
     * field.
     *
     * @see <a href="https://openrouter.ai/docs/guides/routing/provider-selection">Provider routing</a>
     */
    default B provider(@Nullable OpenRouterProviderPreferences provider) {
        return set(ChatParameter.PROVIDER, provider);
    }

    /**
     * Minimum probability of a token, relative to that of the most likely token: 0 to 1, where 0 is off. Unset: the
     * provider's default, usually 0.
     *
     * @see <a href="https://openrouter.ai/docs/api/reference/parameters">Parameters</a>
     */
    default B minP(@Nullable Double minP) {
        return set(ChatParameter.MIN_P, minP);
    }

    /**
     * Minimum probability of a token, relative to the squared probability of the most likely token: 0 to 1, where 0 is
     * off. Unset: the provider's default, usually 0.
     */
    default B topA(@Nullable Double topA) {
        return set(ChatParameter.TOP_A, topA);
    }

    /**
     * Penalty for tokens of the input: above 0, at most 2, where 1 is off and less than 1 prefers them. Unset: the
     * provider's default, usually 1.
     */
    default B repetitionPenalty(@Nullable Double repetitionPenalty) {
        return set(ChatParameter.REPETITION_PENALTY, repetitionPenalty);
    }

    /**
     * Added to a token's logit, -100 to 100, by the token's id in the model's tokenizer. Unset: nothing. Overrides id
     * by id.
     */
    default B logitBias(@Nullable Map<String, Integer> logitBias) {
        return set(ChatParameter.LOGIT_BIAS, logitBias);
    }

    /**
     * Whether {@link OpenRouterChatResponseMetadata#logprobs()} returns the log probability of each token of the
     * answer. Unset: no. A request's false overrides the model's {@link #topLogprobs}, too.
     */
    default B logprobs(@Nullable Boolean logprobs) {
        return set(ChatParameter.LOGPROBS, logprobs);
    }

    /**
     * Number of most likely tokens for each position, 0 to 20. Turns {@link #logprobs} on if it is unset; that of a
     * request overrides the model's {@code logprobs(false)}. Unset: only the chosen token, if {@code logprobs} is on.
     */
    default B topLogprobs(@Nullable Integer topLogprobs) {
        return set(ChatParameter.TOP_LOGPROBS, topLogprobs);
    }

    /**
     * Models, ids or aliases, that OpenRouter tries in this order if the model fails: too long a prompt, rate limit,
     * outage, moderation. The answer's {@code modelName} names the one that answered, and you pay its price. Unset:
     * none.
     *
     * @see <a href="https://openrouter.ai/docs/guides/routing/model-fallbacks">Model fallbacks</a>
     */
    default B fallbackModels(@Nullable List<String> fallbackModels) {
        return set(ChatParameter.FALLBACK_MODELS, fallbackModels);
    }

    /** Same as {@link #fallbackModels(List)}. */
    default B fallbackModels(String... fallbackModels) {
        return fallbackModels(SetterChecks.list("fallbackModels", fallbackModels));
    }

    /** How much the model thinks before it answers. Unset: the model's default. Overrides as a whole. */
    default B reasoning(@Nullable OpenRouterReasoning reasoning) {
        return set(ChatParameter.REASONING, reasoning);
    }

    /**
     * Length of answers: {@code low}, {@code medium}, {@code high}, {@code xhigh} or {@code max}. Claude uses it as its
     * effort, overriding that of {@link #reasoning}. Unset: medium.
     *
     * @see <a href="https://openrouter.ai/docs/api/reference/parameters">Parameters</a>
     */
    default B verbosity(@Nullable String verbosity) {
        return set(ChatParameter.VERBOSITY, verbosity);
    }

    /**
     * Plugins that change the request or its answer. Unset: nothing beyond the account's settings. Overrides as a
     * whole.
     */
    default B plugins(@Nullable List<OpenRouterPlugin> plugins) {
        return set(ChatParameter.PLUGINS, plugins);
    }

    /** Same as {@link #plugins(List)}. */
    default B plugins(OpenRouterPlugin... plugins) {
        return plugins(SetterChecks.list("plugins", plugins));
    }

    /**
     * Tools that OpenRouter runs itself, in addition to those of the application. Unset: none. Overrides as a whole.
     */
    default B serverTools(@Nullable List<OpenRouterServerTool> serverTools) {
        return set(ChatParameter.SERVER_TOOLS, serverTools);
    }

    /** Same as {@link #serverTools(List)}. */
    default B serverTools(OpenRouterServerTool... serverTools) {
        return serverTools(SetterChecks.list("serverTools", serverTools));
    }

    /**
     * The one tool that the model must call: the name of a tool of the application, or the type of a server tool such
     * as {@code openrouter:web_search}. Overrides {@code toolChoice}; the {@code toolChoice} of a request overrides the
     * model's name. Remove it from the request that carries the result, or the model calls again. Unset:
     * {@code toolChoice}.
     */
    default B toolChoiceName(@Nullable String toolChoiceName) {
        return set(ChatParameter.TOOL_CHOICE_NAME, toolChoiceName);
    }

    /**
     * When server tools stop; the first condition that holds ends them, and {@link #maxToolCalls} is ignored. Unset:
     * {@code maxToolCalls} decides.
     */
    default B stopServerToolsWhen(@Nullable List<OpenRouterStopCondition> stopServerToolsWhen) {
        return set(ChatParameter.STOP_SERVER_TOOLS_WHEN, stopServerToolsWhen);
    }

    /** Same as {@link #stopServerToolsWhen(List)}. */
    default B stopServerToolsWhen(OpenRouterStopCondition... stopServerToolsWhen) {
        return stopServerToolsWhen(SetterChecks.list("stopServerToolsWhen", stopServerToolsWhen));
    }

    /** Maximum steps of server tools, 1 to 30. Unset: 30. Calls of the application's tools do not count. */
    default B maxToolCalls(@Nullable Integer maxToolCalls) {
        return set(ChatParameter.MAX_TOOL_CALLS, maxToolCalls);
    }

    /**
     * Search settings of models that search the web themselves, such as those of Perplexity; others ignore it. Unset:
     * the model's default. Overrides as a whole.
     */
    default B webSearchOptions(@Nullable OpenRouterWebSearchOptions webSearchOptions) {
        return set(ChatParameter.WEB_SEARCH_OPTIONS, webSearchOptions);
    }

    /** Which posts on X the models of xAI may find; others ignore it. Unset: all. Overrides as a whole. */
    default B xSearchFilter(@Nullable OpenRouterXSearchFilter xSearchFilter) {
        return set(ChatParameter.X_SEARCH_FILTER, xSearchFilter);
    }

    /**
     * Allowed content of the answer: {@code text}, {@code image}, {@code audio}. Unset: text. Images come as
     * {@code AiMessage.images()}, speech as {@link OpenRouterChatResponseMetadata#audio()} of a streaming model; the
     * plain one refuses {@code audio} with an {@code UnsupportedFeatureException}.
     *
     * @see <a href="https://openrouter.ai/docs/guides/overview/multimodal/image-generation">Image generation</a>
     */
    default B modalities(@Nullable List<String> modalities) {
        return set(ChatParameter.MODALITIES, modalities);
    }

    /** Same as {@link #modalities(List)}. */
    default B modalities(String... modalities) {
        return modalities(SetterChecks.list("modalities", modalities));
    }

    /**
     * Settings of generated images by their names on the wire, such as {@code aspect_ratio} (16:9) or {@code
     * image_size} (1K, 2K, 4K): texts, numbers, lists. Unset: the model's defaults. Overrides name by name.
     */
    default B imageConfig(@Nullable Map<String, Object> imageConfig) {
        return set(ChatParameter.IMAGE_CONFIG, imageConfig);
    }

    /**
     * Voice and format of generated speech. Sets {@link #modalities} to text and audio if unset. OpenRouter sends
     * speech only in streams: the plain model refuses the request with an {@code UnsupportedFeatureException}. Unset:
     * no speech.
     */
    default B audioOutput(@Nullable OpenRouterAudioOutput audioOutput) {
        return set(ChatParameter.AUDIO_OUTPUT, audioOutput);
    }

    /**
     * Text that most of the answer will repeat, such as a file to change: some models then answer faster. Unset: none.
     *
     * @see <a href="https://openrouter.ai/docs/guides/features/predicted-outputs">Predicted outputs</a>
     */
    default B prediction(@Nullable String prediction) {
        return set(ChatParameter.PREDICTION, prediction);
    }

    /**
     * Slug of a preset that is stored at OpenRouter; the request's own values override it. Not blank. Unset: none.
     *
     * @see <a href="https://openrouter.ai/docs/guides/features/presets">Presets</a>
     */
    default B preset(@Nullable String preset) {
        return set(ChatParameter.PRESET, preset);
    }

    /**
     * {@code auto}, {@code default}, {@code flex} (cheaper, slower), {@code priority} (more expensive, faster), {@code
     * fast} or {@code scale}. The answer's metadata has the tier that was used. Unset: not sent.
     *
     * @see <a href="https://openrouter.ai/docs/guides/features/service-tiers">Service tiers</a>
     */
    default B serviceTier(@Nullable String serviceTier) {
        return set(ChatParameter.SERVICE_TIER, serviceTier);
    }

    /**
     * {@code fast}: Anthropic's fast mode, at a higher price; others treat it like the {@link #serviceTier} of that
     * name. Unset: not sent.
     *
     * @see <a href="https://openrouter.ai/docs/guides/features/service-tiers">Service tiers</a>
     */
    default B speed(@Nullable String speed) {
        return set(ChatParameter.SPEED, speed);
    }

    /**
     * Groups the requests of one conversation, at most 256 characters: they are shown together and go to the same
     * provider, which may still have their prompt cache. Unset: not sent.
     */
    default B sessionId(@Nullable String sessionId) {
        return set(ChatParameter.SESSION_ID, sessionId);
    }

    /**
     * Notes for the account's own statistics: at most 16, names of at most 64 characters without brackets, values of at
     * most 512. Unset: none. Overrides name by name.
     */
    default B metadata(@Nullable Map<String, String> metadata) {
        return set(ChatParameter.METADATA, metadata);
    }

    /**
     * Data for observability destinations: {@code trace_id}, {@code trace_name}, {@code span_name},
     * {@code generation_name}, {@code parent_span_id} and any other. Unset: nothing. Overrides name by name.
     *
     * @see <a href="https://openrouter.ai/docs/guides/features/broadcast/overview">Broadcast</a>
     */
    default B trace(@Nullable Map<String, Object> trace) {
        return set(ChatParameter.TRACE, trace);
    }

    /**
     * What the provider's prompt cache keeps, for models that need marks. Unset: what the model caches by itself.
     * Overrides as a whole.
     *
     * @see <a href="https://openrouter.ai/docs/guides/best-practices/prompt-caching">Prompt caching</a>
     */
    default B cacheControl(@Nullable OpenRouterCacheControl cacheControl) {
        return set(ChatParameter.CACHE_CONTROL, cacheControl);
    }

    /**
     * Routes requests with the same beginning to the same cache of OpenAI; replaces a missing {@link #sessionId}. Not
     * blank. Unset: not sent.
     */
    default B promptCacheKey(@Nullable String promptCacheKey) {
        return set(ChatParameter.PROMPT_CACHE_KEY, promptCacheKey);
    }

    /**
     * Prompt cache settings of OpenAI's models from GPT-5.6 on; others ignore it. Unset: the model's default. Overrides
     * as a whole.
     *
     * @see <a href="https://openrouter.ai/docs/guides/best-practices/prompt-caching">Prompt caching</a>
     */
    default B promptCacheOptions(@Nullable OpenRouterPromptCacheOptions promptCacheOptions) {
        return set(ChatParameter.PROMPT_CACHE_OPTIONS, promptCacheOptions);
    }

    /**
     * Whether a stream begins with the request as the provider got it, for debugging:
     * {@link OpenRouterChatResponseMetadata#rawResponse()} has it, with {@code returnRawResponse(true)}. Plain answers
     * do not. Unset: no.
     */
    default B echoUpstreamBody(@Nullable Boolean echoUpstreamBody) {
        return set(ChatParameter.ECHO_UPSTREAM_BODY, echoUpstreamBody);
    }

    /**
     * Use of OpenRouter's own cache of whole answers. Unset: off, unless a preset turns it on.
     *
     * @see <a href="https://openrouter.ai/docs/guides/features/response-caching">Response caching</a>
     */
    default B responseCache(@Nullable OpenRouterResponseCache responseCache) {
        return set(ChatParameter.RESPONSE_CACHE, responseCache);
    }

    /**
     * Whether {@link OpenRouterChatResponseMetadata#routerMetadata()} reports how the request was routed. Unset: no.
     *
     * @see <a href="https://openrouter.ai/docs/guides/features/router-metadata">Router metadata</a>
     */
    default B routerMetadata(@Nullable Boolean routerMetadata) {
        return set(ChatParameter.ROUTER_METADATA, routerMetadata);
    }

    /**
     * Beta features of Anthropic's own API, such as {@code interleaved-thinking-2025-05-14}, or
     * {@code structured-outputs-2025-11-13}, without which Claude ignores {@link #strictTools}. Unset: none.
     */
    default B anthropicBeta(@Nullable List<String> anthropicBeta) {
        return set(ChatParameter.ANTHROPIC_BETA, anthropicBeta);
    }

    /** Same as {@link #anthropicBeta(List)}. */
    default B anthropicBeta(String... anthropicBeta) {
        return anthropicBeta(SetterChecks.list("anthropicBeta", anthropicBeta));
    }

    /**
     * Your own keys at providers, by the provider's slug, only for these requests; sent as the header
     * {@code X-Provider-API-Keys}, which OpenRouter does not document. Store permanent keys in the account instead.
     * Unset: the account's keys. Overrides slug by slug.
     *
     * @see <a href="https://openrouter.ai/docs/guides/overview/auth/byok">Bring your own key</a>
     */
    default B providerApiKeys(@Nullable Map<String, String> providerApiKeys) {
        return set(ChatParameter.PROVIDER_API_KEYS, providerApiKeys);
    }

    /**
     * A format of the answer that {@code responseFormat} cannot express: a grammar, Python. Overrides
     * {@code responseFormat}; the {@code responseFormat} of a request overrides the model's format. Unset:
     * {@code responseFormat}.
     */
    default B outputFormat(@Nullable OpenRouterOutputFormat outputFormat) {
        return set(ChatParameter.OUTPUT_FORMAT, outputFormat);
    }

    /**
     * Top-level request fields that have no setter here, by wire name, as plain JSON values: maps, lists, text, finite
     * numbers, booleans. A null value is not set. {@code build()} refuses a name that has its own setter. Unset: none.
     * Overrides name by name.
     */
    default B customParameters(@Nullable Map<String, Object> customParameters) {
        return set(ChatParameter.CUSTOM_PARAMETERS, customParameters);
    }

    /**
     * How Gemini reads the videos of the request: {@code static} samples frames, {@code agentic} lets the model look
     * for the moments that the question is about. Other models ignore it. Unset: not sent, the model's default.
     *
     * @see <a href="https://openrouter.ai/docs/guides/overview/multimodal/videos">Video inputs</a>
     */
    default B videoProcessing(@Nullable String videoProcessing) {
        return set(ChatParameter.VIDEO_PROCESSING, videoProcessing);
    }

    private B set(ChatParameter parameter, @Nullable Object value) {
        return ChatBuilder.set(this, parameter, value);
    }
}
