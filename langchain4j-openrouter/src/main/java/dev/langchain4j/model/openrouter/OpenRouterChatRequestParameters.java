package dev.langchain4j.model.openrouter;

import dev.langchain4j.internal.Json;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of one chat request: LangChain4j's own and those that only OpenRouter has.
 *
 * <p>Set on a model they are its defaults; given with a request they override the defaults field by field, so that a
 * request that brings {@code user} keeps the model's {@code provider}. A parameter that is not set is null (a map:
 * empty) and is not sent: the upstream provider's own default applies. Overriding cannot take a value back to "not
 * set". Instances are immutable.
 *
 * <p>{@link Builder#build()} and merging throw {@link IllegalArgumentException} for a value that OpenRouter does not
 * accept: temperature 0 to 2, topP above 0 to 1, topK from 0, both penalties -2 to 2, maxOutputTokens from 1, at most
 * four stop sequences, and what the setters below say.
 *
 * @see <a href="https://openrouter.ai/docs/api/reference/parameters">Parameters</a>
 */
public final class OpenRouterChatRequestParameters extends DefaultChatRequestParameters {

    /** Nothing set. */
    public static final OpenRouterChatRequestParameters EMPTY = builder().build();

    private static final String AUDIO = "audio";

    private final Map<ChatParameter, Object> values;

    private OpenRouterChatRequestParameters(Builder builder) {
        super(builder);
        this.values = copyOf(builder.values);
    }

    /** Seed of the upstream's random choices; the same seed makes equal answers likely, not certain. */
    public @Nullable Integer seed() {
        return get(ChatParameter.SEED);
    }

    /** Stable pseudonym of the end user, for abuse isolation. */
    public @Nullable String user() {
        return get(ChatParameter.USER);
    }

    /** Whether one answer may call several tools. */
    public @Nullable Boolean parallelToolCalls() {
        return get(ChatParameter.PARALLEL_TOOL_CALLS);
    }

    /** Which upstream providers may serve the request. */
    public @Nullable OpenRouterProviderPreferences provider() {
        return get(ChatParameter.PROVIDER);
    }

    /** Least probability of a token, relative to the likeliest. */
    public @Nullable Double minP() {
        return get(ChatParameter.MIN_P);
    }

    /** Like minP, with the square of the likeliest one's probability. */
    public @Nullable Double topA() {
        return get(ChatParameter.TOP_A);
    }

    /** How much tokens of the input are avoided. */
    public @Nullable Double repetitionPenalty() {
        return get(ChatParameter.REPETITION_PENALTY);
    }

    /** Bias by token id; empty when not set. */
    public Map<String, Integer> logitBias() {
        return map(ChatParameter.LOGIT_BIAS);
    }

    /** Whether the probabilities of the answer's tokens are returned. */
    public @Nullable Boolean logprobs() {
        return get(ChatParameter.LOGPROBS);
    }

    /** How many likely tokens are returned for each place. */
    public @Nullable Integer topLogprobs() {
        return get(ChatParameter.TOP_LOGPROBS);
    }

    /** Models to try when the first fails; empty when not set. */
    public List<String> fallbackModels() {
        return list(ChatParameter.FALLBACK_MODELS);
    }

    /** How much the model thinks. */
    public @Nullable OpenRouterReasoning reasoning() {
        return get(ChatParameter.REASONING);
    }

    /** How long answers are. */
    public @Nullable String verbosity() {
        return get(ChatParameter.VERBOSITY);
    }

    /** What OpenRouter does to requests and answers; empty when not set. */
    public List<OpenRouterPlugin> plugins() {
        return list(ChatParameter.PLUGINS);
    }

    /** Tools that OpenRouter runs itself; empty when not set. */
    public List<OpenRouterServerTool> serverTools() {
        return list(ChatParameter.SERVER_TOOLS);
    }

    /** The tool that must be called. */
    public @Nullable String toolChoiceName() {
        return get(ChatParameter.TOOL_CHOICE_NAME);
    }

    /** When server tools stop; empty when not set. */
    public List<OpenRouterStopCondition> stopServerToolsWhen() {
        return list(ChatParameter.STOP_SERVER_TOOLS_WHEN);
    }

    /** Most steps of server tools. */
    public @Nullable Integer maxToolCalls() {
        return get(ChatParameter.MAX_TOOL_CALLS);
    }

    /** How models that search the web themselves do it. */
    public @Nullable OpenRouterWebSearchOptions webSearchOptions() {
        return get(ChatParameter.WEB_SEARCH_OPTIONS);
    }

    /** Which posts on X may be found. */
    public @Nullable OpenRouterXSearchFilter xSearchFilter() {
        return get(ChatParameter.X_SEARCH_FILTER);
    }

    /** What the answer may consist of; empty when not set. */
    public List<String> modalities() {
        return list(ChatParameter.MODALITIES);
    }

    /** Settings of generated images; empty when not set. */
    public Map<String, Object> imageConfig() {
        return map(ChatParameter.IMAGE_CONFIG);
    }

    /** Voice and format of generated speech. */
    public @Nullable OpenRouterAudioOutput audioOutput() {
        return get(ChatParameter.AUDIO_OUTPUT);
    }

    /** What the answer will mostly be. */
    public @Nullable String prediction() {
        return get(ChatParameter.PREDICTION);
    }

    /** Slug of a preset. */
    public @Nullable String preset() {
        return get(ChatParameter.PRESET);
    }

    /** How fast and how dear. */
    public @Nullable String serviceTier() {
        return get(ChatParameter.SERVICE_TIER);
    }

    /** Anthropic's mode of speed. */
    public @Nullable String speed() {
        return get(ChatParameter.SPEED);
    }

    /** Groups the requests of a conversation. */
    public @Nullable String sessionId() {
        return get(ChatParameter.SESSION_ID);
    }

    /** Notes for the account's own statistics; empty when not set. */
    public Map<String, String> metadata() {
        return map(ChatParameter.METADATA);
    }

    /** What observability destinations are told; empty when not set. */
    public Map<String, Object> trace() {
        return map(ChatParameter.TRACE);
    }

    /** What is kept in the provider's prompt cache. */
    public @Nullable OpenRouterCacheControl cacheControl() {
        return get(ChatParameter.CACHE_CONTROL);
    }

    /** Leads equal prefixes to the same cache. */
    public @Nullable String promptCacheKey() {
        return get(ChatParameter.PROMPT_CACHE_KEY);
    }

    /** How OpenAI's newer models use their prompt cache. */
    public @Nullable OpenRouterPromptCacheOptions promptCacheOptions() {
        return get(ChatParameter.PROMPT_CACHE_OPTIONS);
    }

    /** Whether a stream begins with what was sent upstream. */
    public @Nullable Boolean echoUpstreamBody() {
        return get(ChatParameter.ECHO_UPSTREAM_BODY);
    }

    /** Use of OpenRouter's cache of whole answers. */
    public @Nullable OpenRouterResponseCache responseCache() {
        return get(ChatParameter.RESPONSE_CACHE);
    }

    /** Whether the answer tells how it was routed. */
    public @Nullable Boolean routerMetadata() {
        return get(ChatParameter.ROUTER_METADATA);
    }

    /** Beta features of Anthropic; empty when not set. */
    public List<String> anthropicBeta() {
        return list(ChatParameter.ANTHROPIC_BETA);
    }

    /** Own keys at providers, by slug; empty when not set. */
    public Map<String, String> providerApiKeys() {
        return map(ChatParameter.PROVIDER_API_KEYS);
    }

    /** A form of answer that {@link #responseFormat()} has no word for. */
    public @Nullable OpenRouterOutputFormat outputFormat() {
        return get(ChatParameter.OUTPUT_FORMAT);
    }

    /** The weakest form of a JSON schema. */
    public @Nullable OpenRouterStructuredOutput structuredOutputFallback() {
        return get(ChatParameter.STRUCTURED_OUTPUT_FALLBACK);
    }

    /** Whether a request that the credits do not cover is made once more with what they do cover. */
    public @Nullable Boolean retryWithinCredits() {
        return get(ChatParameter.RETRY_WITHIN_CREDITS);
    }

    /** Top-level request fields without a setter here, by wire name; empty when not set. */
    public Map<String, Object> customParameters() {
        return map(ChatParameter.CUSTOM_PARAMETERS);
    }

    /** HTTP headers of the request; empty when not set. */
    public Map<String, String> customHeaders() {
        return map(ChatParameter.CUSTOM_HEADERS);
    }

    /** Whether answers must follow the JSON schema of the response format to the letter. */
    public @Nullable Boolean strictJsonSchema() {
        return get(ChatParameter.STRICT_JSON_SCHEMA);
    }

    /** Whether tool arguments must follow the tool's schema to the letter. */
    public @Nullable Boolean strictTools() {
        return get(ChatParameter.STRICT_TOOLS);
    }

    /** Whether the model's reasoning text is put into the answer. */
    public @Nullable Boolean returnThinking() {
        return get(ChatParameter.RETURN_THINKING);
    }

    /** Whether plain reasoning text of earlier answers is sent back. */
    public @Nullable Boolean sendThinking() {
        return get(ChatParameter.SEND_THINKING);
    }

    /** Whether images of earlier answers are sent back. */
    public @Nullable Boolean sendImages() {
        return get(ChatParameter.SEND_IMAGES);
    }

    /** Most non-system messages that are sent. */
    public @Nullable Integer maxContextMessages() {
        return get(ChatParameter.MAX_CONTEXT_MESSAGES);
    }

    /** The top-level fields that these parameters add to the request, in an order that does not depend on the caller. */
    Map<String, Object> extensions() {
        var extensions = new LinkedHashMap<String, Object>();
        values.forEach((parameter, value) -> {
            Object sent = parameter.wireName() == null ? null : parameter.toWire(value);
            if (sent != null) {
                extensions.put(parameter.wireName(), sent);
            }
        });
        if (topLogprobs() != null) {
            extensions.putIfAbsent(ChatParameter.LOGPROBS.wireName(), true);
        }
        if (audioOutput() != null) {
            extensions.putIfAbsent(ChatParameter.MODALITIES.wireName(), List.of("text", AUDIO));
        }
        extensions.putAll(customParameters());
        return extensions;
    }

    /** Speech comes in streams only. */
    boolean asksForSpeech() {
        return audioOutput() != null || modalities().contains(AUDIO);
    }

    /** The headers that these parameters add to the request; custom ones win. */
    Map<String, String> headers() {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        if (responseCache() != null) {
            headers.putAll(responseCache().toHeaders());
        }
        if (routerMetadata() != null) {
            headers.put("X-OpenRouter-Metadata", routerMetadata() ? "enabled" : "disabled");
        }
        if (!anthropicBeta().isEmpty()) {
            headers.put("x-anthropic-beta", String.join(",", anthropicBeta()));
        }
        if (!providerApiKeys().isEmpty()) {
            headers.put("X-Provider-API-Keys", Json.toJson(providerApiKeys()));
        }
        customHeaders().forEach((name, value) -> {
            headers.remove(name); // in the spelling of the newer one
            headers.put(name, value);
        });
        return headers;
    }

    @Override
    public OpenRouterChatRequestParameters overrideWith(ChatRequestParameters parameters) {
        return builder().overrideWith(this).overrideWith(parameters).build();
    }

    @Override
    public OpenRouterChatRequestParameters defaultedBy(ChatRequestParameters parameters) {
        return builder().overrideWith(parameters).overrideWith(this).build();
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        return builder().overrideWith(this);
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return super.equals(other)
                && other instanceof OpenRouterChatRequestParameters that
                && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + values.hashCode();
    }

    /** Everything that is set, except words for the model, keys, and the values of headers, which may be secrets. */
    @Override
    public String toString() {
        String own = values.entrySet().stream()
                .map(entry -> entry.getKey().setter() + "=" + shown(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        return "OpenRouterChatRequestParameters{common=" + super.toString() + ", openRouter=" + own + "}";
    }

    private static Object shown(ChatParameter parameter, Object value) {
        return switch (parameter) {
            case CUSTOM_HEADERS, PROVIDER_API_KEYS -> ((Map<?, ?>) value).keySet();
            case PREDICTION -> "(" + ((String) value).length() + " characters)";
            default -> value;
        };
    }

    // The one cast: each setter stores what its getter returns.
    @SuppressWarnings("unchecked")
    private <T> @Nullable T get(ChatParameter parameter) {
        return (T) values.get(parameter);
    }

    private <T> List<T> list(ChatParameter parameter) {
        List<T> list = get(parameter);
        return list == null ? List.of() : list;
    }

    private <T> Map<String, T> map(ChatParameter parameter) {
        Map<String, T> map = get(parameter);
        return map == null ? Map.of() : map;
    }

    private static Map<ChatParameter, Object> copyOf(Map<ChatParameter, Object> values) {
        var copy = new EnumMap<ChatParameter, Object>(ChatParameter.class);
        values.forEach((parameter, value) -> copy.put(
                parameter, value instanceof Map<?, ?> map ? ImmutableJson.copyOf(map, parameter.setter()) : value));
        return copy;
    }

    /** Collects parameters. Every setter takes null for "not set". Not for several threads at once. */
    public static final class Builder extends DefaultChatRequestParameters.Builder<Builder> {

        private final Map<ChatParameter, Object> values = new EnumMap<>(ChatParameter.class);

        private Builder() {}

        /** Takes over every value that {@code parameters} has set; custom parameters and headers name by name. */
        @Override
        public Builder overrideWith(ChatRequestParameters parameters) {
            super.overrideWith(parameters);
            if (parameters instanceof OpenRouterChatRequestParameters own) {
                own.values.forEach((parameter, value) -> values.merge(parameter, value, parameter::override));
            }
            return this;
        }

        /** Seed of the upstream's random choices. Unset: random. Not every model honours it. */
        public Builder seed(@Nullable Integer seed) {
            return set(ChatParameter.SEED, seed);
        }

        /**
         * Stable pseudonym or hash of the end user, not blank: abuse by one user then does not block the account.
         *
         * @see <a href="https://openrouter.ai/docs/cookbook/administration/user-tracking">User tracking</a>
         */
        public Builder user(@Nullable String user) {
            return set(ChatParameter.USER, user);
        }

        /** Whether one answer may call several tools. Unset: the upstream decides, usually yes. */
        public Builder parallelToolCalls(@Nullable Boolean parallelToolCalls) {
            return set(ChatParameter.PARALLEL_TOOL_CALLS, parallelToolCalls);
        }

        /**
         * Which upstream providers may serve the request, and in which order. Overrides field by field.
         *
         * @see <a href="https://openrouter.ai/docs/guides/routing/provider-selection">Provider routing</a>
         */
        public Builder provider(@Nullable OpenRouterProviderPreferences provider) {
            return set(ChatParameter.PROVIDER, provider);
        }

        /**
         * Least probability that a token must have, as a part of the likeliest one's; between 0 and 1. Unset: the
         * provider's default.
         *
         * @see <a href="https://openrouter.ai/docs/api/reference/parameters">Parameters</a>
         */
        public Builder minP(@Nullable Double minP) {
            return set(ChatParameter.MIN_P, minP);
        }

        /**
         * Like {@link #minP}, as a part of the square of the likeliest one's; between 0 and 1. Unset: the provider's
         * default.
         */
        public Builder topA(@Nullable Double topA) {
            return set(ChatParameter.TOP_A, topA);
        }

        /**
         * How much tokens that were in the input are avoided; above 0 to 2, where 1 is not at all. Unset: the
         * provider's default.
         */
        public Builder repetitionPenalty(@Nullable Double repetitionPenalty) {
            return set(ChatParameter.REPETITION_PENALTY, repetitionPenalty);
        }

        /**
         * What is added to the chance of a token, -100 to 100, by the token's id in the model's tokenizer. Overrides id
         * by id.
         */
        public Builder logitBias(@Nullable Map<String, Integer> logitBias) {
            return set(ChatParameter.LOGIT_BIAS, withoutNulls(logitBias));
        }

        /**
         * Whether {@link OpenRouterChatResponseMetadata#logprobs()} tells how likely each token of the answer was.
         * Unset: no.
         */
        public Builder logprobs(@Nullable Boolean logprobs) {
            return set(ChatParameter.LOGPROBS, logprobs);
        }

        /**
         * How many of the likeliest tokens are returned for each place, 0 to 20. Turns {@link #logprobs} on where that
         * is unset.
         */
        public Builder topLogprobs(@Nullable Integer topLogprobs) {
            return set(ChatParameter.TOP_LOGPROBS, topLogprobs);
        }

        /**
         * Models, ids or aliases, that OpenRouter tries in this order when the model fails: too long a prompt, rate
         * limit, outage, moderation. The one that answered is the answer's {@code modelName}, and its price is paid.
         *
         * @see <a href="https://openrouter.ai/docs/guides/routing/model-fallbacks">Model fallbacks</a>
         */
        public Builder fallbackModels(@Nullable List<String> fallbackModels) {
            return set(ChatParameter.FALLBACK_MODELS, fallbackModels);
        }

        /** Like {@link #fallbackModels(List)}. */
        public Builder fallbackModels(String... fallbackModels) {
            return fallbackModels(List.of(fallbackModels));
        }

        /** How much the model thinks before it answers. Unset: the model's default. Overrides as a whole. */
        public Builder reasoning(@Nullable OpenRouterReasoning reasoning) {
            return set(ChatParameter.REASONING, reasoning);
        }

        /**
         * How long answers are: {@code low}, {@code medium}, {@code high}, {@code xhigh} or {@code max}. Claude takes
         * it for its effort, before that of {@link #reasoning}. Unset: medium.
         *
         * @see <a href="https://openrouter.ai/docs/api/reference/parameters">Parameters</a>
         */
        public Builder verbosity(@Nullable String verbosity) {
            return set(ChatParameter.VERBOSITY, verbosity);
        }

        /** What OpenRouter does to the request or its answer. Overrides as a whole. */
        public Builder plugins(@Nullable List<OpenRouterPlugin> plugins) {
            return set(ChatParameter.PLUGINS, plugins);
        }

        /** Like {@link #plugins(List)}. */
        public Builder plugins(OpenRouterPlugin... plugins) {
            return plugins(List.of(plugins));
        }

        /** Tools that OpenRouter runs itself, beside those of the application. Overrides as a whole. */
        public Builder serverTools(@Nullable List<OpenRouterServerTool> serverTools) {
            return set(ChatParameter.SERVER_TOOLS, serverTools);
        }

        /** Like {@link #serverTools(List)}. */
        public Builder serverTools(OpenRouterServerTool... serverTools) {
            return serverTools(List.of(serverTools));
        }

        /**
         * The one tool that the model must call: the name of a tool of the application, or the type of a server tool
         * such as {@code openrouter:web_search}. Wins over {@code toolChoice}. Take it back for the request that
         * carries the result, or the model calls again.
         */
        public Builder toolChoiceName(@Nullable String toolChoiceName) {
            return set(ChatParameter.TOOL_CHOICE_NAME, toolChoiceName);
        }

        /**
         * When server tools stop; the first condition that holds ends them. {@link #maxToolCalls} is then not looked
         * at.
         */
        public Builder stopServerToolsWhen(@Nullable List<OpenRouterStopCondition> stopServerToolsWhen) {
            return set(ChatParameter.STOP_SERVER_TOOLS_WHEN, stopServerToolsWhen);
        }

        /** Like {@link #stopServerToolsWhen(List)}. */
        public Builder stopServerToolsWhen(OpenRouterStopCondition... stopServerToolsWhen) {
            return stopServerToolsWhen(List.of(stopServerToolsWhen));
        }

        /** Most steps of server tools, 1 to 30. Unset: 30. Calls of the application's tools do not count. */
        public Builder maxToolCalls(@Nullable Integer maxToolCalls) {
            return set(ChatParameter.MAX_TOOL_CALLS, maxToolCalls);
        }

        /**
         * How models that search the web themselves do it, such as those of Perplexity; others ignore it. Overrides as
         * a whole.
         */
        public Builder webSearchOptions(@Nullable OpenRouterWebSearchOptions webSearchOptions) {
            return set(ChatParameter.WEB_SEARCH_OPTIONS, webSearchOptions);
        }

        /** Which posts on X the models of xAI may find; others ignore it. Overrides as a whole. */
        public Builder xSearchFilter(@Nullable OpenRouterXSearchFilter xSearchFilter) {
            return set(ChatParameter.X_SEARCH_FILTER, xSearchFilter);
        }

        /**
         * What the answer may consist of: {@code text}, {@code image}, {@code audio}. Unset: text. Images come as
         * {@code AiMessage.images()}, speech as {@link OpenRouterChatResponseMetadata#audio()} of a streaming model; the
         * plain one refuses {@code audio} with an {@code UnsupportedFeatureException}.
         *
         * @see <a href="https://openrouter.ai/docs/guides/overview/multimodal/image-generation">Image generation</a>
         */
        public Builder modalities(@Nullable List<String> modalities) {
            return set(ChatParameter.MODALITIES, modalities);
        }

        /** Like {@link #modalities(List)}. */
        public Builder modalities(String... modalities) {
            return modalities(List.of(modalities));
        }

        /**
         * Settings of generated images by their names on the wire, such as {@code aspect_ratio} (16:9) or {@code
         * image_size} (1K, 2K, 4K): texts, numbers, lists. Overrides name by name.
         */
        public Builder imageConfig(@Nullable Map<String, Object> imageConfig) {
            return set(ChatParameter.IMAGE_CONFIG, withoutNulls(imageConfig));
        }

        /**
         * Voice and format of generated speech. Asks for text and audio where {@link #modalities} is unset. OpenRouter
         * sends speech in streams only: the plain model refuses the request with an
         * {@code UnsupportedFeatureException}.
         */
        public Builder audioOutput(@Nullable OpenRouterAudioOutput audioOutput) {
            return set(ChatParameter.AUDIO_OUTPUT, audioOutput);
        }

        /**
         * What the answer will mostly be, such as the file that is to be changed: some models then answer faster.
         *
         * @see <a href="https://openrouter.ai/docs/guides/features/predicted-outputs">Predicted outputs</a>
         */
        public Builder prediction(@Nullable String prediction) {
            return set(ChatParameter.PREDICTION, prediction);
        }

        /**
         * Slug of a preset that is stored at OpenRouter; what the request says itself wins over it.
         *
         * @see <a href="https://openrouter.ai/docs/guides/features/presets">Presets</a>
         */
        public Builder preset(@Nullable String preset) {
            return set(ChatParameter.PRESET, preset);
        }

        /**
         * {@code auto}, {@code default}, {@code flex} (cheaper, slower), {@code priority} (dearer, faster), {@code
         * fast} or {@code scale}. The one that was used is in the answer's metadata.
         *
         * @see <a href="https://openrouter.ai/docs/guides/features/service-tiers">Service tiers</a>
         */
        public Builder serviceTier(@Nullable String serviceTier) {
            return set(ChatParameter.SERVICE_TIER, serviceTier);
        }

        /**
         * {@code fast}: Anthropic's fast mode, at a higher price; others treat it like the {@link #serviceTier} of that
         * name.
         *
         * @see <a href="https://openrouter.ai/docs/guides/features/service-tiers">Service tiers</a>
         */
        public Builder speed(@Nullable String speed) {
            return set(ChatParameter.SPEED, speed);
        }

        /**
         * Groups the requests of one conversation, at most 256 characters: they are shown together and go to the same
         * provider, whose prompt cache is then warm.
         */
        public Builder sessionId(@Nullable String sessionId) {
            return set(ChatParameter.SESSION_ID, sessionId);
        }

        /**
         * Notes for the account's own statistics: at most 16, names of at most 64 characters without brackets, values
         * of at most 512. Overrides name by name.
         */
        public Builder metadata(@Nullable Map<String, String> metadata) {
            return set(ChatParameter.METADATA, withoutNulls(metadata));
        }

        /**
         * What observability destinations are told: {@code trace_id}, {@code trace_name}, {@code span_name}, {@code
         * generation_name}, {@code parent_span_id} and any other. Overrides name by name.
         *
         * @see <a href="https://openrouter.ai/docs/guides/features/broadcast/overview">Broadcast</a>
         */
        public Builder trace(@Nullable Map<String, Object> trace) {
            return set(ChatParameter.TRACE, withoutNulls(trace));
        }

        /**
         * What is to be kept in the provider's prompt cache, for models that must be told. Overrides as a whole.
         *
         * @see <a href="https://openrouter.ai/docs/guides/best-practices/prompt-caching">Prompt caching</a>
         */
        public Builder cacheControl(@Nullable OpenRouterCacheControl cacheControl) {
            return set(ChatParameter.CACHE_CONTROL, cacheControl);
        }

        /**
         * Leads requests with the same beginning to the same cache of OpenAI; stands in for a missing {@link
         * #sessionId}.
         */
        public Builder promptCacheKey(@Nullable String promptCacheKey) {
            return set(ChatParameter.PROMPT_CACHE_KEY, promptCacheKey);
        }

        /**
         * How OpenAI's models from GPT-5.6 on use their prompt cache; others ignore it. Overrides as a whole.
         *
         * @see <a href="https://openrouter.ai/docs/guides/best-practices/prompt-caching">Prompt caching</a>
         */
        public Builder promptCacheOptions(@Nullable OpenRouterPromptCacheOptions promptCacheOptions) {
            return set(ChatParameter.PROMPT_CACHE_OPTIONS, promptCacheOptions);
        }

        /**
         * Whether a stream begins with the request as the provider got it, for debugging: read it from {@link
         * OpenRouterChatResponseMetadata#rawResponse()}. Plain answers do not have it.
         */
        public Builder echoUpstreamBody(@Nullable Boolean echoUpstreamBody) {
            return set(ChatParameter.ECHO_UPSTREAM_BODY, echoUpstreamBody);
        }

        /**
         * Use of OpenRouter's own cache of whole answers. Unset: off, unless a preset turns it on.
         *
         * @see <a href="https://openrouter.ai/docs/guides/features/response-caching">Response caching</a>
         */
        public Builder responseCache(@Nullable OpenRouterResponseCache responseCache) {
            return set(ChatParameter.RESPONSE_CACHE, responseCache);
        }

        /**
         * Whether {@link OpenRouterChatResponseMetadata#routerMetadata()} tells how the request was routed. Unset: no.
         *
         * @see <a href="https://openrouter.ai/docs/guides/features/router-metadata">Router metadata</a>
         */
        public Builder routerMetadata(@Nullable Boolean routerMetadata) {
            return set(ChatParameter.ROUTER_METADATA, routerMetadata);
        }

        /**
         * Beta features of Anthropic's own API, such as {@code interleaved-thinking-2025-05-14}, or {@code structured-
         * outputs-2025-11-13}, without which Claude ignores {@link #strictTools}.
         */
        public Builder anthropicBeta(@Nullable List<String> anthropicBeta) {
            return set(ChatParameter.ANTHROPIC_BETA, anthropicBeta);
        }

        /** Like {@link #anthropicBeta(List)}. */
        public Builder anthropicBeta(String... anthropicBeta) {
            return anthropicBeta(List.of(anthropicBeta));
        }

        /**
         * Your own keys at providers, by the provider's slug, for these requests alone; sent as the header {@code
         * X-Provider-API-Keys}, which OpenRouter does not document. Keys that are to serve always are better stored in
         * the account. Overrides slug by slug.
         *
         * @see <a href="https://openrouter.ai/docs/guides/overview/auth/byok">Bring your own key</a>
         */
        public Builder providerApiKeys(@Nullable Map<String, String> providerApiKeys) {
            return set(ChatParameter.PROVIDER_API_KEYS, withoutNulls(providerApiKeys));
        }

        /**
         * A form of answer that {@link #responseFormat} has no word for: a grammar, Python. Wins over
         * {@code responseFormat}.
         */
        public Builder outputFormat(@Nullable OpenRouterOutputFormat outputFormat) {
            return set(ChatParameter.OUTPUT_FORMAT, outputFormat);
        }

        /**
         * The weakest form in which a JSON schema may be asked for. When no provider takes the schema, the request is
         * made again with a JSON object and the schema in the prompt, then with the prompt alone, but no further than
         * here; {@link OpenRouterChatResponseMetadata#structuredOutput()} tells which one was answered. Set on a
         * model's builder, AI Services send it schemas without further settings. Unset: the schema or an exception.
         */
        public Builder structuredOutputFallback(@Nullable OpenRouterStructuredOutput structuredOutputFallback) {
            return set(ChatParameter.STRUCTURED_OUTPUT_FALLBACK, structuredOutputFallback);
        }

        /**
         * Whether to ask once more when OpenRouter answers 402 and says how many output tokens the credits would pay for:
         * with that number as {@link #maxOutputTokens}. {@link OpenRouterChatResponseMetadata#affordableTokens()} tells
         * that it has happened; the answer may have been cut short. Unset: an
         * {@link OpenRouterInsufficientCreditsException}.
         */
        public Builder retryWithinCredits(@Nullable Boolean retryWithinCredits) {
            return set(ChatParameter.RETRY_WITHIN_CREDITS, retryWithinCredits);
        }

        /**
         * Top-level request fields that have no setter here, by wire name, as plain JSON values: maps, lists, text,
         * finite numbers, booleans. Overrides name by name; a null value is not set. {@link #build()} refuses a name
         * that has a setter of its own.
         */
        public Builder customParameters(@Nullable Map<String, Object> customParameters) {
            return set(ChatParameter.CUSTOM_PARAMETERS, withoutNulls(customParameters));
        }

        /** HTTP headers, visible ASCII only, added to the model's own. Overrides name by name, ignoring case. */
        public Builder customHeaders(@Nullable Map<String, String> customHeaders) {
            return set(ChatParameter.CUSTOM_HEADERS, withoutNulls(customHeaders));
        }

        /**
         * Whether answers must follow the response format's JSON schema to the letter; true makes every property
         * required and optional ones nullable, and fewer upstreams take part. Unset: not sent, the upstream decides.
         *
         * @see <a href="https://openrouter.ai/docs/guides/features/structured-outputs">Structured outputs</a>
         */
        public Builder strictJsonSchema(@Nullable Boolean strictJsonSchema) {
            return set(ChatParameter.STRICT_JSON_SCHEMA, strictJsonSchema);
        }

        /**
         * Whether tool arguments must follow the schemas to the letter, for tools that do not say so themselves. True
         * can leave no upstream that takes the request. Unset: not sent, the upstream decides.
         */
        public Builder strictTools(@Nullable Boolean strictTools) {
            return set(ChatParameter.STRICT_TOOLS, strictTools);
        }

        /** Whether the model's reasoning text is put into {@code AiMessage.thinking()}. Unset: no. */
        public Builder returnThinking(@Nullable Boolean returnThinking) {
            return set(ChatParameter.RETURN_THINKING, returnThinking);
        }

        /**
         * Whether the {@code thinking} of earlier answers is sent back as plain text, where the model revealed nothing
         * better and is not a Claude model, which refuses unsigned reasoning. Unset: no. What a model needs back to go on
         * after a tool call, its {@code reasoning_details}, is always sent.
         */
        public Builder sendThinking(@Nullable Boolean sendThinking) {
            return set(ChatParameter.SEND_THINKING, sendThinking);
        }

        /**
         * Whether the images that the model made in earlier answers are sent back, so that it can change them; each is
         * billed as input every time, and models that do not take images refuse the request. Unset: no.
         *
         * @see <a href="https://openrouter.ai/docs/guides/overview/multimodal/image-generation">Image generation</a>
         */
        public Builder sendImages(@Nullable Boolean sendImages) {
            return set(ChatParameter.SEND_IMAGES, sendImages);
        }

        /**
         * Most messages that are sent, system messages not counted, at least 1. The oldest go first; a tool call and
         * its results go together; system messages and the last user message stay. Unset: all are sent.
         *
         * <p>Leave room for the longest exchange of tools: calls that fall out are made again.
         */
        public Builder maxContextMessages(@Nullable Integer maxContextMessages) {
            return set(ChatParameter.MAX_CONTEXT_MESSAGES, maxContextMessages);
        }

        /**
         * The parameters, detached from this builder.
         *
         * @throws IllegalArgumentException for a value that OpenRouter does not accept, naming the setter
         */
        @Override
        public OpenRouterChatRequestParameters build() {
            var parameters = new OpenRouterChatRequestParameters(this);
            SetterChecks.check(parameters);
            return parameters;
        }

        private Builder set(ChatParameter parameter, @Nullable Object value) {
            if (value == null
                    || value instanceof Map<?, ?> map && map.isEmpty()
                    || value instanceof List<?> none && none.isEmpty()) {
                values.remove(parameter);
            } else {
                values.put(parameter, value instanceof List<?> list ? copyOf(list, parameter) : value);
            }
            return this;
        }

        private static List<?> copyOf(List<?> list, ChatParameter parameter) {
            if (list.stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException(parameter.setter() + " must not contain null");
            }
            return List.copyOf(list);
        }

        private static @Nullable Map<String, Object> withoutNulls(@Nullable Map<String, ?> map) {
            if (map == null) {
                return null;
            }
            var set = new TreeMap<String, Object>();
            map.forEach((name, value) -> {
                if (value != null) {
                    set.put(name, value);
                }
            });
            return set;
        }
    }
}
