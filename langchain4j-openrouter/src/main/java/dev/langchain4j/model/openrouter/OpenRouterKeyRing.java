package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;
import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.openrouter.internal.api.ApiKeys;
import dev.langchain4j.model.openrouter.internal.api.KeyRing;
import dev.langchain4j.model.openrouter.internal.api.RingKey;
import dev.langchain4j.model.openrouter.internal.http.KeyLook;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Several keys for one connection, in order of preference. A request carries the first key that works; if OpenRouter
 * refuses it because of the key, the request is sent again at once with the next one.
 *
 * <pre>{@code
 * OpenRouter openRouter = OpenRouter.builder()
 *         .keyRing(OpenRouterKeyRing.builder()
 *                 .key("team", System.getenv("TEAM_KEY"))
 *                 .key("reserve", System.getenv("RESERVE_KEY"))
 *                 .build())
 *         .build();
 * }</pre>
 *
 * <p>It moves on after 401, 402, 403 with a limit that is used up, and 429 from OpenRouter itself whose reset is more
 * than a minute away. The refused key then rests: until that reset, else for {@link Builder#retryAfter}. If all keys
 * rest, the one whose rest ends first is used. Changing the key does not count as a retry. A request whose answer may
 * be billed is never sent again because of its key, and a stream only before its first event.
 *
 * <p>Prompt caches, files and stored generations belong to an account: use keys of one account where they matter. The
 * cost of an answer is looked up with every key. A batch is read and deleted with the key that has submitted it, or, if
 * that is unknown, with the first one that finds it. Thread-safe; may be shared by connections.
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/limits">Limits</a>
 */
public final class OpenRouterKeyRing {

    private static final Duration RETRY_AFTER = Duration.ofMinutes(10);

    private final KeyRing keys;

    private OpenRouterKeyRing(Builder builder) {
        this.keys = new KeyRing(builder.keys, builder.retryAfter, builder.time);
    }

    /**
     * These keys, with the labels {@code key 1}, {@code key 2}, ….
     *
     * @throws IllegalArgumentException if there is none, or one is blank or there twice
     */
    public static OpenRouterKeyRing of(String... keys) {
        List<String> given = SetterChecks.list("keys", ensureNotNull(keys, "keys"));
        Builder builder = builder();
        for (String key : given) {
            builder.key("key " + (builder.keys.size() + 1), key);
        }
        return builder.build();
    }

    /** A builder with no key. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The keys in order, with what the answers so far have shown. Does not use the network:
     * {@link OpenRouter#keys()} asks OpenRouter for their limits and usage.
     */
    public List<OpenRouterKeyState> states() {
        return keys.looks().stream()
                .map(look -> OpenRouterKeyState.of(look, null))
                .toList();
    }

    /** Ends the rest of all keys, for example after credits were bought: the next request carries the first one. */
    public void reset() {
        keys.reset();
    }

    KeyRing keys() {
        return keys;
    }

    /** The labels, never a key. */
    @Override
    public String toString() {
        return "OpenRouterKeyRing" + keys;
    }

    /** Collects keys. Not for several threads at once. */
    public static final class Builder {

        private final List<RingKey> keys = new ArrayList<>();
        private final List<String> values = new ArrayList<>();
        private Duration retryAfter = RETRY_AFTER;
        private Time time = Time.system();

        private Builder() {}

        /**
         * Adds a key after those that are there.
         *
         * @param label its name in states and logs, not blank, not a part of the key
         * @throws IllegalArgumentException if one of them is blank or there already, the label looks like a key, or the
         *     key cannot be one
         */
        public Builder key(String label, String key) {
            String value = ensureNotBlank(ensureNotNull(key, "key").strip(), "key");
            ApiKeys.check("keyRing '" + checked(label) + "'", value);
            if (values.contains(value)) {
                throw new IllegalArgumentException(
                        "keyRing has the key of '" + label + "' already, under another label");
            }
            add(label, new RingKey(label, value));
            values.add(value);
            return this;
        }

        /** Adds a key that may change: called before each attempt that uses it, on the thread that sends. */
        public Builder key(String label, Supplier<@Nullable String> key) {
            ensureNotNull(key, "key");
            return add(label, new RingKey(checked(label), key));
        }

        /** How long a key rests that was refused without a date, more than zero. Default: 10 minutes. */
        public Builder retryAfter(@Nullable Duration retryAfter) {
            SetterChecks.positive("keyRing.retryAfter", retryAfter);
            this.retryAfter = retryAfter == null ? RETRY_AFTER : retryAfter;
            return this;
        }

        /** @throws IllegalArgumentException if there is no key */
        public OpenRouterKeyRing build() {
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("keyRing needs at least one key");
            }
            return new OpenRouterKeyRing(this);
        }

        Builder time(Time time) {
            this.time = time;
            return this;
        }

        private Builder add(String label, RingKey key) {
            if (keys.stream().anyMatch(other -> other.label().equals(label))) {
                throw new IllegalArgumentException("keyRing has the label '" + label + "' already");
            }
            keys.add(key);
            return this;
        }

        /** States and logs show the label, and label and key are easily exchanged. */
        private static String checked(String label) {
            if (KeyLook.ofWholeKeyIn(ensureNotBlank(label, "label"))) {
                throw new IllegalArgumentException(
                        "keyRing: a label looks like a key. Set the label first, then the key");
            }
            return label;
        }
    }
}
