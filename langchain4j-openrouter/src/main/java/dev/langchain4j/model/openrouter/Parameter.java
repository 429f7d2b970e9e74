package dev.langchain4j.model.openrouter;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One parameter that OpenRouter has and LangChain4j has not: the key of its value in
 * {@link OpenRouterChatRequestParameters}. The declaration order is the order of the fields on the wire.
 */
enum Parameter {
    SEED("seed", "seed"),
    USER("user", "user"),
    PARALLEL_TOOL_CALLS("parallelToolCalls", "parallel_tool_calls"),
    PROVIDER("provider", "provider"),
    CUSTOM_PARAMETERS("customParameters"),
    CUSTOM_HEADERS("customHeaders"),
    STRICT_JSON_SCHEMA("strictJsonSchema"),
    STRICT_TOOLS("strictTools"),
    RETURN_THINKING("returnThinking"),
    SEND_THINKING("sendThinking"),
    MAX_CONTEXT_MESSAGES("maxContextMessages");

    private static final Map<String, String> SETTERS_BY_WIRE_NAME = settersByWireName();

    private final String setter;
    private final @Nullable String wireName;

    /** A parameter that is no top-level field of the request: it steers the client. */
    Parameter(String setter) {
        this(setter, null);
    }

    Parameter(String setter, @Nullable String wireName) {
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

    /** What sets a top-level field of the request in Java, null when nothing typed does. */
    static @Nullable String setterFor(String wireName) {
        return SETTERS_BY_WIRE_NAME.get(wireName);
    }

    /** The value that holds when {@code value} overrides {@code old}: the newer one, for custom entries name by name. */
    Object override(Object old, Object value) {
        if (this == CUSTOM_PARAMETERS) {
            return union(new TreeMap<>(), old, value);
        }
        if (this == CUSTOM_HEADERS) {
            return union(new TreeMap<>(String.CASE_INSENSITIVE_ORDER), old, value);
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
        for (Parameter parameter : values()) {
            if (parameter.wireName != null) {
                setters.put(parameter.wireName, parameter.setter);
            }
        }
        return Map.copyOf(setters);
    }
}
