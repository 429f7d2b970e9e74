package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterKeyRing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several keys, in their order.
 *
 * @param keys The keys by their labels.
 * @param retryAfter How long a key rests that was refused without a date.
 */
public record KeyRingProperties(
        @Nullable Map<String, String> keys, @Nullable Duration retryAfter) implements Setting {

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    @Override
    public @Nullable OpenRouterKeyRing setting(String group) {
        if (keys == null || keys.isEmpty()) {
            if (retryAfter != null) {
                LOG.warn("{}.retry-after has no effect without {}.keys.<label>", group, group);
            }
            return null;
        }
        return Setters.build(group, this, OpenRouterKeyRing.builder(), ring -> {
            Setters.each(group + ".keys", keys, ring::key);
            return ring.build();
        });
    }

    /** Shows the labels, not the keys. */
    @Override
    public String toString() {
        return "KeyRing" + (keys == null ? List.of() : keys.keySet());
    }
}
