package dev.langchain4j.model.openrouter.internal.evaluation;

import dev.langchain4j.model.openrouter.internal.report.Dots;
import dev.langchain4j.model.openrouter.internal.report.Html;
import dev.langchain4j.model.openrouter.internal.report.Svg;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The evaluation as one HTML page: quality against cost as inline SVG, and the table. */
public final class EvaluationPage {

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <title>Rerankers compared</title>
            <style>
            """ + Svg.STYLE + """
            body { background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; }
            svg { width: 100%; max-width: 46rem; } section { overflow-x: auto; }
            table { border-collapse: collapse; } td, th { border-bottom: 1px solid var(--line); padding: .3rem .7rem; text-align: right; }
            td:first-child, th:first-child { text-align: left; }
            </style>
            </head>
            <body>
            <h1>Rerankers compared</h1>
            """;

    private EvaluationPage() {}

    /** The page. */
    public static String of(List<Evaluated> results, int queries) {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("<p>")
                .append(queries)
                .append(" queries; the lines are intervals of 95 % by the bootstrap over queries.</p>\n");
        page.append("<section>\n");
        Dots.draw(
                page,
                "nDCG@10 against cost; the table has the figures",
                dots(results),
                new Dots.Axes("$ per 1,000 queries", "nDCG@10", false));
        page.append("</section>\n");
        page.append("<section>\n<table>\n<tr><th>")
                .append(String.join("</th><th>", COLUMNS))
                .append("</th></tr>\n");
        for (Evaluated result : results) {
            page.append("<tr>");
            cells(result)
                    .forEach(cell ->
                            page.append("<td>").append(Html.escaped(cell)).append("</td>"));
            page.append("</tr>\n");
        }
        return page.append("</table>\n</section>\n</body>\n</html>\n").toString();
    }

    /** The heading of the table. */
    public static final List<String> COLUMNS =
            List.of("reranker", "nDCG@10", "95 %", "MRR@10", "recall@10", "$ per 1,000 queries", "ms per query");

    /** The cells of a table's row; the console prints the same. */
    public static List<String> cells(Evaluated result) {
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

    /** Quality against cost, of those whose cost is known. */
    static List<Dots.Dot> dots(List<Evaluated> results) {
        List<Dots.Dot> dots = new ArrayList<>();
        for (Evaluated result : results) {
            if (result.costPerQuery() != null) {
                Evaluated.Interval ndcg = result.interval(Quality::ndcg);
                double cost = result.costPerQuery().movePointRight(3).doubleValue();
                dots.add(new Dots.Dot(result.name(), 0, cost, ndcg.mean(), ndcg.low(), ndcg.high()));
            }
        }
        return dots;
    }
}
