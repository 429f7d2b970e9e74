package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterRateLimiter.Limits;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The starts of the last minute, and those that lie ahead, in slices of a tenth of a second: so a row holds some
 * hundred numbers, however many calls there are. A start counts until its whole slice is a minute old.
 */
final class Slices {

    private static final long LENGTH = Duration.ofMillis(100).toMillis();
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    /** The slices by their beginning, in milliseconds since 1970. */
    private final TreeMap<Long, Slice> slices = new TreeMap<>();

    private record Slice(long requests, long tokens) {}

    /** @param row {@code beginning:requests:tokens}, with blanks between */
    static Slices of(String row) {
        Slices read = new Slices();
        for (String part : row.split(" ")) {
            if (!part.isEmpty()) {
                String[] numbers = part.split(":");
                read.slices.put(
                        Long.valueOf(numbers[0]), new Slice(Long.parseLong(numbers[1]), Long.parseLong(numbers[2])));
            }
        }
        return read;
    }

    String row() {
        StringJoiner row = new StringJoiner(" ");
        slices.forEach((begin, slice) -> row.add(begin + ":" + slice.requests() + ":" + slice.tokens()));
        return row.toString();
    }

    /**
     * When an attempt may start: never earlier than those before it, so calls start in the order in which they ask. One
     * with more tokens than a minute has starts alone.
     */
    long next(Limits limits, long tokens, long now) {
        slices.headMap(now - MINUTE - LENGTH, true).clear();
        if (!slices.isEmpty() && slices.firstKey() > now + MINUTE) {
            slices.clear(); // the clock was set back; if by less, calls wait longer, within the limit
        }
        long requests = slices.values().stream().mapToLong(Slice::requests).sum();
        long sum = slices.values().stream().mapToLong(Slice::tokens).sum();
        long next = slices.isEmpty() ? now : Math.max(now, slices.lastKey());
        for (Map.Entry<Long, Slice> oldest : slices.entrySet()) {
            boolean hasRoom = limits.requestsPerMinute() == null || requests < limits.requestsPerMinute();
            boolean hasTokens =
                    limits.tokensPerMinute() == null || sum <= 0 || sum + tokens <= limits.tokensPerMinute();
            if (hasRoom && hasTokens) {
                break;
            }
            requests -= oldest.getValue().requests();
            sum -= oldest.getValue().tokens();
            next = Math.max(next, oldest.getKey() + LENGTH + MINUTE);
        }
        return next;
    }

    /** @return the beginning of its slice */
    long start(long at, long tokens) {
        long begin = Math.floorDiv(at, LENGTH) * LENGTH;
        slices.merge(begin, new Slice(1, tokens), (old, one) -> new Slice(old.requests() + 1, old.tokens() + tokens));
        return begin;
    }

    /** The tokens of an attempt in a slice are known now. A slice that is past stays so. */
    void correct(long begin, long more) {
        slices.computeIfPresent(begin, (same, old) -> new Slice(old.requests(), Math.max(0, old.tokens() + more)));
    }
}
