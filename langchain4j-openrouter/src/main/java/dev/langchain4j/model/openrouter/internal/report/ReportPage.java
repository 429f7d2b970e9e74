package dev.langchain4j.model.openrouter.internal.report;

import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One self-contained HTML page: no script, no network, light and dark. */
public final class ReportPage {

    private static final int MOST_BARS = 12;
    private static final int MOST_DAYS = 62;
    private static final int MOST_CALLS = 10;

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>Cost report</title>
            <style>
            :root { color-scheme: light dark; --page: #f6f7fb; --card: #fff; --ink: #1b1f2a; --soft: #565e70; --line: #cfd5e2; --bar: #2f4cbf; }
            @media (prefers-color-scheme: dark) {
              :root { --page: #14161c; --card: #1e212a; --ink: #e8eaf0; --soft: #a9b1c2; --line: #3a4050; --bar: #93a7ff; }
            }
            body { margin: 0 auto; padding: 1rem; max-width: 60rem; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
            h2 { font-size: 1.1rem; margin: 1.5rem 0 .4rem; }
            dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .6rem; }
            dl div, section { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; overflow-x: auto; }
            dt { color: var(--soft); font-size: .85rem; } dd { margin: 0; font-size: 1.2rem; }
            svg { width: 100%; max-width: 46rem; } rect { fill: var(--bar); } text { fill: var(--ink); font-size: 13px; } .name { text-anchor: end; }
            table { border-collapse: collapse; width: 100%; font-size: .87rem; }
            th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid var(--line); }
            .number { text-align: right; font-variant-numeric: tabular-nums; }
            </style>
            </head>
            <body>
            """;

    private final List<LedgerCall> calls;
    private final StringBuilder page = new StringBuilder(HEAD);

    private ReportPage(List<LedgerCall> calls) {
        this.calls = calls;
    }

    /** Draws the page. */
    public static String of(List<LedgerCall> calls) {
        return new ReportPage(calls).draw();
    }

    private String draw() {
        page.append("<h1>Cost report</h1>\n");
        if (calls.isEmpty()) {
            return page.append("<p>The ledger is empty.</p>\n</body>\n</html>\n")
                    .toString();
        }
        totals();
        bars(
                "Cost by day (UTC)",
                last(by(call -> call.time().atZone(ZoneOffset.UTC).toLocalDate().toString(), LedgerCall::knownCost)));
        bars("Cost by model", most(by(LedgerCall::modelName, LedgerCall::knownCost)));
        for (String tag : new TreeSet<>(
                calls.stream().flatMap(call -> call.tags().keySet().stream()).toList())) {
            bars(
                    "Cost by tag " + tag,
                    most(by(call -> call.tags().getOrDefault(tag, "without it"), LedgerCall::knownCost)));
        }
        bars("Saved by prompt caches, by model", most(by(LedgerCall::modelName, ReportPage::saving)));
        table(
                "Most expensive calls",
                call -> call.cost() != null,
                Comparator.comparing(LedgerCall::knownCost).reversed());
        table(
                "Slowest calls",
                call -> true,
                Comparator.comparingLong(LedgerCall::millis).reversed());
        failures();
        table(
                "Calls whose cost is unknown",
                LedgerCall::unknown,
                Comparator.comparing(LedgerCall::time).reversed());
        return page.append("</body>\n</html>\n").toString();
    }

    private void totals() {
        page.append("<p>")
                .append(time(first()))
                .append(" to ")
                .append(time(last()))
                .append("</p>\n<dl>\n");
        tile("Spent", Html.dollars(sum(LedgerCall::knownCost)));
        tile("Calls", String.valueOf(calls.size()));
        tile("Failed", String.valueOf(count(LedgerCall::failed)));
        tile("Cost unknown", String.valueOf(count(LedgerCall::unknown)));
        tile(
                "Tokens in",
                String.format(
                        Locale.ROOT,
                        "%,d",
                        calls.stream().mapToLong(LedgerCall::inputTokens).sum()));
        tile(
                "Tokens out",
                String.format(
                        Locale.ROOT,
                        "%,d",
                        calls.stream().mapToLong(LedgerCall::outputTokens).sum()));
        tile("Saved by caches", Html.dollars(sum(ReportPage::saving)));
        page.append("</dl>\n");
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
        Map<String, Long> counts = calls.stream()
                .filter(LedgerCall::failed)
                .collect(Collectors.groupingBy(LedgerCall::outcome, TreeMap::new, Collectors.counting()));
        if (!counts.isEmpty()) {
            page.append(
                    "<h2>Failures</h2>\n<section><table>\n<tr><th>Exception</th><th class=\"number\">Calls</th></tr>\n");
            counts.forEach((outcome, count) -> page.append("<tr><td>")
                    .append(Html.escaped(outcome))
                    .append("</td><td class=\"number\">")
                    .append(count)
                    .append("</td></tr>\n"));
            page.append("</table></section>\n");
        }
    }

    private void table(String title, Predicate<LedgerCall> which, Comparator<LedgerCall> order) {
        List<LedgerCall> chosen =
                calls.stream().filter(which).sorted(order).limit(MOST_CALLS).toList();
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
            page.append("<tr><td>").append(time(call)).append("</td><td>").append(Html.escaped(call.operation()));
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

    /** In UTC, to the second. */
    private static String time(LedgerCall call) {
        return call.time()
                .truncatedTo(ChronoUnit.SECONDS)
                .toString()
                .replace('T', ' ')
                .replace("Z", "");
    }

    private LedgerCall first() {
        return calls.stream().min(Comparator.comparing(LedgerCall::time)).orElseThrow();
    }

    private LedgerCall last() {
        return calls.stream().max(Comparator.comparing(LedgerCall::time)).orElseThrow();
    }

    private long count(Predicate<LedgerCall> which) {
        return calls.stream().filter(which).count();
    }

    private BigDecimal sum(Function<LedgerCall, BigDecimal> amount) {
        return calls.stream().map(amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal saving(LedgerCall call) {
        return call.cacheSaving() == null ? BigDecimal.ZERO : call.cacheSaving();
    }

    private Map<String, BigDecimal> by(Function<LedgerCall, String> name, Function<LedgerCall, BigDecimal> amount) {
        return calls.stream()
                .collect(Collectors.groupingBy(
                        name, TreeMap::new, Collectors.reducing(BigDecimal.ZERO, amount, BigDecimal::add)));
    }

    private static Map<String, BigDecimal> last(Map<String, BigDecimal> days) {
        return some(days.entrySet().stream()
                .skip(Math.max(0, days.size() - MOST_DAYS))
                .toList());
    }

    /** The largest amounts; what is left is one more bar. */
    private static Map<String, BigDecimal> most(Map<String, BigDecimal> amounts) {
        List<Map.Entry<String, BigDecimal>> sorted = amounts.entrySet().stream()
                .sorted(Map.Entry.<String, BigDecimal>comparingByValue().reversed())
                .toList();
        Map<String, BigDecimal> most = some(sorted.subList(0, Math.min(MOST_BARS, sorted.size())));
        if (sorted.size() > MOST_BARS) {
            most.put(
                    (sorted.size() - MOST_BARS) + " others",
                    sorted.subList(MOST_BARS, sorted.size()).stream()
                            .map(Map.Entry::getValue)
                            .reduce(BigDecimal.ZERO, BigDecimal::add));
        }
        return most;
    }

    private static Map<String, BigDecimal> some(List<Map.Entry<String, BigDecimal>> entries) {
        Map<String, BigDecimal> some = new LinkedHashMap<>();
        entries.forEach(entry -> some.put(entry.getKey(), entry.getValue()));
        return some;
    }
}
