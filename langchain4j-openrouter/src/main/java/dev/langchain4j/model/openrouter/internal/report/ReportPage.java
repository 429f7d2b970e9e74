package dev.langchain4j.model.openrouter.internal.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** One self-contained HTML page: no script, no network, light and dark. */
public final class ReportPage {

    private static final int MAX_BARS = 12;
    private static final int MAX_DAYS = 62;

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>Cost report</title>
            <style>
            """ + Svg.STYLE + """
            :root { --card: #f6f7fb; }
            @media (prefers-color-scheme: dark) { :root { --card: #1e212a; } }
            body { margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
            h2 { font-size: 1.1rem; margin: 1.5rem 0 .4rem; }
            dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .6rem; }
            dl div, section { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; overflow-x: auto; }
            dt { color: var(--soft); font-size: .85rem; } dd { margin: 0; font-size: 1.2rem; }
            svg { width: 100%; max-width: 46rem; }
            table { border-collapse: collapse; width: 100%; font-size: .87rem; }
            th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
            .number { text-align: right; font-variant-numeric: tabular-nums; }
            </style>
            </head>
            <body>
            """;

    private final LedgerTotals totals;
    private final StringBuilder page = new StringBuilder(HEAD);

    private ReportPage(LedgerTotals totals) {
        this.totals = totals;
    }

    /** Draws the page. */
    public static String of(LedgerTotals totals) {
        return new ReportPage(totals).draw();
    }

    private String draw() {
        page.append("<h1>Cost report</h1>\n");
        if (totals.isEmpty()) {
            return page.append("<p>The ledger is empty.</p>\n</body>\n</html>\n")
                    .toString();
        }
        totals();
        bars("Cost by day (UTC)", last(totals.byDay));
        bars("Cost by model", largest(totals.byModel));
        totals.byTag.forEach((tag, values) -> bars("Cost by tag " + tag, largest(withTheRest(values))));
        bars("Saved by prompt caches, by model", largest(totals.savedByModel));
        table("Most expensive calls", totals.mostExpensive.calls());
        table("Slowest calls", totals.slowest.calls());
        failures();
        table("Calls whose cost is unknown", totals.newestUnknown());
        return page.append("</body>\n</html>\n").toString();
    }

    /** The calls that have no such tag are a bar, too. */
    private Map<String, BigDecimal> withTheRest(Map<String, BigDecimal> values) {
        Map<String, BigDecimal> all = new LinkedHashMap<>(values);
        BigDecimal rest = totals.spent.subtract(sum(values.values()));
        if (rest.signum() != 0) {
            all.merge("without it", rest, BigDecimal::add); // a value can have this name, too
        }
        return all;
    }

    private void totals() {
        page.append("<p>")
                .append(time(totals.first))
                .append(" to ")
                .append(time(totals.last))
                .append("</p>\n");
        if (totals.cutOff > 0) {
            page.append("<p>Lines of the ledger that are cut off and not counted: ")
                    .append(number(totals.cutOff))
                    .append(".</p>\n");
        }
        page.append("<dl>\n");
        tile("Spent", Html.dollars(totals.spent));
        if (totals.spentOnOwnKeys.signum() != 0) {
            tile("Of it by own keys", Html.dollars(totals.spentOnOwnKeys));
        }
        tile("Calls", number(totals.calls));
        tile("Failed", number(totals.failed));
        tile("Cost unknown", number(totals.unknowns()));
        tile("Tokens in", number(totals.inputTokens));
        tile("Tokens out", number(totals.outputTokens));
        tile("Saved by caches", Html.dollars(totals.saved));
        page.append("</dl>\n");
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private void tile(String name, String value) {
        page.append("<div><dt>").append(name).append("</dt><dd>").append(value).append("</dd></div>\n");
    }

    private void bars(String title, Map<String, BigDecimal> amounts) {
        if (amounts.values().stream().anyMatch(amount -> amount.signum() != 0)) {
            page.append("<h2>").append(Html.escaped(title)).append("</h2>\n<section>\n");
            Bars.draw(page, title, amounts);
            page.append("</section>\n");
        }
    }

    private void failures() {
        if (!totals.failures.isEmpty()) {
            page.append(
                    "<h2>Failures</h2>\n<section><table>\n<tr><th>Exception</th><th class=\"number\">Calls</th></tr>\n");
            largest(totals.failures, Long::sum)
                    .forEach((outcome, count) -> page.append("<tr><td>")
                            .append(Html.escaped(outcome))
                            .append("</td><td class=\"number\">")
                            .append(count)
                            .append("</td></tr>\n"));
            page.append("</table></section>\n");
        }
    }

    private void table(String title, List<LedgerCall> chosen) {
        if (chosen.isEmpty()) {
            return;
        }
        page.append("<h2>")
                .append(title)
                .append(
                        "</h2>\n<section><table>\n<tr><th>Time (UTC)</th><th>Operation</th><th>Model</th><th>Outcome</th>")
                .append(
                        "<th class=\"number\">Tokens</th><th class=\"number\">Seconds</th><th class=\"number\">Cost</th><th>Generation</th></tr>\n");
        for (LedgerCall call : chosen) {
            page.append("<tr><td>")
                    .append(time(call.time()))
                    .append("</td><td>")
                    .append(Html.escaped(call.operation()));
            page.append("</td><td>")
                    .append(Html.escaped(call.modelName()))
                    .append("</td><td>")
                    .append(Html.escaped(call.outcome()));
            page.append("</td><td class=\"number\">")
                    .append(call.inputTokens())
                    .append(" + ")
                    .append(call.outputTokens());
            page.append("</td><td class=\"number\">")
                    .append(String.format(Locale.ROOT, "%.2f", call.millis() / 1000.0));
            page.append("</td><td class=\"number\">")
                    .append(Html.dollars(call.cost()))
                    .append("</td><td>");
            page.append(Html.escaped(call.generationId() == null ? "" : call.generationId()))
                    .append("</td></tr>\n");
        }
        page.append("</table></section>\n");
    }

    /** The time in UTC, to the second. */
    private static String time(@Nullable Instant time) {
        return time == null
                ? ""
                : time.truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace('T', ' ')
                        .replace("Z", "");
    }

    private static BigDecimal sum(Collection<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The last days; those before are one more. */
    private static Map<String, BigDecimal> last(TreeMap<String, BigDecimal> days) {
        List<Map.Entry<String, BigDecimal>> each = List.copyOf(days.entrySet());
        List<Map.Entry<String, BigDecimal>> last = each.subList(Math.max(0, each.size() - MAX_DAYS), each.size());
        if (last.size() == each.size()) {
            return days;
        }
        String first = last.get(0).getKey();
        Map<String, BigDecimal> all = new LinkedHashMap<>();
        all.put("before " + first, sum(days.headMap(first).values()));
        all.putAll(some(last));
        return all;
    }

    private static Map<String, BigDecimal> largest(Map<String, BigDecimal> amounts) {
        return largest(amounts, BigDecimal::add);
    }

    /** The largest amounts; the rest is one more. */
    private static <T extends Comparable<T>> Map<String, T> largest(Map<String, T> amounts, BinaryOperator<T> sum) {
        List<Map.Entry<String, T>> sorted = amounts.entrySet().stream()
                .sorted(Map.Entry.<String, T>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .toList();
        Map<String, T> largest = some(sorted.subList(0, Math.min(MAX_BARS, sorted.size())));
        sorted.stream()
                .skip(MAX_BARS)
                .map(Map.Entry::getValue)
                .reduce(sum)
                .ifPresent(rest -> largest.merge((sorted.size() - MAX_BARS) + " others", rest, sum));
        return largest;
    }

    private static <T> Map<String, T> some(List<Map.Entry<String, T>> entries) {
        Map<String, T> some = new LinkedHashMap<>();
        entries.forEach(entry -> some.put(entry.getKey(), entry.getValue()));
        return some;
    }
}
