package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

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

    @TempDir
    private Path folder;

    @Test
    void a_journal_stays_locked_for_other_processes_when_another_instance_of_its_own_has_looked_at_it()
            throws Exception {
        Journal living = new Journal(folder);
        living.append("line");
        new Journal(folder).takeAbandoned();

        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Path.of(JournalTest.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        LockProbe.class.getName(),
                        lock().toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("locked");
        living.close();
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

    private Path lock() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".lock"))
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
}
