package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The ids of the catalog for messages about unknown names, by base URL, shared by all models of a connection: a program
 * that uses a wrong name a thousand times downloads the catalog once. Thread-safe.
 */
public final class RememberedModelIds {

    private static final Duration LISTED = Duration.ofMinutes(5);

    /** The catalog could not be fetched. */
    private static final Duration UNLISTED = Duration.ofSeconds(30);

    private final Map<String, Ids> remembered = new ConcurrentHashMap<>();

    List<String> of(String baseUrl, Time time, Supplier<List<String>> fetched) {
        Ids ids = remembered.get(baseUrl);
        if (ids == null || ids.isOld(time.nanos())) {
            ids = new Ids(fetched.get(), time.nanos());
            remembered.put(baseUrl, ids);
        }
        return ids.all;
    }

    private record Ids(List<String> all, long since) {

        boolean isOld(long now) {
            return now - since > (all.isEmpty() ? UNLISTED : LISTED).toNanos();
        }
    }
}
