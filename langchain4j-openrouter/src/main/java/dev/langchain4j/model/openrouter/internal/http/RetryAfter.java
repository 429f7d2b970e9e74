package dev.langchain4j.model.openrouter.internal.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parses the waits that servers ask for. An unreadable wait counts as missing. */
public final class RetryAfter {

    /** A very long wait that still fits in nanoseconds. */
    private static final double LONGEST_SECONDS = 1e9;

    /** A smaller number of a reset is no date: ten years after 1970, or a wait of ten years. */
    private static final double FROM_NOW = 3e8;

    /** A smaller number of a reset is in seconds: as milliseconds it were before 1974. */
    private static final double AS_SECONDS = 1e11;

    /** The latest date that is believed, in the year 33658: an {@code Instant} can hold it. */
    private static final double LATEST_MILLIS = 1e15;

    /** The three forms of RFC 9110, and what gateways send beside them. */
    private static final List<DateTimeFormatter> DATES = List.of(
            DateTimeFormatter.RFC_1123_DATE_TIME,
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss zzz", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss zzz", Locale.ENGLISH),
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC),
            DateTimeFormatter.ISO_ZONED_DATE_TIME);

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

    /**
     * The time until an {@code X-RateLimit-Reset}: Unix time in milliseconds; upstreams and gateways also send it in
     * seconds, or the seconds from now. Zero if it has passed.
     */
    public static @Nullable Duration untilReset(@Nullable String reset, Instant now) {
        Duration number = seconds(reset, 1);
        if (number == null || number.isNegative()) {
            return null;
        }
        double value = Double.parseDouble(reset.trim());
        if (value < FROM_NOW) {
            return number;
        }
        if (value > LATEST_MILLIS) {
            return null;
        }
        Instant end = Instant.ofEpochMilli((long) (value < AS_SECONDS ? value * 1_000 : value));
        return bounded(Duration.between(now, end));
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
        for (DateTimeFormatter form : DATES) {
            try {
                ZonedDateTime date = ZonedDateTime.parse(value.trim(), form);
                return bounded(Duration.between(now, date.toInstant()));
            } catch (DateTimeException e) {
                // perhaps the next form
            }
        }
        return null;
    }

    private static Duration bounded(Duration duration) {
        if (duration.isNegative()) {
            return Duration.ZERO;
        }
        return duration.getSeconds() < LONGEST_SECONDS ? duration : Duration.ofSeconds((long) LONGEST_SECONDS);
    }
}
