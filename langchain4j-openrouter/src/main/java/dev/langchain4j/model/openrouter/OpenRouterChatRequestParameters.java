package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of one chat request: LangChain4j's own and those that only OpenRouter has.
 *
 * <p>On a model they are its defaults. On a request they override the defaults field by field, so a request with
 * {@code user} keeps the model's {@code provider}. An unset parameter is null (a map: empty) and is not sent: the
 * upstream provider's own default applies. Overriding cannot reset a value to "not set". Instances are immutable.
 *
 * <p>{@link Builder#build()} and merging throw {@link IllegalArgumentException} for a value that OpenRouter does not
 * accept: temperature 0 to 2, topP above 0 to 1, topK from 0, both penalties -2 to 2, maxOutputTokens from 1, at most
 * four stop sequences, and the limits of the setters below.
 *
 * @see <a href="https://openrouter.ai/docs/api/reference/parameters">Parameters</a>
 */
public final class OpenRouterChatRequestParameters extends DefaultChatRequestParameters {

    /** Nothing set. */
    public static final OpenRouterChatRequestParameters EMPTY = builder().build();

    private static final String AUDIO = "audio";

    private final ChatParameterValues values;

    /** Stays with the defaults of a model, even inside wrappers; it is not sent, so it is not a parameter. */
    private final @Nullable OpenRouterDataPolicy dataPolicy;

    private OpenRouterChatRequestParameters(Builder builder) {
        super(builder);
        this.values = builder.values.build();
        this.dataPolicy = builder.dataPolicy;
    }

    /** These parameters, converted if they are not of this class. */
    static OpenRouterChatRequestParameters of(ChatRequestParameters parameters) {
        return parameters instanceof OpenRouterChatRequestParameters own ? own : EMPTY.overrideWith(parameters);
    }

    /** Whether everything that is set is LangChain4j's own. */
    boolean hasOnlyCommonOnes() {
        return values.isEmpty();
    }

    /** The policy of the model with these defaults; null if they belong to no model. */
    @Nullable
    OpenRouterDataPolicy dataPolicy() {
        return dataPolicy;
    }

    /** Seed of the upstream's random choices; the same seed makes equal answers likely, not certain. */
    public @Nullable Integer seed() {
        return get(ChatParameter.SEED);
    }

    /** Stable pseudonym of the end user, to isolate abuse. */
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

    /** Minimum probability of a token, relative to the most likely one. */
    public @Nullable Double minP() {
        return get(ChatParameter.MIN_P);
    }

    /** Like minP, with the square of the most likely token's probability. */
    public @Nullable Double topA() {
        return get(ChatParameter.TOP_A);
    }

    /** Penalty for tokens of the input. */
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

    /** Number of most likely tokens for each position. */
    public @Nullable Integer topLogprobs() {
        return get(ChatParameter.TOP_LOGPROBS);
    }

    /** Models to try if the first fails; empty when not set. */
    public List<String> fallbackModels() {
        return list(ChatParameter.FALLBACK_MODELS);
    }

    /** How much the model thinks. */
    public @Nullable OpenRouterReasoning reasoning() {
        return get(ChatParameter.REASONING);
    }

    /** Length of answers. */
    public @Nullable String verbosity() {
        return get(ChatParameter.VERBOSITY);
    }

    /** Plugins that change requests and answers; empty when not set. */
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

    /** Maximum steps of server tools. */
    public @Nullable Integer maxToolCalls() {
        return get(ChatParameter.MAX_TOOL_CALLS);
    }

    /** Search settings of models that search the web themselves. */
    public @Nullable OpenRouterWebSearchOptions webSearchOptions() {
        return get(ChatParameter.WEB_SEARCH_OPTIONS);
    }

    /** Which posts on X may be found. */
    public @Nullable OpenRouterXSearchFilter xSearchFilter() {
        return get(ChatParameter.X_SEARCH_FILTER);
    }

    /** Allowed content of the answer; empty when not set. */
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

    /** Expected answer. */
    public @Nullable String prediction() {
        return get(ChatParameter.PREDICTION);
    }

    /** Slug of a preset. */
    public @Nullable String preset() {
        return get(ChatParameter.PRESET);
    }

    /** Speed and price. */
    public @Nullable String serviceTier() {
        return get(ChatParameter.SERVICE_TIER);
    }

    /** Anthropic's speed mode. */
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

    /** Data for observability destinations; empty when not set. */
    public Map<String, Object> trace() {
        return map(ChatParameter.TRACE);
    }

    /** What the provider's prompt cache keeps. */
    public @Nullable OpenRouterCacheControl cacheControl() {
        return get(ChatParameter.CACHE_CONTROL);
    }

    /** Routes equal prefixes to the same cache. */
    public @Nullable String promptCacheKey() {
        return get(ChatParameter.PROMPT_CACHE_KEY);
    }

    /** Prompt cache settings of OpenAI's newer models. */
    public @Nullable OpenRouterPromptCacheOptions promptCacheOptions() {
        return get(ChatParameter.PROMPT_CACHE_OPTIONS);
    }

    /** Whether a stream begins with the request to the upstream. */
    public @Nullable Boolean echoUpstreamBody() {
        return get(ChatParameter.ECHO_UPSTREAM_BODY);
    }

    /** Use of OpenRouter's cache of whole answers. */
    public @Nullable OpenRouterResponseCache responseCache() {
        return get(ChatParameter.RESPONSE_CACHE);
    }

    /** Whether the answer reports how it was routed. */
    public @Nullable Boolean routerMetadata() {
        return get(ChatParameter.ROUTER_METADATA);
    }

    /** Beta features of Anthropic; empty when not set. */
    public List<String> anthropicBeta() {
        return list(ChatParameter.ANTHROPIC_BETA);
    }

    /** Your own keys at providers, by slug; empty when not set. */
    public Map<String, String> providerApiKeys() {
        return map(ChatParameter.PROVIDER_API_KEYS);
    }

    /** A format of the answer that {@link #responseFormat()} cannot express. */
    public @Nullable OpenRouterOutputFormat outputFormat() {
        return get(ChatParameter.OUTPUT_FORMAT);
    }

    /** The weakest accepted form of a JSON schema. */
    public @Nullable OpenRouterStructuredOutput structuredOutputFallback() {
        return get(ChatParameter.STRUCTURED_OUTPUT_FALLBACK);
    }

    /** How to handle an empty answer. */
    public @Nullable OpenRouterEmptyAnswer emptyAnswer() {
        return get(ChatParameter.EMPTY_ANSWER);
    }

    /** Whether to repeat a request that the credits do not cover, once, with fewer output tokens. */
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

    /** Whether the provider must enforce the JSON schema of the response format. */
    public @Nullable Boolean strictJsonSchema() {
        return get(ChatParameter.STRICT_JSON_SCHEMA);
    }

    /** Whether the provider must enforce the tools' schemas for arguments. */
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

    /** Role of the system messages. */
    public @Nullable String systemMessageRole() {
        return get(ChatParameter.SYSTEM_MESSAGE_ROLE);
    }

    /** How the model reads videos. */
    public @Nullable String videoProcessing() {
        return get(ChatParameter.VIDEO_PROCESSING);
    }

    /** Maximum non-system messages sent. */
    public @Nullable Integer maxContextMessages() {
        return get(ChatParameter.MAX_CONTEXT_MESSAGES);
    }

    /** Maximum estimated tokens of messages, tools and schema sent. */
    public @Nullable Integer maxContextTokens() {
        return get(ChatParameter.MAX_CONTEXT_TOKENS);
    }

    /** Whether messages are dropped until the request fits into the model's context. */
    public @Nullable Boolean fitContext() {
        return get(ChatParameter.FIT_CONTEXT);
    }

    /**
     * The top-level fields that these parameters add to the request, in an order that does not depend on the caller. A
     * new map each time.
     */
    Map<String, Object> extensions() {
        var extensions = new LinkedHashMap<String, Object>();
        values.addTo(extensions);
        if (topLogprobs() != null) {
            extensions.putIfAbsent(ChatParameter.LOGPROBS.wireName(), true);
        }
        if (audioOutput() != null) {
            extensions.putIfAbsent(ChatParameter.MODALITIES.wireName(), List.of("text", AUDIO));
        }
        extensions.putAll(customParameters());
        return extensions;
    }

    /** Speech comes only in streams. */
    boolean asksForSpeech() {
        return audioOutput() != null || modalities().contains(AUDIO);
    }

    /** The headers that these parameters add to the request; custom headers override them. */
    Map<String, String> headers() {
        return values.headers();
    }

    @Override
    public OpenRouterChatRequestParameters overrideWith(ChatRequestParameters parameters) {
        ensureNotNull(parameters, "parameters");
        return isEmpty(parameters)
                ? this
                : builder().overrideWith(this).overrideWith(parameters).build();
    }

    /** Core merges the defaults with those of every request, most of which set nothing. */
    private static boolean isEmpty(ChatRequestParameters parameters) {
        return parameters == EMPTY || DefaultChatRequestParameters.EMPTY.equals(parameters);
    }

    @Override
    public OpenRouterChatRequestParameters defaultedBy(ChatRequestParameters parameters) {
        ensureNotNull(parameters, "parameters");
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

    /** All set values, except texts for the model, keys, and the values of custom parameters and headers. */
    @Override
    public String toString() {
        return "OpenRouterChatRequestParameters{common=" + super.toString() + ", openRouter=" + values + "}";
    }

    private <T> @Nullable T get(ChatParameter parameter) {
        return values.get(parameter);
    }

    private <T> List<T> list(ChatParameter parameter) {
        return values.list(parameter);
    }

    private <T> Map<String, T> map(ChatParameter parameter) {
        return values.map(parameter);
    }

    /** Collects parameters. Every setter takes null for "not set". Not for several threads at once. */
    public static final class Builder extends DefaultChatRequestParameters.Builder<Builder>
            implements OpenRouterChatParameterSetters<Builder> {

        private final ChatParameterValues.Draft values = new ChatParameterValues.Draft();
        private @Nullable OpenRouterDataPolicy dataPolicy;

        private Builder() {}

        /**
         * Copies every set value of {@code parameters}; custom parameters and headers name by name. Copies also the
         * values that {@code OpenAiChatRequestParameters} have in addition to core's.
         *
         * @throws dev.langchain4j.exception.UnsupportedFeatureException for parameters of another integration, whose
         *     own values would be lost, and for {@code store(true)}
         */
        @Override
        public Builder overrideWith(ChatRequestParameters parameters) {
            ensureNotNull(parameters, "parameters");
            super.overrideWith(parameters);
            if (parameters.toolChoice() != null) {
                put(ChatParameter.TOOL_CHOICE_NAME, null); // of the overridden ones
            }
            if (parameters.responseFormat() != null) {
                put(ChatParameter.OUTPUT_FORMAT, null);
            }
            if (parameters instanceof OpenRouterChatRequestParameters own) {
                values.override(own.values);
                dataPolicy(own.dataPolicy);
            } else {
                ChatParametersOfOpenAi.addTo(this, parameters);
            }
            return this;
        }

        void add(ChatParameter parameter, @Nullable Map<String, ?> more) {
            if (more != null) {
                values.add(parameter, more);
            }
        }

        /** The requirements of this one and those before it. */
        Builder dataPolicy(@Nullable OpenRouterDataPolicy more) {
            if (more != null) {
                dataPolicy = dataPolicy == null ? more : dataPolicy.and(more);
            }
            return this;
        }

        /** HTTP headers, visible ASCII only, added to the model's own. Overrides name by name, ignoring case. */
        public Builder customHeaders(@Nullable Map<String, String> customHeaders) {
            put(ChatParameter.CUSTOM_HEADERS, customHeaders);
            return this;
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

        void put(ChatParameter parameter, @Nullable Object value) {
            values.put(parameter, value);
        }
    }
}
