package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.model.openrouter.internal.report.Bars;
import dev.langchain4j.model.openrouter.internal.report.Dots;
import dev.langchain4j.model.openrouter.internal.report.Svg;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The charts of the docs, drawn from the tables that the benchmarks print and the pages show, so a chart never says
 * something else than its table.
 */
final class DocsCharts {

    /** The headings of the columns of {@code docs/performance.md}. */
    static final String OURS = "ours";

    static final List<String> PEERS = List.of("langchain4j-open-ai", "openai-java");

    /** Rows of {@code docs/performance.md}, in the order of the chart, and what the chart calls them. */
    private static final Map<String, String> ROWS = new LinkedHashMap<>();

    static {
        ROWS.put(Scenario.UNARY.title, "plain call");
        ROWS.put(Scenario.STREAM.title, "streamed chunk");
        ROWS.put(Scenario.EMBED.title, "256 embeddings");
        ROWS.put("cold start, ms", "cold start");
    }

    private DocsCharts() {}

    /** Processor time of the peers, and their cold start, as multiples of ours. */
    static String performance(MarkdownTables page) {
        List<Bars.Bar> bars = new ArrayList<>();
        ROWS.forEach((label, name) -> {
            Map<String, String> row = page.row(label, OURS);
            double ours = MarkdownTables.number(row.get(OURS));
            bars.add(new Bars.Bar(name + ": this library", 0, 1, "1"));
            for (String peer : PEERS) {
                double ratio = MarkdownTables.number(row.get(peer)) / ours;
                bars.add(new Bars.Bar(peer, PEERS.indexOf(peer) + 1, ratio, times(ratio)));
            }
        });
        StringBuilder chart = new StringBuilder();
        Bars.draw(
                chart,
                "Processor time, and time of a cold start, as a multiple of this library's; the tables have the figures",
                bars);
        return Svg.file(chart);
    }

    static String times(double ratio) {
        return String.format(Locale.ROOT, ratio < 10 ? "%.1f ×" : "%.0f ×", ratio);
    }

    /**
     * Quality of the strategies against the number of their calls, by the judge that sees like a good small model and
     * by the one that sees like a weak one.
     */
    static String reranking(MarkdownTables page) {
        List<Dots.Dot> dots = new ArrayList<>();
        for (Map<String, String> row : page.rows("Judge", "Strategy", "Calls", "TREC DL")) {
            int group = List.of("typical", "noisy").indexOf(row.get("Judge"));
            if (group >= 0) {
                double ndcg = MarkdownTables.number(row.get("TREC DL"));
                String name = row.get("Strategy").replace("`", "");
                dots.add(new Dots.Dot(name, group, MarkdownTables.number(row.get("Calls")), ndcg, ndcg, ndcg));
            }
        }
        StringBuilder chart = new StringBuilder();
        Dots.draw(
                chart,
                "nDCG@10 on TREC Deep Learning against calls per query; the table has the figures",
                dots,
                new Dots.Axes("calls per query", "nDCG@10; blue: typical judge, green: noisy judge", true));
        return Svg.file(chart);
    }
}
