package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.model.openrouter.benchmarks.Sample.Median;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Starts programs that send one request, in turns: with each client, and with an archive of its classes (AppCDS). */
final class ColdStarts {

    /** The target: our time, as a multiple of langchain4j-open-ai's. */
    static final double MAX_RATIO = 0.6;

    private final List<Program> programs = new ArrayList<>();

    ColdStarts(ClassPath classPath) {
        for (Peer peer : List.of(Peer.IDEAL, Peer.OURS, Peer.LANGCHAIN4J, Peer.OPENAI_JAVA)) {
            programs.add(new Program(peer, classPath.of(peer), null));
        }
        for (Peer peer : List.of(Peer.OURS, Peer.LANGCHAIN4J)) {
            programs.add(new Program(peer, classPath.of(peer), Path.of("target", peer + ".jsa")));
        }
    }

    List<Program> measure(int rounds, String baseUrl) throws IOException {
        for (Program program : programs) {
            program.archive(baseUrl);
        }
        for (int i = 0; i < rounds; i++) {
            for (Program program : programs) {
                program.run(baseUrl);
            }
        }
        return programs;
    }

    /** One client, and the start-ups of its program. */
    static final class Program {

        final Peer peer;
        private final ClassPath jars;
        private final @Nullable Path archive;
        private final List<Double> millis = new ArrayList<>();
        private final List<Double> cpuMillis = new ArrayList<>();

        Program(Peer peer, ClassPath jars, @Nullable Path archive) {
            this.peer = peer;
            this.jars = jars;
            this.archive = archive;
        }

        boolean isArchived() {
            return archive != null;
        }

        Median millis() {
            return Median.of(millis);
        }

        Median cpuMillis() {
            return Median.of(cpuMillis);
        }

        String size() {
            return String.format(Locale.ROOT, "%d, %.1f MB", jars.jars().size(), jars.megabytes());
        }

        private void archive(String baseUrl) throws IOException {
            if (archive != null) {
                Files.createDirectories(archive.toAbsolutePath().getParent());
                Files.deleteIfExists(archive);
                try (Jvm jvm = start("-XX:ArchiveClassesAtExit=" + archive.toAbsolutePath(), baseUrl)) {
                    jvm.readLine();
                    jvm.awaitEnd();
                }
            }
        }

        private void run(String baseUrl) throws IOException {
            String option = archive == null ? "-Xshare:auto" : "-XX:SharedArchiveFile=" + archive.toAbsolutePath();
            long start = System.nanoTime();
            try (Jvm jvm = start(option, baseUrl)) {
                jvm.readLine();
                millis.add((System.nanoTime() - start) / 1e6);
                cpuMillis.add(Long.parseLong(jvm.readLine()) / 1e6);
            }
        }

        private Jvm start(String option, String baseUrl) throws IOException {
            return Jvm.start(
                    Jvm.currentHome(),
                    jars.withBenchmarks().toString(),
                    List.of(option, "-Xlog:cds=off", "-Xlog:cds+dynamic=off"),
                    ColdStart.class,
                    peer.name(),
                    baseUrl);
        }
    }
}
