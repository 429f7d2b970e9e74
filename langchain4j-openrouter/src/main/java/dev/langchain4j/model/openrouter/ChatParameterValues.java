package dev.langchain4j.model.openrouter;

import dev.langchain4j.internal.Json;
import dev.langchain4j.model.openrouter.internal.api.RequestHeaders;
import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The values of the chat parameters that only OpenRouter has. Immutable; {@link Draft} collects them. */
final class ChatParameterValues {

    private static final ChatParameterValues NONE = new ChatParameterValues(Map.of());

    private final Map<ChatParameter, Object> values;

    private ChatParameterValues(Map<ChatParameter, Object> values) {
        this.values = values;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    // The one cast: each setter stores what its getter returns.
    @SuppressWarnings("unchecked")
    <T> @Nullable T get(ChatParameter parameter) {
        return (T) values.get(parameter);
    }

    <T> List<T> list(ChatParameter parameter) {
        List<T> list = get(parameter);
        return list == null ? List.of() : list;
    }

    <T> Map<String, T> map(ChatParameter parameter) {
        Map<String, T> map = get(parameter);
        return map == null ? Map.of() : map;
    }

    /** Adds the top-level fields of the request, in an order that does not depend on the caller. */
    void addTo(Map<String, Object> fields) {
        if (values.isEmpty()) {
            return; // as most are
        }
        values.forEach((parameter, value) -> {
            Object sent = parameter.wireName() == null ? null : parameter.toWire(value);
            if (sent != null) {
                fields.put(parameter.wireName(), sent);
            }
        });
    }

    /** The headers that these values add to the request; custom headers override them. */
    Map<String, String> headers() {
        if (values.isEmpty()) {
            return Map.of();
        }
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        OpenRouterResponseCache responseCache = get(ChatParameter.RESPONSE_CACHE);
        if (responseCache != null) {
            headers.putAll(responseCache.toHeaders());
        }
        Boolean routerMetadata = get(ChatParameter.ROUTER_METADATA);
        if (routerMetadata != null) {
            headers.put(RequestHeaders.ROUTING, routerMetadata ? "enabled" : "disabled");
        }
        List<String> anthropicBeta = list(ChatParameter.ANTHROPIC_BETA);
        if (!anthropicBeta.isEmpty()) {
            headers.put("x-anthropic-beta", String.join(",", anthropicBeta));
        }
        Map<String, Object> providerApiKeys = map(ChatParameter.PROVIDER_API_KEYS);
        if (!providerApiKeys.isEmpty()) {
            headers.put("X-Provider-API-Keys", Json.toJson(providerApiKeys));
        }
        this.<String>map(ChatParameter.CUSTOM_HEADERS).forEach((name, value) -> {
            headers.remove(name); // in the spelling of the newer one
            headers.put(name, value);
        });
        return headers;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChatParameterValues that && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** All set values, except texts for the model, keys, and the values of custom parameters and headers. */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey().setter() + "=" + shown(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static @Nullable Object shown(ChatParameter parameter, Object value) {
        return switch (parameter) {
            case CUSTOM_HEADERS, CUSTOM_PARAMETERS, PROVIDER_API_KEYS -> ((Map<?, ?>) value).keySet();
            case PREDICTION -> "(" + ((String) value).length() + " characters)";
            default -> ImmutableJson.sorted(value);
        };
    }

    /** Collects values. Not for several threads at once. */
    static final class Draft {

        /** Immutable until there is one: requests with tools but nothing of OpenRouter's own are merged with none. */
        private Map<ChatParameter, Object> values = Map.of();

        /**
         * Sets a value, in place of the old one; null, an empty list and an empty map remove it.
         *
         * @throws IllegalArgumentException if a list contains null, or a map has null as a name
         */
        void put(ChatParameter parameter, @Nullable Object value) {
            Object set = value instanceof Map<?, ?> map ? withoutNulls(map, parameter) : value;
            if (set == null
                    || set instanceof Map<?, ?> none && none.isEmpty()
                    || set instanceof List<?> nothing && nothing.isEmpty()) {
                remove(parameter);
            } else {
                mutable().put(parameter, set instanceof List<?> list ? copyOf(list, parameter) : set);
            }
        }

        /** Adds the entries of a map, overriding the old ones name by name. */
        void add(ChatParameter parameter, Map<?, ?> more) {
            Map<Object, Object> entries = withoutNulls(more, parameter);
            if (!entries.isEmpty()) {
                override(parameter, entries);
            }
        }

        /** Sets a value; a map keeps the old entries that the new one does not have. */
        void override(ChatParameter parameter, Object value) {
            mutable().merge(parameter, value, parameter::override);
        }

        void override(ChatParameterValues newer) {
            if (!newer.isEmpty()) {
                dropContradictory(newer);
                newer.values.forEach(this::override);
            }
        }

        /** Providers refuse a number of log probabilities beside the word that there are to be none. */
        private void dropContradictory(ChatParameterValues newer) {
            if (Boolean.FALSE.equals(newer.get(ChatParameter.LOGPROBS))) {
                remove(ChatParameter.TOP_LOGPROBS);
            }
            if (newer.get(ChatParameter.TOP_LOGPROBS) != null
                    && Boolean.FALSE.equals(values.get(ChatParameter.LOGPROBS))) {
                remove(ChatParameter.LOGPROBS);
            }
        }

        private void remove(ChatParameter parameter) {
            if (!values.isEmpty()) {
                values.remove(parameter);
            }
        }

        private Map<ChatParameter, Object> mutable() {
            if (values.isEmpty()) {
                values = new EnumMap<>(ChatParameter.class);
            }
            return values;
        }

        ChatParameterValues build() {
            if (values.isEmpty()) {
                return NONE;
            }
            var copy = new EnumMap<ChatParameter, Object>(ChatParameter.class);
            values.forEach((parameter, value) -> copy.put(
                    parameter, value instanceof Map<?, ?> map ? ImmutableJson.copyOf(map, parameter.setter()) : value));
            return new ChatParameterValues(copy);
        }

        private static List<?> copyOf(List<?> list, ChatParameter parameter) {
            if (list.stream().anyMatch(Objects::isNull)) {
                throw new IllegalArgumentException(parameter.setter() + " must not contain null");
            }
            return List.copyOf(list);
        }

        private static Map<Object, Object> withoutNulls(Map<?, ?> map, ChatParameter parameter) {
            var set = new TreeMap<>();
            map.forEach((name, value) -> {
                if (name == null) {
                    throw new IllegalArgumentException(parameter.setter() + " must not have null as a name");
                }
                if (value != null) {
                    set.put(name, value);
                }
            });
            return set;
        }
    }
}
