package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class JournalTest {

    private static final int JOURNALS = 300;

    @TempDir
    private Path folder;

    @Test
    void a_journal_stays_locked_for_other_processes_when_another_instance_of_its_own_has_looked_at_it()
            throws Exception {
        Journal living = new Journal(folder);
        living.append("line");
        new Journal(folder).takeAbandoned();

        Process other = java(LockProbe.class, file(".lock"));

        assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("locked");
        living.close();
    }

    @Test
    void a_journal_whose_lock_was_taken_for_that_of_a_dead_process_before_it_was_locked_makes_another()
            throws Exception {
        Process eager = java(LockThief.class, folder);
        assertThat(eager.getInputStream().read()).isEqualTo('!');

        for (int i = 0; i < JOURNALS; i++) {
            Journal journal = new Journal(folder);
            journal.append("line");
            Path lines = file("-0.jsonl");
            assertThat(Path.of(lines.toString().replace("-0.jsonl", ".lock"))).exists();
            Files.delete(lines);
            journal.close();
        }

        eager.getOutputStream().close();
        assertThat(eager.waitFor()).isZero();
    }

    private static Process java(Class<?> main, Path argument) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Path.of(JournalTest.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        main.getName(),
                        argument.toString())
                .redirectErrorStream(true)
                .start();
    }

    @Test
    void looked_up_costs_are_forgotten_when_their_records_are_due_and_never_more_than_ten_thousand() {
        LookedUpCosts costs = new LookedUpCosts();
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        costs.tried("told");
        costs.told("told", now);
        assertThat(costs.awaited(now.minusSeconds(5))).containsExactly("told");
        assertThat(costs.awaited(now)).isEmpty();

        for (int i = 0; i < 10_001; i++) {
            costs.tried("r-" + i);
        }
        assertThat(costs.awaited(now)).hasSize(10_000).doesNotContain("r-0");
    }

    private Path file(String end) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(end))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Says whether a file is locked by another process. */
    static final class LockProbe {

        private LockProbe() {}

        public static void main(String... args) throws Exception {
            try (FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE);
                    FileLock lock = file.tryLock()) {
                System.out.print(lock == null ? "locked" : "free");
            }
        }
    }

    /** Deletes locks that nobody holds, as fast as it can, until its input ends. */
    static final class LockThief {

        private LockThief() {}

        public static void main(String... args) throws Exception {
            Thread thief = new Thread(() -> {
                while (true) {
                    steal(Path.of(args[0]));
                }
            });
            thief.setDaemon(true);
            thief.start();
            System.out.print('!');
            System.out.flush();
            System.in.read();
        }

        private static void steal(Path folder) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path lock :
                        files.filter(file -> file.toString().endsWith(".lock")).toList()) {
                    try (FileChannel file = FileChannel.open(lock, StandardOpenOption.WRITE);
                            FileLock dead = file.tryLock()) {
                        if (dead != null) {
                            Files.delete(lock);
                        }
                    }
                }
            } catch (IOException gone) {
                // its process was faster
            }
        }
    }
}
