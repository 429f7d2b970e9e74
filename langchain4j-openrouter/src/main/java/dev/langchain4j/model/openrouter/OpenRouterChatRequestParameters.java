package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * four stop sequences.
 *
 * @see <a href="https://openrouter.ai/docs/api/reference/parameters">Parameters</a>
 */
public final class OpenRouterChatRequestParameters extends DefaultChatRequestParameters {

    /** Nothing set. */
    public static final OpenRouterChatRequestParameters EMPTY = builder().build();

    private final Map<Parameter, Object> values;

    private OpenRouterChatRequestParameters(Builder builder) {
        super(builder);
        this.values = copyOf(builder.values);
    }

    /** Seed of the upstream's random choices; the same seed makes equal answers likely, not certain. */
    public @Nullable Integer seed() {
        return get(Parameter.SEED);
    }

    /** Stable pseudonym of the end user, for abuse isolation. */
    public @Nullable String user() {
        return get(Parameter.USER);
    }

    /** Whether one answer may call several tools. */
    public @Nullable Boolean parallelToolCalls() {
        return get(Parameter.PARALLEL_TOOL_CALLS);
    }

    /** Provider preferences as they are sent; null when not set. */
    public @Nullable Map<String, Object> provider() {
        return get(Parameter.PROVIDER);
    }

    /** Top-level request fields without a setter here, by wire name; empty when not set. */
    public Map<String, Object> customParameters() {
        Map<String, Object> custom = get(Parameter.CUSTOM_PARAMETERS);
        return custom == null ? Map.of() : custom;
    }

    /** HTTP headers of the request; empty when not set. */
    public Map<String, String> customHeaders() {
        Map<String, String> headers = get(Parameter.CUSTOM_HEADERS);
        return headers == null ? Map.of() : headers;
    }

    /** Whether answers must follow the JSON schema of the response format to the letter. */
    public @Nullable Boolean strictJsonSchema() {
        return get(Parameter.STRICT_JSON_SCHEMA);
    }

    /** Whether tool arguments must follow the tool's schema to the letter. */
    public @Nullable Boolean strictTools() {
        return get(Parameter.STRICT_TOOLS);
    }

    /** Whether the model's reasoning text is put into the answer. */
    public @Nullable Boolean returnThinking() {
        return get(Parameter.RETURN_THINKING);
    }

    /** Whether plain reasoning text of earlier answers is sent back. */
    public @Nullable Boolean sendThinking() {
        return get(Parameter.SEND_THINKING);
    }

    /** Most non-system messages that are sent. */
    public @Nullable Integer maxContextMessages() {
        return get(Parameter.MAX_CONTEXT_MESSAGES);
    }

    /** The top-level fields that these parameters add to the request, in an order that does not depend on the caller. */
    Map<String, Object> extensions() {
        var extensions = new LinkedHashMap<String, Object>();
        values.forEach((parameter, value) -> {
            if (parameter.wireName() != null) {
                extensions.put(parameter.wireName(), value);
            }
        });
        extensions.putAll(customParameters());
        return extensions;
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

    /** Everything that is set, except the values of headers, which may be secrets. */
    @Override
    public String toString() {
        String own = values.entrySet().stream()
                .map(entry -> entry.getKey().setter() + "=" + shown(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
        return "OpenRouterChatRequestParameters{common=" + super.toString() + ", openRouter=" + own + "}";
    }

    private static Object shown(Parameter parameter, Object value) {
        return parameter == Parameter.CUSTOM_HEADERS ? ((Map<?, ?>) value).keySet() : value;
    }

    // The one cast: each setter stores what its getter returns.
    @SuppressWarnings("unchecked")
    private <T> @Nullable T get(Parameter parameter) {
        return (T) values.get(parameter);
    }

    private static Map<Parameter, Object> copyOf(Map<Parameter, Object> values) {
        var copy = new EnumMap<Parameter, Object>(Parameter.class);
        values.forEach((parameter, value) -> copy.put(
                parameter, value instanceof Map<?, ?> map ? PlainJson.copyOf(map, parameter.setter()) : value));
        return copy;
    }

    /** Collects parameters. Every setter takes null for "not set". Not for several threads at once. */
    public static final class Builder extends DefaultChatRequestParameters.Builder<Builder> {

        private final Map<Parameter, Object> values = new EnumMap<>(Parameter.class);

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
            return set(Parameter.SEED, seed);
        }

        /**
         * Stable pseudonym or hash of the end user, not blank: abuse by one user then does not block the account.
         *
         * @see <a href="https://openrouter.ai/docs/cookbook/administration/user-tracking">User tracking</a>
         */
        public Builder user(@Nullable String user) {
            return set(Parameter.USER, user);
        }

        /** Whether one answer may call several tools. Unset: the upstream decides, usually yes. */
        public Builder parallelToolCalls(@Nullable Boolean parallelToolCalls) {
            return set(Parameter.PARALLEL_TOOL_CALLS, parallelToolCalls);
        }

        /**
         * Which upstream providers may serve the request and in which order, in OpenRouter's own field names, for
         * example {@code Map.of("order", List.of("anthropic"), "allow_fallbacks", false)}. Overrides as a whole.
         *
         * @see <a href="https://openrouter.ai/docs/guides/routing/provider-selection">Provider routing</a>
         */
        public Builder provider(@Nullable Map<String, Object> provider) {
            return set(Parameter.PROVIDER, provider);
        }

        /**
         * Top-level request fields that have no setter here, by wire name, as plain JSON values: maps, lists, text,
         * finite numbers, booleans. Overrides name by name; a null value is not set. {@link #build()} refuses a name
         * that has a setter of its own.
         */
        public Builder customParameters(@Nullable Map<String, Object> customParameters) {
            return set(Parameter.CUSTOM_PARAMETERS, withoutNulls(customParameters));
        }

        /** HTTP headers, visible ASCII only, added to the model's own. Overrides name by name, ignoring case. */
        public Builder customHeaders(@Nullable Map<String, String> customHeaders) {
            return set(Parameter.CUSTOM_HEADERS, withoutNulls(customHeaders));
        }

        /**
         * Whether answers must follow the response format's JSON schema to the letter; true makes every property
         * required and optional ones nullable, and fewer upstreams take part. Unset: not sent, the upstream decides.
         *
         * @see <a href="https://openrouter.ai/docs/guides/features/structured-outputs">Structured outputs</a>
         */
        public Builder strictJsonSchema(@Nullable Boolean strictJsonSchema) {
            return set(Parameter.STRICT_JSON_SCHEMA, strictJsonSchema);
        }

        /**
         * Whether tool arguments must follow the schemas to the letter, for tools that do not say so themselves. True
         * can leave no upstream that takes the request. Unset: not sent, the upstream decides.
         */
        public Builder strictTools(@Nullable Boolean strictTools) {
            return set(Parameter.STRICT_TOOLS, strictTools);
        }

        /** Whether the model's reasoning text is put into {@code AiMessage.thinking()}. Unset: no. */
        public Builder returnThinking(@Nullable Boolean returnThinking) {
            return set(Parameter.RETURN_THINKING, returnThinking);
        }

        /**
         * Whether the {@code thinking} of earlier answers is sent back as plain text, where the model revealed nothing
         * better and is not a Claude model, which refuses unsigned reasoning. Unset: no. What a model needs back to go on
         * after a tool call, its {@code reasoning_details}, is always sent.
         */
        public Builder sendThinking(@Nullable Boolean sendThinking) {
            return set(Parameter.SEND_THINKING, sendThinking);
        }

        /**
         * Most messages that are sent, system messages not counted, at least 1. The oldest go first; a tool call and
         * its results go together; system messages and the last user message stay. Unset: all are sent.
         *
         * <p>Leave room for the longest exchange of tools: calls that fall out are made again.
         */
        public Builder maxContextMessages(@Nullable Integer maxContextMessages) {
            return set(Parameter.MAX_CONTEXT_MESSAGES, maxContextMessages);
        }

        /**
         * The parameters, detached from this builder.
         *
         * @throws IllegalArgumentException for a value that OpenRouter does not accept, naming the setter
         */
        @Override
        public OpenRouterChatRequestParameters build() {
            var parameters = new OpenRouterChatRequestParameters(this);
            RequestChecks.check(parameters);
            return parameters;
        }

        private Builder set(Parameter parameter, @Nullable Object value) {
            if (value == null || value instanceof Map<?, ?> map && map.isEmpty()) {
                values.remove(parameter);
            } else {
                values.put(parameter, value);
            }
            return this;
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
