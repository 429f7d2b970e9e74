package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.model.openrouter.benchmarks.Sample.Median;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures all scenarios and prints two tables: what each client costs, and our figures beside our targets.
 *
 * <p>One load server in a process of its own; for each scenario one process a client. All clients have to give the same
 * answer. Then they take turns, slice by slice, so that whatever else the machine does befalls all of them, and ratios
 * are taken between slices that were neighbours.
 */
public final class Benchmarks {

    private static final List<String> OPTIONS = List.of("-Xms1g", "-Xmx1g", ProcessorTime.OPTION);

    private final ClassPath classPath = ClassPath.current();
    private final Effort effort;
    private final Report report = new Report();

    private Benchmarks(Effort effort) {
        this.effort = effort;
    }

    /** {@code --quick}, names of scenarios; nothing for all of them in full. */
    public static void main(String[] args) throws Exception {
        List<String> arguments = Arrays.asList(args);
        List<Scenario> scenarios = arguments.stream()
                .filter(argument -> !argument.startsWith("--"))
                .map(Scenario::valueOf)
                .toList();
        Effort effort = arguments.contains("--quick") ? Effort.QUICK : Effort.FULL;
        new Benchmarks(effort).run(scenarios.isEmpty() ? List.of(Scenario.values()) : scenarios, scenarios.isEmpty());
    }

    private void run(List<Scenario> scenarios, boolean coldStart) throws IOException {
        try (Jvm server = Jvm.start(Jvm.currentHome(), classPath.toString(), List.of(), LoadServer.class)) {
            String address = "http://127.0.0.1:" + server.readLine();
            for (Scenario scenario : scenarios) {
                System.err.println("# " + scenario.title);
                measure(scenario, address + scenario.path());
            }
            if (coldStart) {
                measureColdStart(address + Scenario.UNARY.path());
            }
        } finally {
            report.print(System.out);
        }
    }

    private void measure(Scenario scenario, String baseUrl) throws IOException {
        Map<Peer, Jvm> workers = new EnumMap<>(Peer.class);
        try {
            Path home = scenario.virtualThreads ? Jvm.homeWithVirtualThreads() : Jvm.currentHome();
            for (Peer peer : scenario.peers) {
                workers.put(
                        peer,
                        Jvm.start(
                                home,
                                classPath.toString(),
                                OPTIONS,
                                Worker.class,
                                scenario.name(),
                                peer.name(),
                                baseUrl));
            }
            ensureSameAnswers(scenario, workers);
            warmUp(scenario, workers);
            List<Map<Peer, Sample>> rounds = new ArrayList<>();
            for (int i = 0; i < effort.rounds(scenario); i++) {
                rounds.add(ask(workers, "slice " + effort.sliceMillis()));
            }
            if (scenario.kind == Scenario.Kind.PACED) {
                rounds.add(ask(workers, "open"));
            }
            report.add(scenario, rounds);
        } finally {
            for (Jvm worker : workers.values()) {
                worker.close();
            }
        }
    }

    private static void ensureSameAnswers(Scenario scenario, Map<Peer, Jvm> workers) throws IOException {
        Map<Peer, String> answers = new EnumMap<>(Peer.class);
        for (Map.Entry<Peer, Jvm> worker : workers.entrySet()) {
            if (worker.getKey() != Peer.FLOOR) {
                answers.put(worker.getKey(), worker.getValue().ask("answer"));
            }
        }
        if (answers.values().stream().distinct().count() != 1) {
            throw new IllegalStateException("The clients disagree on " + scenario + ": " + answers);
        }
    }

    /** Until the JIT has done most of its work. All at once, which is no harm as nothing is measured. */
    private void warmUp(Scenario scenario, Map<Peer, Jvm> workers) throws IOException {
        if (scenario.kind == Scenario.Kind.PACED) {
            ask(workers, "slice 0");
            return;
        }
        for (Jvm worker : workers.values()) {
            worker.send("slice " + effort.warmUpMillis());
        }
        for (Jvm worker : workers.values()) {
            worker.readLine();
        }
    }

    private static Map<Peer, Sample> ask(Map<Peer, Jvm> workers, String question) throws IOException {
        Map<Peer, Sample> samples = new EnumMap<>(Peer.class);
        for (Map.Entry<Peer, Jvm> worker : workers.entrySet()) {
            samples.put(worker.getKey(), Sample.ofLine(worker.getValue().ask(question)));
        }
        return samples;
    }

    private void measureColdStart(String baseUrl) throws IOException {
        System.err.println("# cold start");
        List<Peer> peers = List.of(Peer.IDEAL, Peer.OURS, Peer.LANGCHAIN4J, Peer.OPENAI_JAVA);
        Map<Peer, List<Double>> millis = new EnumMap<>(Peer.class);
        for (int i = 0; i < effort.coldStarts(); i++) {
            for (Peer peer : peers) {
                String jars = classPath.of(peer).withBenchmarks().toString();
                long start = System.nanoTime();
                try (Jvm jvm = Jvm.start(Jvm.currentHome(), jars, List.of(), ColdStart.class, peer.name(), baseUrl)) {
                    jvm.readLine();
                    millis.computeIfAbsent(peer, any -> new ArrayList<>()).add((System.nanoTime() - start) / 1e6);
                }
            }
        }
        for (Peer peer : peers) {
            ClassPath jars = classPath.of(peer);
            report.addColdStart(peer, Median.of(millis.get(peer)), jars.jars().size(), jars.megabytes());
        }
    }

    /** How long all of it takes. */
    private record Effort(long warmUpMillis, int rounds, long sliceMillis, int coldStarts) {

        static final Effort FULL = new Effort(4_000, 9, 300, 9);
        static final Effort QUICK = new Effort(1_500, 3, 200, 3);

        /** A slice of paced streams lasts as long as they do. */
        int rounds(Scenario scenario) {
            return scenario.kind == Scenario.Kind.PACED ? Math.max(1, rounds / 2) : rounds;
        }
    }
}
