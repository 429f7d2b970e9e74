package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterKeyRing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Several keys, in their order.
 *
 * @param keys The keys by their labels.
 * @param retryAfter How long a key rests that was refused without a date.
 */
public record KeyRingProperties(
        @Nullable Map<String, String> keys, @Nullable Duration retryAfter) implements Setting {

    @Override
    public @Nullable OpenRouterKeyRing setting(String group) {
        if (keys == null || keys.isEmpty()) {
            return null;
        }
        return Setters.build(group, this, OpenRouterKeyRing.builder(), ring -> {
            keys.forEach((label, key) -> add(ring, group + ".keys." + label, label, key));
            return ring.build();
        });
    }

    private static void add(OpenRouterKeyRing.Builder ring, String property, String label, String key) {
        try {
            ring.key(label, key);
        } catch (IllegalArgumentException e) {
            throw new OpenRouterPropertyException(property, e);
        }
    }

    /** Shows the labels, not the keys. */
    @Override
    public String toString() {
        return "KeyRing" + (keys == null ? List.of() : keys.keySet());
    }
}
