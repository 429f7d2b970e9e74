package dev.langchain4j.model.openrouter.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Measures all scenarios and prints two tables: the cost of each client, and our figures with our targets.
 *
 * <p>One load server runs in its own process, and each client in its own. All clients must give the same answer. Then
 * they take turns, slice by slice, so that other load on the machine affects all of them, and ratios are taken between
 * neighbouring slices.
 */
public final class Benchmarks {

    private final ClassPath classPath = ClassPath.current();
    private final Effort effort;
    private final PrintStream out;
    private final Report report;

    Benchmarks(Effort effort, PrintStream out) throws IOException {
        this.report = new Report(Publication.conditions());
        this.effort = effort;
        this.out = out;
    }

    /**
     * Runs what the {@link Arguments arguments} name. {@code --write} also puts the figures into the page on performance.
     */
    public static void main(String[] args) throws Exception {
        Arguments arguments = Arguments.of(args);
        Benchmarks benchmarks = new Benchmarks(arguments.effort(), System.out);
        benchmarks.run(arguments.scenarios(), arguments.coldStart());
        if (arguments.write()) {
            Publication.ofProject().write(benchmarks.report);
        }
    }

    void run(List<Scenario> scenarios, boolean coldStart) throws IOException {
        try (Jvm server = Jvm.start(Jvm.currentHome(), classPath.toString(), List.of(), LoadServer.class)) {
            String address = "http://127.0.0.1:" + server.readLine();
            measure(scenarios, false, Jvm.currentHome(), address);
            measure(scenarios, true, Jvm.homeWithVirtualThreads(), address);
            if (coldStart) {
                System.err.println("# cold start");
                report.addColdStarts(
                        new ColdStarts(classPath).measure(effort.coldStarts(), address + Scenario.UNARY.path()));
            }
        } finally {
            report.print(out);
        }
    }

    private void measure(List<Scenario> scenarios, boolean virtualThreads, Path javaHome, String address)
            throws IOException {
        try (Workers warm = new Workers(javaHome, classPath)) {
            for (Scenario scenario : scenarios) {
                if (scenario.virtualThreads == virtualThreads) {
                    System.err.println("# " + scenario.title);
                    report.add(
                            scenario,
                            scenario.peers.contains(Peer.USUAL)
                                    ? measureInNewProcesses(scenario, javaHome, address)
                                    : measure(scenario, warm, address));
                }
            }
        }
    }

    /**
     * Two ways of one client differ by a few percent, but so do two processes of one way, because each is compiled
     * once, for what it has run until then. So several pairs of processes run nothing else.
     */
    private List<Map<Peer, Sample>> measureInNewProcesses(Scenario scenario, Path javaHome, String address)
            throws IOException {
        List<Map<Peer, Sample>> rounds = new ArrayList<>();
        for (int i = 0; i < effort.pairs(); i++) {
            try (Workers cold = new Workers(javaHome, classPath)) {
                rounds.addAll(measure(scenario, cold, address));
            }
        }
        return rounds;
    }

    private List<Map<Peer, Sample>> measure(Scenario scenario, Workers workers, String address) throws IOException {
        boolean cold = workers.take(scenario, address + scenario.path());
        ensureSameAnswers(scenario, workers);
        warmUp(scenario, workers, cold ? 5 * effort.warmUpMillis() : effort.warmUpMillis());
        List<Map<Peer, Sample>> rounds = new ArrayList<>();
        for (int i = 0; i < effort.rounds(scenario); i++) {
            rounds.add(Sample.ofLines(workers.askInTurn("slice " + effort.sliceMillis())));
        }
        for (int i = 0; i < effort.looks(scenario); i++) {
            rounds.add(Sample.ofLines(workers.askInTurn("open")));
        }
        return rounds;
    }

    private static void ensureSameAnswers(Scenario scenario, Workers workers) throws IOException {
        Map<Peer, String> answers = workers.askAtOnce("answer");
        answers.remove(Peer.FLOOR);
        if (answers.values().stream().distinct().count() != 1) {
            throw new IllegalStateException("The clients disagree on " + scenario + ": " + answers);
        }
    }

    /** Until the JIT has finished. In parallel if that does no harm, because nothing is measured. */
    private static void warmUp(Scenario scenario, Workers workers, long millis) throws IOException {
        String command = "warm " + millis;
        if (scenario.kind.takesItsTime()) {
            workers.askInTurn(command);
        } else {
            workers.askAtOnce(command);
        }
    }

    /** The duration of the whole run. */
    record Effort(long warmUpMillis, int pairs, int rounds, long sliceMillis, int coldStarts) {

        static final Effort FULL = new Effort(1_500, 3, 7, 250, 7);
        static final Effort QUICK = new Effort(600, 1, 3, 120, 3);

        /** Only checks that it runs. */
        static final Effort LEAST = new Effort(0, 1, 1, 0, 1);

        /** With open streams. */
        int looks(Scenario scenario) {
            return scenario.kind.takesItsTime() ? Math.max(1, rounds / 3) : 0;
        }

        /** A slice of paced streams lasts as long as they do. */
        int rounds(Scenario scenario) {
            return scenario.kind.takesItsTime() ? Math.max(1, rounds / 2) : rounds;
        }
    }
}
