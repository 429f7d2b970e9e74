package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.error.ErrorKind;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Waits for the record of a generation, which OpenRouter writes some seconds after the answer.
 *
 * @param pause waits
 */
record LateRecord(Time time, Consumer<Duration> pause) {

    private static final int NOT_FOUND = 404;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(750);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** Looks up a record until it is there, with growing pauses; a lookup of an absent one fails with 404. */
    JsonObject of(String id, Supplier<JsonObject> lookup, Duration atMost) {
        long start = time.nanos();
        while (true) {
            try {
                return lookup.get();
            } catch (ApiException e) {
                Duration waited = Duration.ofNanos(time.nanos() - start);
                if (e.error().status() != NOT_FOUND || e.error().kind() == ErrorKind.NOT_THE_API) {
                    throw e;
                }
                if (waited.compareTo(atMost) >= 0) {
                    throw e.as(
                            ErrorKind.NOT_ON_RECORD,
                            "Generation " + id + " is not on record yet, after " + waited.toMillis() + " ms: "
                                    + e.error().message());
                }
                Duration wait = min(max(SHORTEST_PAUSE, waited.dividedBy(4)), LONGEST_PAUSE);
                pause.accept(min(wait, atMost.minus(waited)));
            }
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration max(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
