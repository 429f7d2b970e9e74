package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.rate.RateWindow;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts the calls of free models in a minute and in a day in UTC, here or for several processes. Thread-safe. */
public interface FreeModelTurns {

    /**
     * The next turn. It is taken, unless the day has none left or the wait is longer than allowed.
     *
     * @param longest null for any wait
     */
    Turn take(Time time, int requestsPerMinute, int requestsPerDay, @Nullable Duration longest);

    /**
     * At least this many calls of the account have been made today. Turns that count for several processes can ignore
     * it.
     */
    default void madeToday(Time time, int calls) {}

    /**
     * A turn.
     *
     * @param delay until it begins, 0 or more
     * @param isOfAnotherDay whether the calls of the day are used up
     */
    record Turn(Duration delay, boolean isOfAnotherDay) {}

    /** Turns that count in the memory of this process. */
    static FreeModelTurns inMemory(int requestsPerMinute) {
        return new InMemory(requestsPerMinute);
    }

    /** A waiting call has a place in the queue, which stays empty if the call is cancelled. */
    final class InMemory implements FreeModelTurns {

        private static final int MAX_DAYS = 8;

        // All below are guarded by this object's monitor.
        private final RateWindow minute;

        /** By day: a day that has begun does not begin again when the clock steps back. */
        private final Map<LocalDate, Integer> calls = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<LocalDate, Integer> eldest) {
                return size() > MAX_DAYS;
            }
        };

        private InMemory(int requestsPerMinute) {
            this.minute = new RateWindow(requestsPerMinute, Duration.ofMinutes(1));
        }

        @Override
        public synchronized void madeToday(Time time, int calls) {
            this.calls.merge(today(time), calls, Math::max);
        }

        private static LocalDate today(Time time) {
            return LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
        }

        @Override
        public synchronized Turn take(
                Time time, int requestsPerMinute, int requestsPerDay, @Nullable Duration longest) {
            LocalDate day = today(time);
            if (calls.getOrDefault(day, 0) >= requestsPerDay) {
                return new Turn(
                        Duration.between(
                                time.now(), day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC)),
                        true);
            }
            Duration wait = Duration.ofNanos(Math.max(0, minute.untilNext(time.nanos())));
            if (longest == null || wait.compareTo(longest) <= 0) {
                minute.start(time.nanos() + wait.toNanos());
                calls.merge(day, 1, Integer::sum);
            }
            return new Turn(wait, false);
        }
    }
}
