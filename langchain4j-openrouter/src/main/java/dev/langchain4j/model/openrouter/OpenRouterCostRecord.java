package dev.langchain4j.model.openrouter;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One call and what it cost. Null means that it is not known or was not reported, which is never the same as zero.
 *
 * @param time when the call ended
 * @param duration from the request to the end of the answer, retries included
 * @param generationId what OpenRouter's own record of the call is found by
 * @param modelRequested as the request named it, an alias perhaps
 * @param modelServed the id of the model that answered
 * @param provider the company that ran the model
 * @param usage tokens of each kind and cost; of a failed call what was reported before it failed
 * @param cacheSaving what the prompt cache has saved, in US dollars, at the catalog's prices: below zero where more was
 *     spent on writing to it; null without a catalog or a cache
 * @param cacheStatus {@code HIT} if OpenRouter's response cache answered, at no cost
 * @param sessionId as set on the request
 * @param tags the request's {@code metadata}
 * @param error the simple name of the exception; null for a success
 */
public record OpenRouterCostRecord(
        Instant time,
        @Nullable Duration duration,
        @Nullable String generationId,
        @Nullable String modelRequested,
        @Nullable String modelServed,
        @Nullable String provider,
        @Nullable OpenRouterTokenUsage usage,
        @Nullable BigDecimal cacheSaving,
        @Nullable String cacheStatus,
        @Nullable String sessionId,
        Map<String, String> tags,
        @Nullable String error) {

    /** Copies the tags, in the order of their names. */
    public OpenRouterCostRecord {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }

    /** US dollars; null if OpenRouter has reported none. */
    public @Nullable BigDecimal cost() {
        return usage == null ? null : usage.cost();
    }

    /** Whether there was an answer. */
    public boolean successful() {
        return error == null;
    }

    /** The model that answered, or else the one that was asked; {@code unknown} if neither is known. */
    public String model() {
        if (modelServed != null) {
            return modelServed;
        }
        return modelRequested != null ? modelRequested : "unknown";
    }
}
