package dev.langchain4j.model.openrouter.internal.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Parses the waits that servers ask for. An unreadable wait counts as missing. */
public final class RetryAfter {

    /** A very long wait that still fits in nanoseconds. */
    private static final double LONGEST_SECONDS = 1e9;

    private RetryAfter() {}

    /** {@code retry-after-ms}, else {@code Retry-After} as seconds (also decimal) or as an HTTP date. */
    public static @Nullable Duration header(HttpAnswer.HttpHead head, Instant now) {
        Duration millis = seconds(head.header("retry-after-ms"), 1_000);
        if (millis != null) {
            return millis;
        }
        String value = head.header("Retry-After");
        Duration seconds = seconds(value, 1);
        return seconds != null || value == null ? seconds : untilDate(value, now);
    }

    /** The time until an {@code X-RateLimit-Reset}: Unix time in milliseconds. Zero if it has passed. */
    public static @Nullable Duration untilReset(@Nullable String epochMillis, Instant now) {
        if (epochMillis == null) {
            return null;
        }
        try {
            return notNegative(Duration.between(now, Instant.ofEpochMilli(Long.parseLong(epochMillis.trim()))));
        } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Duration seconds(@Nullable String value, int perSecond) {
        if (value == null) {
            return null;
        }
        try {
            double seconds = Double.parseDouble(value.trim()) / perSecond;
            return seconds >= 0 ? Duration.ofNanos((long) (Math.min(seconds, LONGEST_SECONDS) * 1e9)) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable Duration untilDate(String value, Instant now) {
        try {
            ZonedDateTime date = ZonedDateTime.parse(value.trim(), DateTimeFormatter.RFC_1123_DATE_TIME);
            return notNegative(Duration.between(now, date.toInstant()));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
