package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.OpenRouterCacheControl.Ttl;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One parameter that only OpenRouter has: the key of its value in {@link OpenRouterChatRequestParameters}. The
 * declaration order is the order of the fields on the wire.
 */
enum ChatParameter {
    SEED("seed", "seed"),
    USER("user", "user"),
    PARALLEL_TOOL_CALLS("parallelToolCalls", "parallel_tool_calls"),
    PROVIDER("provider", "provider"),
    MIN_P("minP", "min_p"),
    TOP_A("topA", "top_a"),
    REPETITION_PENALTY("repetitionPenalty", "repetition_penalty"),
    LOGIT_BIAS("logitBias", "logit_bias"),
    LOGPROBS("logprobs", "logprobs"),
    TOP_LOGPROBS("topLogprobs", "top_logprobs"),
    FALLBACK_MODELS("fallbackModels", "models"),
    REASONING("reasoning", "reasoning"),
    VERBOSITY("verbosity", "verbosity"),
    PLUGINS("plugins", "plugins"),
    SERVER_TOOLS("serverTools"),
    TOOL_CHOICE_NAME("toolChoiceName"),
    STOP_SERVER_TOOLS_WHEN("stopServerToolsWhen", "stop_server_tools_when"),
    MAX_TOOL_CALLS("maxToolCalls", "max_tool_calls"),
    WEB_SEARCH_OPTIONS("webSearchOptions", "web_search_options"),
    X_SEARCH_FILTER("xSearchFilter", "x_search_filter"),
    MODALITIES("modalities", "modalities"),
    IMAGE_CONFIG("imageConfig", "image_config"),
    AUDIO_OUTPUT("audioOutput", "audio"),
    PREDICTION("prediction", "prediction"),
    PRESET("preset", "preset"),
    SERVICE_TIER("serviceTier", "service_tier"),
    SPEED("speed", "speed"),
    SESSION_ID("sessionId", "session_id"),
    METADATA("metadata", "metadata"),
    TRACE("trace", "trace"),
    CACHE_CONTROL("cacheControl", "cache_control"),
    PROMPT_CACHE_KEY("promptCacheKey", "prompt_cache_key"),
    PROMPT_CACHE_OPTIONS("promptCacheOptions", "prompt_cache_options"),
    ECHO_UPSTREAM_BODY("echoUpstreamBody", "debug"),
    RESPONSE_CACHE("responseCache"),
    ROUTER_METADATA("routerMetadata"),
    ANTHROPIC_BETA("anthropicBeta"),
    PROVIDER_API_KEYS("providerApiKeys"),
    OUTPUT_FORMAT("outputFormat"),
    STRUCTURED_OUTPUT_FALLBACK("structuredOutputFallback"),
    EMPTY_ANSWER("emptyAnswer"),
    RETRY_WITHIN_CREDITS("retryWithinCredits"),
    CUSTOM_PARAMETERS("customParameters"),
    CUSTOM_HEADERS("customHeaders"),
    STRICT_JSON_SCHEMA("strictJsonSchema"),
    STRICT_TOOLS("strictTools"),
    RETURN_THINKING("returnThinking"),
    SEND_THINKING("sendThinking"),
    SEND_IMAGES("sendImages"),
    SYSTEM_MESSAGE_ROLE("systemMessageRole"),
    VIDEO_PROCESSING("videoProcessing"),
    MAX_CONTEXT_MESSAGES("maxContextMessages"),
    MAX_CONTEXT_TOKENS("maxContextTokens"),
    FIT_CONTEXT("fitContext");

    private static final Map<String, String> SETTERS_BY_WIRE_NAME = settersByWireName();

    private final String setter;
    private final @Nullable String wireName;

    /** A parameter that is not a top-level field of the request: it controls the client. */
    ChatParameter(String setter) {
        this(setter, null);
    }

    ChatParameter(String setter, @Nullable String wireName) {
        this.setter = setter;
        this.wireName = wireName;
    }

    /** Name of the Java setter, for messages. */
    String setter() {
        return setter;
    }

    /** Top-level field of the request, null when the parameter is not sent as one. */
    @Nullable
    String wireName() {
        return wireName;
    }

    /** The value as plain JSON; null if it adds no top-level field. */
    @Nullable
    Object toWire(Object value) {
        return switch (this) {
            case PREDICTION -> WireObject.sorted("type", "content", "content", value);
            case CACHE_CONTROL -> automaticMark(value);
            case ECHO_UPSTREAM_BODY -> Map.of("echo_upstream_body", value);
            default -> json(value);
        };
    }

    private static Object json(Object value) {
        if (value instanceof WireObject object) {
            return object.toMap();
        }
        return value instanceof List<?> list
                ? list.stream().map(ChatParameter::json).toList()
                : value;
    }

    private static @Nullable Object automaticMark(Object value) {
        Ttl ttl = ((OpenRouterCacheControl) value).automaticTtl();
        return ttl == null ? null : ttl.toMark();
    }

    /** The Java setter of a top-level request field, null if there is none. */
    static @Nullable String setterFor(String wireName) {
        return SETTERS_BY_WIRE_NAME.get(wireName);
    }

    /** The result if {@code value} overrides {@code old}: the newer one, or for maps the entries of both. */
    Object override(Object old, Object value) {
        if (this == CUSTOM_HEADERS) {
            return union(new TreeMap<>(String.CASE_INSENSITIVE_ORDER), old, value);
        }
        if (value instanceof Map<?, ?>) {
            return union(new TreeMap<>(), old, value);
        }
        if (value instanceof OpenRouterProviderPreferences preferences) {
            return ((OpenRouterProviderPreferences) old).overrideWith(preferences);
        }
        return value;
    }

    private static Map<String, Object> union(TreeMap<String, Object> names, Object old, Object value) {
        ((Map<?, ?>) old).forEach((name, entry) -> names.put((String) name, entry));
        ((Map<?, ?>) value).forEach((name, entry) -> {
            names.remove((String) name); // a header's newer spelling replaces the older one too
            names.put((String) name, entry);
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(names));
    }

    private static Map<String, String> settersByWireName() {
        var setters = new HashMap<String, String>();
        setters.put("messages", "ChatRequest.messages");
        setters.put("n", "one request per answer");
        setters.put("model", "modelName");
        setters.put("temperature", "temperature");
        setters.put("top_p", "topP");
        setters.put("top_k", "topK");
        setters.put("frequency_penalty", "frequencyPenalty");
        setters.put("presence_penalty", "presencePenalty");
        setters.put("max_completion_tokens", "maxOutputTokens");
        setters.put("max_tokens", "maxOutputTokens");
        setters.put("stop", "stopSequences");
        setters.put("tools", "toolSpecifications");
        setters.put("tool_choice", "toolChoice");
        setters.put("response_format", "responseFormat");
        setters.put("stream", "OpenRouterStreamingChatModel");
        setters.put("reasoning_effort", "reasoning");
        setters.put("include_reasoning", "reasoning");
        for (ChatParameter parameter : values()) {
            if (parameter.wireName != null) {
                setters.put(parameter.wireName, parameter.setter);
            }
        }
        return Map.copyOf(setters);
    }
}
