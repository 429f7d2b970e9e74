package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterFreeModelPacer;
import org.jspecify.annotations.Nullable;

/**
 * Calls of free models wait for their turn.
 *
 * @param ofKey Whether the limits are those of the key: 20 calls a minute, and 50 or 1000 a day.
 * @param requestsPerMinute Most calls in any 60 seconds; together with "requests-per-day".
 * @param requestsPerDay Most calls from midnight to midnight UTC.
 */
public record FreeModelPacerProperties(
        @Nullable Boolean ofKey,
        @Nullable Integer requestsPerMinute,
        @Nullable Integer requestsPerDay) implements Setting {

    @Override
    public @Nullable OpenRouterFreeModelPacer setting(String group) {
        if (requestsPerMinute == null && requestsPerDay == null) {
            return Boolean.TRUE.equals(ofKey) ? OpenRouterFreeModelPacer.ofKey() : null;
        }
        if (requestsPerMinute == null || requestsPerDay == null || Boolean.TRUE.equals(ofKey)) {
            throw new OpenRouterPropertyException(
                    group, group + " needs either of-key, or both requests-per-minute and requests-per-day");
        }
        int ofMinute = requestsPerMinute;
        int ofDay = requestsPerDay;
        return Setters.build(group, this, () -> OpenRouterFreeModelPacer.of(ofMinute, ofDay));
    }
}
