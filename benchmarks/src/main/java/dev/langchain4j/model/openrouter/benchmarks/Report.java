package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.model.openrouter.benchmarks.Sample.Median;
import dev.langchain4j.model.openrouter.benchmarks.Sample.Metric;
import java.io.PrintStream;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables of one run, in Markdown: targets, ratios, figures, each with half of the interquartile range as spread.
 */
final class Report {

    private final Map<Scenario, List<Map<Peer, Sample>>> results = new EnumMap<>(Scenario.class);
    private final List<String> coldStarts = new ArrayList<>();
    private final Map<Peer, Median> coldStartMillis = new LinkedHashMap<>();

    void add(Scenario scenario, List<Map<Peer, Sample>> rounds) {
        results.put(scenario, rounds);
    }

    void addColdStart(Peer peer, Median millis, int jars, double megabytes) {
        coldStartMillis.put(peer, millis);
        coldStarts.add(String.format(Locale.ROOT, "| %s | %s | %d | %.1f |", peer.label, millis, jars, megabytes));
    }

    void print(PrintStream out) {
        out.printf(
                "%s, %d processors, Java %s%n%n",
                LocalDate.now(ZoneOffset.UTC), Runtime.getRuntime().availableProcessors(), Runtime.version());
        out.println("| scenario | target | ours | |");
        out.println("|---|---|---|---|");
        results.forEach((scenario, rounds) -> scenario.targets.forEach(target -> print(scenario, target, rounds, out)));
        if (!coldStartMillis.isEmpty()) {
            double ratio = coldStartMillis.get(Peer.OURS).value()
                    / coldStartMillis.get(Peer.LANGCHAIN4J).value();
            out.printf(
                    Locale.ROOT,
                    "| cold start | time ≤ 0.60 × %s | %.2f | %s |%n",
                    Peer.LANGCHAIN4J.label,
                    ratio,
                    verdict(ratio, 0.6));
        }
        out.println();
        printHead("ours, as a multiple of", out);
        results.forEach((scenario, rounds) -> {
            for (Metric metric : List.of(Metric.CPU, Metric.BYTES)) {
                printRow(scenario, metric.label, peer -> median(rounds, metric, Peer.OURS, peer), out);
            }
        });
        out.println();
        printHead("figure", out);
        results.forEach((scenario, rounds) -> {
            for (Metric metric : Metric.values()) {
                String label = metric.label + ", " + metric.unit;
                printRow(scenario, label, peer -> median(rounds, metric, peer, null), out);
            }
        });
        if (!coldStarts.isEmpty()) {
            out.println();
            out.println("| cold start | ms to the first answer | jars | MB |");
            out.println("|---|---|---|---|");
            coldStarts.forEach(out::println);
        }
    }

    private static void print(Scenario scenario, Target target, List<Map<Peer, Sample>> rounds, PrintStream out) {
        Median figure = median(rounds, target.metric(), Peer.OURS, target.against());
        out.printf("| %s | %s | %s | %s |%n", scenario.title, target, figure, verdict(figure.value(), target.most()));
    }

    private static void printHead(String what, PrintStream out) {
        List<String> labels =
                Arrays.stream(Peer.values()).map(peer -> peer.label).toList();
        out.println("| scenario | " + what + " | " + String.join(" | ", labels) + " |");
        out.println("|---|---|" + "---|".repeat(labels.size()));
    }

    /** Empty if there is nothing to report. */
    private static void printRow(Scenario scenario, String label, Function<Peer, Median> figures, PrintStream out) {
        List<Median> row = Arrays.stream(Peer.values()).map(figures).toList();
        if (row.stream().anyMatch(Median::isKnown)) {
            String cells = row.stream().map(Median::toString).collect(Collectors.joining(" | "));
            out.println("| " + scenario.title + " | " + label + " | " + cells + " |");
        }
    }

    /** Statistics of one client's figures, or of their ratios to another's of the same round. */
    private static Median median(List<Map<Peer, Sample>> rounds, Metric metric, Peer peer, @Nullable Peer against) {
        List<Double> figures = new ArrayList<>();
        for (Map<Peer, Sample> round : rounds) {
            Sample sample = round.get(peer);
            Sample other = against == null ? null : round.get(against);
            if (sample != null && (against == null || other != null)) {
                figures.add(sample.get(metric) / (other == null ? 1 : other.get(metric)));
            }
        }
        return Median.of(figures);
    }

    private static String verdict(double figure, double most) {
        return Double.isNaN(figure) ? "not measured" : figure <= most ? "met" : "**missed**";
    }
}
