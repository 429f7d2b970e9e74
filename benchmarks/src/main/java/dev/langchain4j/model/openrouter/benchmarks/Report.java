package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.model.openrouter.benchmarks.ColdStarts.Program;
import dev.langchain4j.model.openrouter.benchmarks.Sample.Median;
import dev.langchain4j.model.openrouter.benchmarks.Sample.Metric;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The tables of one run, in Markdown: targets and figures, each with half of the interquartile range as spread. */
final class Report {

    private final Map<Scenario, List<Map<Peer, Sample>>> results = new EnumMap<>(Scenario.class);
    private final List<Program> coldStarts = new ArrayList<>();
    private final String conditions;

    /** @param conditions of the run, in one line: date, commit, machine, Java */
    Report(String conditions) {
        this.conditions = conditions;
    }

    void add(Scenario scenario, List<Map<Peer, Sample>> rounds) {
        results.put(scenario, rounds);
    }

    void addColdStarts(List<Program> programs) {
        coldStarts.addAll(programs);
    }

    void print(PrintStream out) {
        out.println(conditions);
        out.println();
        out.println("| Scenario | Target | Ours | |");
        out.println("|---|---|---|---|");
        results.forEach((scenario, rounds) -> scenario.targets.forEach(target -> print(scenario, target, rounds, out)));
        printColdStartTarget(false, out);
        printColdStartTarget(true, out);
        figures("Processor time in µs:", Metric.CPU).print(out);
        figures("Bytes allocated:", Metric.BYTES).print(out);
        manyAtOnce().print(out);
        coldStart().print(out);
    }

    private FigureTable figures(String title, Metric metric) {
        FigureTable table = new FigureTable(title, "Scenario");
        results.forEach((scenario, rounds) -> table.add(scenario.title, peer -> median(rounds, metric, peer, null)));
        return table;
    }

    private FigureTable manyAtOnce() {
        FigureTable table = new FigureTable("Many streams or calls at once:", "Figure");
        results.forEach((scenario, rounds) -> {
            for (Metric metric : EnumSet.range(Metric.LATENCY_P99, Metric.LIVE)) {
                table.add(
                        scenario.title + ": " + metric.label + ", " + metric.unit,
                        peer -> median(rounds, metric, peer, null));
            }
        });
        return table;
    }

    private FigureTable coldStart() {
        FigureTable table = new FigureTable("From the start of a JVM to the first answer:", "Figure");
        for (boolean archived : new boolean[] {false, true}) {
            String how = archived ? " with AppCDS" : "";
            table.add("cold start" + how + ", ms", peer -> coldStart(peer, archived, Program::millis));
            table.add("processor time of it" + how + ", ms", peer -> coldStart(peer, archived, Program::cpuMillis));
        }
        table.addTexts("jars", peer -> program(peer, false).map(Program::size).orElse(""));
        return table;
    }

    /** One line per figure, for other programs: scenario, metric, unit, client, median, spread. */
    void printCsv(PrintStream out) {
        out.println("# " + conditions.replace('\n', ' '));
        out.println("scenario,metric,unit,client,median,spread");
        results.forEach((scenario, rounds) -> {
            for (Metric metric : Metric.values()) {
                for (Peer peer : scenario.peers) {
                    csv(
                            scenario.name(),
                            metric.name(),
                            metric.unit,
                            peer.name(),
                            median(rounds, metric, peer, null),
                            out);
                }
            }
        });
        for (Program program : coldStarts) {
            String client = program.peer + (program.isArchived() ? "_WITH_APPCDS" : "");
            csv("COLD_START", "TIME", "ms", client, program.millis(), out);
            csv("COLD_START", "CPU", "ms", client, program.cpuMillis(), out);
        }
    }

    private static void csv(
            String scenario, String metric, String unit, String client, Median figure, PrintStream out) {
        if (figure.isKnown()) {
            out.printf(
                    Locale.ROOT,
                    "%s,%s,%s,%s,%.3f,%s%n",
                    scenario,
                    metric,
                    unit,
                    client,
                    figure.value(),
                    Double.isNaN(figure.spread()) ? "" : String.format(Locale.ROOT, "%.3f", figure.spread()));
        }
    }

    private void printColdStartTarget(boolean archived, PrintStream out) {
        Median ours = coldStart(Peer.OURS, archived, Program::millis);
        Median theirs = coldStart(Peer.LANGCHAIN4J, false, Program::millis);
        if (ours.isKnown() && theirs.isKnown()) {
            double ratio = ours.value() / theirs.value();
            out.printf(
                    Locale.ROOT,
                    "| cold start%s | time ≤ %.1f × %s | %.2f | %s |%n",
                    archived ? ", ours with AppCDS" : "",
                    ColdStarts.MAX_RATIO,
                    Peer.LANGCHAIN4J.label,
                    ratio,
                    verdict(ratio, ColdStarts.MAX_RATIO));
        }
    }

    private Median coldStart(Peer peer, boolean archived, Function<Program, Median> figure) {
        return program(peer, archived).map(figure).orElse(Median.of(List.of()));
    }

    private Optional<Program> program(Peer peer, boolean archived) {
        return coldStarts.stream()
                .filter(program -> program.peer == peer && program.isArchived() == archived)
                .findFirst();
    }

    private static void print(Scenario scenario, Target target, List<Map<Peer, Sample>> rounds, PrintStream out) {
        Median figure = median(rounds, target.metric(), Peer.OURS, target.against());
        out.printf("| %s | %s | %s | %s |%n", scenario.title, target, figure, verdict(figure.value(), target.most()));
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
