package dev.langchain4j.model.openrouter.internal.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The progress of long work, as a line of text.
 *
 * @param total 0 if it is unknown
 * @param incomplete whether some of the cost is unknown
 * @param over whether the time is what it took, not what is left
 */
public record ProgressLine(
        String what,
        long done,
        long total,
        Duration elapsed,
        @Nullable BigDecimal cost,
        boolean incomplete,
        boolean over) {

    private static final int BAR = 20;
    /** The time before which a rate would be a guess. */
    private static final Duration FIRST_RATE = Duration.ofSeconds(1);

    /** The line, shortened to the width: leaves out first the bar, then the rate, the time, the cost and the name. */
    public String fitting(int width) {
        String count = total > 0 ? done + " of " + total : String.valueOf(done);
        String name = what.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
        List<String> parts = new ArrayList<>(List.of(
                total > 0 ? bar() : "",
                name + " " + count,
                cost == null ? "" : (incomplete ? "at least " : "") + Html.dollars(cost),
                time(),
                rate()));
        for (int dropped : new int[] {-1, 0, 4, 3, 2}) {
            if (dropped >= 0) {
                parts.set(dropped, "");
            }
            String line = joined(parts);
            if (Terminal.width(line) <= width) {
                return line;
            }
        }
        return count.length() <= width ? count : count.substring(0, Math.max(0, width));
    }

    private static String joined(List<String> parts) {
        String bar = parts.get(0);
        String rest = String.join(
                ", ",
                parts.subList(1, parts.size()).stream()
                        .filter(part -> !part.isEmpty())
                        .toList());
        return bar.isEmpty() ? rest : bar + " " + rest;
    }

    private String bar() {
        int filled = (int) Math.max(0, Math.min(BAR, BAR * (double) done / total));
        return "[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    }

    private String time() {
        if (over) {
            return "took " + shown(elapsed);
        }
        if (total <= done || !rated()) {
            return "";
        }
        return shown(Duration.ofMillis((long) (elapsed.toMillis() * ((double) (total - done) / done)))) + " left";
    }

    private String rate() {
        if (!rated()) {
            return "";
        }
        double aSecond = done * 1000.0 / elapsed.toMillis();
        return aSecond >= 1 ? rounded(aSecond) + "/s" : rounded(aSecond * 60) + "/min";
    }

    private boolean rated() {
        return done > 0 && elapsed.compareTo(FIRST_RATE) >= 0;
    }

    private static String rounded(double rate) {
        return String.format(Locale.ROOT, rate < 10 ? "%.1f" : "%.0f", rate);
    }

    private static String shown(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
