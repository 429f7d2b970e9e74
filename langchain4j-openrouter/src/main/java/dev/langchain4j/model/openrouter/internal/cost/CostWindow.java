package dev.langchain4j.model.openrouter.internal.cost;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Periods of one length, in UTC. Thread-safe. */
public final class CostWindow {

    private static final long SECONDS_PER_HOUR = 3600;
    private static final long SECONDS_PER_DAY = 24 * SECONDS_PER_HOUR;

    /** A longer period never ends either. */
    private static final Duration LONGEST = Duration.ofDays(1_000_000);

    private final String setter;
    private final @Nullable BigDecimal limit;
    private final ToLongFunction<Instant> number;
    private final LongFunction<String> name;

    /** The period of the last call; the next call is nearly always in it, too. */
    private volatile @Nullable Current current;

    /**
     * @param setter that sets the limit
     * @param limit US dollars in each; null if they are only counted
     * @param number of a period, or of a part that is in one period
     * @param name of the period with this number
     */
    private CostWindow(
            String setter, @Nullable BigDecimal limit, ToLongFunction<Instant> number, LongFunction<String> name) {
        this.setter = setter;
        this.limit = limit;
        this.number = number;
        this.name = name;
    }

    private record Current(long number, CostAccount account) {}

    public static CostWindow hours(@Nullable BigDecimal limit) {
        return new CostWindow(
                "perHour",
                limit,
                now -> Math.floorDiv(now.getEpochSecond(), SECONDS_PER_HOUR),
                hour -> Instant.ofEpochSecond(hour * SECONDS_PER_HOUR).toString());
    }

    public static CostWindow days(@Nullable BigDecimal limit) {
        return new CostWindow(
                "perDay",
                limit,
                CostWindow::day,
                day -> beginning(day).atZone(ZoneOffset.UTC).toLocalDate().toString());
    }

    public static CostWindow months(@Nullable BigDecimal limit) {
        return new CostWindow(
                "perMonth",
                limit,
                CostWindow::day,
                day -> YearMonth.from(beginning(day).atZone(ZoneOffset.UTC)).toString());
    }

    private static long day(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), SECONDS_PER_DAY);
    }

    private static Instant beginning(long day) {
        return Instant.EPOCH.plus(day, ChronoUnit.DAYS);
    }

    /**
     * Consecutive periods since 1970.
     *
     * @param length at least a second
     */
    public static CostWindow of(Duration length, BigDecimal limit) {
        long millis = length.compareTo(LONGEST) < 0 ? length.toMillis() : LONGEST.toMillis();
        return new CostWindow(
                "per(" + length + ", …)",
                limit,
                now -> Math.floorDiv(now.toEpochMilli(), millis),
                period -> length + " from " + Instant.ofEpochMilli(period * millis));
    }

    String setter() {
        return setter;
    }

    @Nullable
    BigDecimal limit() {
        return limit;
    }

    public CostAccount account(Instant now) {
        long period = number.applyAsLong(now);
        Current known = current;
        if (known == null || known.number() != period) {
            known = new Current(period, account(name.apply(period)));
            current = known;
        }
        return known.account();
    }

    private CostAccount account(String period) {
        var key = new CostAccount.Key(CostAccount.Kind.PERIOD, setter, period);
        return new CostAccount(key, "for " + period, setter, limit);
    }

    public CostAccount.Key key(Instant now) {
        return account(now).key();
    }
}
