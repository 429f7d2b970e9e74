package dev.langchain4j.model.openrouter.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One process for each client, started when a scenario first needs it and kept for later ones, because it is warm. */
final class Workers implements AutoCloseable {

    /**
     * The JIT blocks its caller: otherwise it lags behind for seconds if it shares two processors with five clients.
     */
    private static final List<String> OPTIONS = List.of("-Xms1g", "-Xmx1g", "-Xbatch", ProcessorTime.OPTION);

    private final Path javaHome;
    private final ClassPath classPath;
    private final Map<Peer, Jvm> all = new EnumMap<>(Peer.class);
    private final Map<Peer, Jvm> current = new EnumMap<>(Peer.class);

    Workers(Path javaHome, ClassPath classPath) {
        this.javaHome = javaHome;
        this.classPath = classPath;
    }

    /** Selects the clients of a scenario from now on; true if a process is new, and cold. */
    boolean take(Scenario scenario, String baseUrl) throws IOException {
        boolean cold = false;
        current.clear();
        for (Peer peer : scenario.peers) {
            Jvm worker = all.get(peer);
            if (worker == null) {
                worker = Jvm.start(javaHome, classPath.toString(), OPTIONS, Worker.class, peer.name());
                all.put(peer, worker);
                cold = true;
            }
            current.put(peer, worker);
        }
        askAtOnce("connect " + scenario.name() + " " + baseUrl);
        return cold;
    }

    /** One after the other, so that none affects another. */
    Map<Peer, String> askInTurn(String question) throws IOException {
        Map<Peer, String> answers = new EnumMap<>(Peer.class);
        for (Map.Entry<Peer, Jvm> worker : current.entrySet()) {
            worker.getValue().send(question);
            answers.put(worker.getKey(), worker.getValue().readLine());
        }
        return answers;
    }

    Map<Peer, String> askAtOnce(String question) throws IOException {
        for (Jvm worker : current.values()) {
            worker.send(question);
        }
        Map<Peer, String> answers = new EnumMap<>(Peer.class);
        for (Map.Entry<Peer, Jvm> worker : current.entrySet()) {
            answers.put(worker.getKey(), worker.getValue().readLine());
        }
        return answers;
    }

    @Override
    public void close() throws IOException {
        for (Jvm worker : all.values()) {
            worker.close();
        }
    }
}
