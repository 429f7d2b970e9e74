package dev.langchain4j.model.openrouter.internal.cost;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Periods of one length, in UTC.
 *
 * @param setter that sets the limit
 * @param limit US dollars in each; null if they are only counted
 * @param period the name of the period of a time
 */
public record CostWindow(String setter, @Nullable BigDecimal limit, Function<Instant, String> period) {

    public static CostWindow hours(@Nullable BigDecimal limit) {
        return new CostWindow(
                "perHour", limit, now -> now.truncatedTo(ChronoUnit.HOURS).toString());
    }

    public static CostWindow days(@Nullable BigDecimal limit) {
        return new CostWindow(
                "perDay", limit, now -> now.atZone(ZoneOffset.UTC).toLocalDate().toString());
    }

    public static CostWindow months(@Nullable BigDecimal limit) {
        return new CostWindow(
                "perMonth",
                limit,
                now -> YearMonth.from(now.atZone(ZoneOffset.UTC)).toString());
    }

    /** Consecutive periods since 1970. @throws IllegalArgumentException if they are shorter than a second */
    public static CostWindow of(Duration length, BigDecimal limit) {
        if (length.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("per must be at least a second long, but is " + length);
        }
        long millis = length.toMillis();
        return new CostWindow(
                "per(" + length + ", …)",
                limit,
                now -> length + " from " + Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), millis) * millis));
    }

    public CostAccount account(Instant now) {
        return new CostAccount(key(now), "for " + period.apply(now), setter, limit);
    }

    public CostAccount.Key key(Instant now) {
        return new CostAccount.Key(CostAccount.Kind.PERIOD, setter, period.apply(now));
    }
}
