package dev.langchain4j.model.openrouter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much a model thinks before it answers, and how much of that is returned.
 *
 * <pre>{@code
 * OpenRouterReasoning.effort("high")
 * OpenRouterReasoning.maxTokens(2000)
 * OpenRouterReasoning.builder().effort("low").exclude(true).build()
 * }</pre>
 *
 * <p>A request's value replaces the model's as a whole. Reasoning tokens are billed as output tokens, even if they are
 * not returned. To see the text, set {@code returnThinking} as well.
 *
 * @see <a href="https://openrouter.ai/docs/guides/best-practices/reasoning-tokens">Reasoning tokens</a>
 */
public final class OpenRouterReasoning extends WireObject {

    private OpenRouterReasoning(Map<String, ?> members) {
        super(members);
    }

    /**
     * {@code max}, {@code xhigh}, {@code high}, {@code medium}, {@code low}, {@code minimal} or {@code none}.
     * OpenRouter uses the nearest effort that the model has; models that always reason refuse {@code none}.
     */
    public static OpenRouterReasoning effort(String effort) {
        return builder().effort(effort).build();
    }

    /**
     * A budget in tokens. It must be below {@code maxOutputTokens}; models that only have efforts use the nearest
     * effort.
     */
    public static OpenRouterReasoning maxTokens(int maxTokens) {
        return builder().maxTokens(maxTokens).build();
    }

    /** On, with the model's own default effort. */
    public static OpenRouterReasoning on() {
        return builder().enabled(true).build();
    }

    /** Off, if the model allows it. */
    public static OpenRouterReasoning off() {
        return builder().enabled(false).build();
    }

    /** In OpenRouter's own field names, for settings without a setter here. */
    public static OpenRouterReasoning of(Map<String, ?> fields) {
        return new OpenRouterReasoning(fields);
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Collects settings. Every setter takes null for "not set": what is not set is not sent, and the model's default
     * holds. Not for several threads at once.
     */
    public static final class Builder {

        private final Members members = new Members();

        private Builder() {}

        /** See {@link OpenRouterReasoning#effort}. Either this or {@link #maxTokens}. */
        public Builder effort(@Nullable String effort) {
            return text("effort", effort);
        }

        /** See {@link OpenRouterReasoning#maxTokens}. Either this or {@link #effort}. */
        public Builder maxTokens(@Nullable Integer maxTokens) {
            SetterChecks.atLeast("reasoning.maxTokens", maxTokens, 1);
            members.set("max_tokens", maxTokens);
            return this;
        }

        /** Whether the model thinks but does not return its thoughts. Unset: they are returned. */
        public Builder exclude(@Nullable Boolean exclude) {
            members.set("exclude", exclude);
            return this;
        }

        /** Whether the model thinks at all. Unset: the model decides. */
        public Builder enabled(@Nullable Boolean enabled) {
            members.set("enabled", enabled);
            return this;
        }

        /** How long a summary OpenAI's models return: {@code auto}, {@code concise} or {@code detailed}. */
        public Builder summary(@Nullable String summary) {
            return text("summary", summary);
        }

        /** {@code standard} or {@code pro}, GPT-5.6 and newer: {@code pro} uses the model's {@code -pro} variant. */
        public Builder mode(@Nullable String mode) {
            return text("mode", mode);
        }

        /**
         * Which turns' reasoning is kept: {@code auto}, {@code all_turns} or {@code current_turn}; GPT-5.6 and newer.
         */
        public Builder context(@Nullable String context) {
            return text("context", context);
        }

        /** @throws IllegalArgumentException if both an effort and a budget are set */
        public OpenRouterReasoning build() {
            if (members.get("effort") != null && members.get("max_tokens") != null) {
                throw new IllegalArgumentException("reasoning takes effort or maxTokens, not both");
            }
            return new OpenRouterReasoning(members.toMap());
        }

        private Builder text(String name, @Nullable String value) {
            if (value != null && value.isBlank()) {
                throw new IllegalArgumentException("reasoning." + name + " must not be blank");
            }
            members.set(name, value);
            return this;
        }
    }
}
