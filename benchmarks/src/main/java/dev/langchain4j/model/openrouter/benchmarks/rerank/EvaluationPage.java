package dev.langchain4j.model.openrouter.benchmarks.rerank;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The evaluation as one HTML page: quality against cost as inline SVG, and the table. */
final class EvaluationPage {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 320;
    private static final int MARGIN = 60;

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <title>Rerankers compared</title>
            <style>
            :root { color-scheme: light dark; --ink: #1b1f2a; --line: #cfd5e2; --dot: #2f4cbf; --page: #fff; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e8eaf0; --line: #3a4050; --dot: #93a7ff; --page: #14161c; } }
            body { background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
            svg { width: 100%; max-width: 46rem; } text { fill: var(--ink); font-size: 12px; } circle { fill: var(--dot); }
            line { stroke: var(--line); } .interval { stroke: var(--dot); stroke-width: 2; }
            table { border-collapse: collapse; } td, th { border-bottom: 1px solid var(--line); padding: .3rem .7rem; text-align: right; }
            td:first-child, th:first-child { text-align: left; }
            </style>
            </head>
            <body>
            <h1>Rerankers compared</h1>
            """;

    private EvaluationPage() {}

    static String of(List<Evaluated> results, int queries) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("<p>")
                .append(queries)
                .append(" queries; the lines are intervals of 95 % by the bootstrap over queries.</p>\n");
        plot(page, results);
        page.append(
                "<table>\n<tr><th>reranker</th><th>nDCG@10</th><th>95 %</th><th>MRR@10</th><th>recall@10</th><th>$ per 1,000 queries</th><th>ms per query</th></tr>\n");
        for (Evaluated result : results) {
            page.append("<tr>");
            cells(result)
                    .forEach(cell -> page.append("<td>").append(escaped(cell)).append("</td>"));
            page.append("</tr>\n");
        }
        return page.append("</table>\n</body>\n</html>\n").toString();
    }

    /** The cells of a table's row; the console prints the same. */
    static List<String> cells(Evaluated result) {
        Evaluated.Interval ndcg = result.interval(Quality::ndcg);
        return List.of(
                result.name(),
                decimals(ndcg.mean()),
                decimals(ndcg.low()) + " to " + decimals(ndcg.high()),
                decimals(result.interval(Quality::mrr).mean()),
                decimals(result.interval(Quality::recall).mean()),
                dollars(result.costPerQuery()),
                String.valueOf(result.millisPerQuery()));
    }

    private static String decimals(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String dollars(@Nullable BigDecimal perQuery) {
        return perQuery == null
                ? "unknown"
                : perQuery.movePointRight(3)
                        .round(new MathContext(3))
                        .stripTrailingZeros()
                        .toPlainString();
    }

    private static void plot(StringBuilder page, List<Evaluated> results) {
        double most = results.stream()
                .filter(result -> result.costPerQuery() != null)
                .mapToDouble(result -> result.costPerQuery().doubleValue())
                .max()
                .orElse(0);
        page.append("<svg role=\"img\" aria-label=\"nDCG@10 against cost; the table has the figures\" viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\">\n");
        for (int tenth = 0; tenth <= 10; tenth += 2) {
            double y = y(tenth / 10.0);
            page.append(String.format(
                    Locale.ROOT,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text x=\"20\" y=\"%.1f\">%.1f</text>%n",
                    MARGIN,
                    WIDTH - MARGIN,
                    y,
                    y,
                    y + 4,
                    tenth / 10.0));
        }
        for (Evaluated result : results) {
            if (result.costPerQuery() != null) {
                Evaluated.Interval ndcg = result.interval(Quality::ndcg);
                double x = MARGIN + (most == 0 ? 0 : result.costPerQuery().doubleValue() / most) * (WIDTH - 4 * MARGIN);
                page.append(String.format(
                        Locale.ROOT,
                        "<line class=\"interval\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
                        x,
                        x,
                        y(ndcg.low()),
                        y(ndcg.high())));
                page.append(String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/><text x=\"%.1f\" y=\"%.1f\">%s</text>%n",
                        x,
                        y(ndcg.mean()),
                        x + 9,
                        y(ndcg.mean()) + 4,
                        escaped(result.name())));
            }
        }
        page.append("<text x=\"")
                .append(WIDTH / 2)
                .append("\" y=\"")
                .append(HEIGHT - 10)
                .append("\">cost per query; at the right end $")
                .append(new BigDecimal(most).round(new MathContext(3)).toPlainString())
                .append("</text>\n</svg>\n");
    }

    private static double y(double quality) {
        return HEIGHT - MARGIN - quality * (HEIGHT - 2 * MARGIN);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
