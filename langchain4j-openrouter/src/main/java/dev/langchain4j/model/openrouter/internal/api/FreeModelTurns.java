package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.rate.RateWindow;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

    /** In the memory of this process. */
    static FreeModelTurns inMemory(int requestsPerMinute) {
        return new InMemory(requestsPerMinute);
    }

    /** A waiting call has a place in the queue, which stays empty if the call is cancelled. */
    final class InMemory implements FreeModelTurns {

        // All below are guarded by this object's monitor.
        private final RateWindow minute;
        private @Nullable LocalDate today;
        private int callsToday;

        private InMemory(int requestsPerMinute) {
            this.minute = new RateWindow(requestsPerMinute, Duration.ofMinutes(1));
        }

        @Override
        public synchronized void madeToday(Time time, int calls) {
            today(time);
            callsToday = Math.max(callsToday, calls);
        }

        private LocalDate today(Time time) {
            LocalDate day = LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
            if (!day.equals(today)) {
                today = day;
                callsToday = 0;
            }
            return day;
        }

        @Override
        public synchronized Turn take(
                Time time, int requestsPerMinute, int requestsPerDay, @Nullable Duration longest) {
            LocalDate day = today(time);
            if (callsToday >= requestsPerDay) {
                return new Turn(
                        Duration.between(
                                time.now(), day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC)),
                        true);
            }
            Duration wait = Duration.ofNanos(Math.max(0, minute.untilNext(time.nanos())));
            if (longest == null || wait.compareTo(longest) <= 0) {
                minute.start(time.nanos() + wait.toNanos());
                callsToday++;
            }
            return new Turn(wait, false);
        }
    }
}
