package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterKeyInfo;
import dev.langchain4j.model.openrouter.OpenRouterKeyState;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether OpenRouter accepts the key, and what is left of its limit. Asks {@code GET /key}, which is free, at most once
 * in a while; probes in between, and while it asks, get the last answer. Never shows a key. Independent of the types of
 * a version of Spring Boot. Thread-safe.
 */
final class KeyHealth {

    /** @param up null if unknown: there is no key, or OpenRouter is being asked for the first time */
    record Look(@Nullable Boolean up, Map<String, Object> details) {}

    private static final Look FIRST = new Look(null, Map.of("key", "asked for the first time"));

    private final OpenRouter openRouter;
    private final Duration keepFor;
    private final LongSupplier nanos;
    private final ReentrantLock asking = new ReentrantLock();

    // Written by the thread that asks.
    private volatile Look last = FIRST;
    private volatile long askedAt;

    KeyHealth(OpenRouter openRouter, Duration keepFor, LongSupplier nanos) {
        this.openRouter = openRouter;
        this.keepFor = keepFor;
        this.nanos = nanos;
    }

    Look look() {
        if (isOld() && asking.tryLock()) {
            try {
                if (isOld()) {
                    last = ask();
                    askedAt = nanos.getAsLong();
                }
            } finally {
                asking.unlock();
            }
        }
        return last;
    }

    private boolean isOld() {
        return last == FIRST || Duration.ofNanos(nanos.getAsLong() - askedAt).compareTo(keepFor) >= 0;
    }

    private Look ask() {
        try {
            List<OpenRouterKeyState> keys = openRouter.keys();
            if (keys.size() == 1) {
                return new Look(isUsable(keys.get(0)), details(keys.get(0)));
            }
            Map<String, Object> details = new LinkedHashMap<>();
            keys.forEach(key -> details.put(key.label(), details(key)));
            return new Look(keys.stream().anyMatch(KeyHealth::isUsable), details);
        } catch (RuntimeException e) {
            if (MissingKeyFailureAnalyzer.isMissingKey(e)) {
                return new Look(null, Map.of("key", "langchain4j.openrouter.api-key is not set"));
            }
            // not the message, which may quote what a proxy answered
            return new Look(false, Map.of("error", e.getClass().getSimpleName()));
        }
    }

    private static boolean isUsable(OpenRouterKeyState key) {
        BigDecimal left = key.info() == null ? null : key.info().limitRemaining();
        boolean refused = key.status() == OpenRouterKeyState.Status.REFUSED
                || key.status() == OpenRouterKeyState.Status.OUT_OF_CREDITS;
        return !refused && (left == null || left.signum() > 0);
    }

    /** Leaves out OpenRouter's label, which begins and ends as the key does. */
    private static Map<String, Object> details(OpenRouterKeyState key) {
        Map<String, Object> details = new LinkedHashMap<>();
        put(details, "status", key.status().name());
        OpenRouterKeyInfo info = key.info();
        if (info != null) {
            put(details, "limit", info.limit());
            put(details, "limitRemaining", info.limitRemaining());
            put(details, "limitReset", info.limitReset());
            put(details, "usageDaily", info.usageDaily());
            put(details, "usageMonthly", info.usageMonthly());
            put(details, "expires", info.expires());
        }
        return details;
    }

    private static void put(Map<String, Object> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value);
        }
    }
}
