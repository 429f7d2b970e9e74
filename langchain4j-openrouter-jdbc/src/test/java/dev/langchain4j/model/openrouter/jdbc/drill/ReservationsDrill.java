package dev.langchain4j.model.openrouter.jdbc.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Measures reservations: how many a second, and how long they hold up a call. The figures are printed. Not part of a
 * build; the docs on scaling out have the command.
 */
class ReservationsDrill {

    private static final int PROCESSES = Integer.getInteger("drill.processes", 8);
    private static final int THREADS = 8;
    private static final int SECONDS = Integer.getInteger("drill.seconds", 10);
    private static final int RATE = Integer.getInteger("drill.rate", 2400);

    @TempDir
    private Path folder;

    /** @param rate reservations a second of all processes; 0 for as many as they can */
    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    @Timeout(300)
    void reservations_are_counted_and_timed(boolean durable, boolean paced) throws Exception {
        int rate = paced ? RATE : 0;
        try (RestartablePostgres postgres = new RestartablePostgres(folder, durable);
                Fleet fleet = Fleet.start(PROCESSES, arguments(postgres, rate))) {
            long before = postgres.transactions();
            List<String> said = fleet.join();
            double transactions = postgres.transactions() - before;

            long[] micros = said.stream()
                    .flatMap(line -> Arrays.stream(line.split(" ")))
                    .filter(number -> !number.isEmpty())
                    .mapToLong(Long::parseLong)
                    .sorted()
                    .toArray();
            assertThat(said).hasSize(PROCESSES);
            assertThat(micros).isNotEmpty();
            System.out.printf(
                    "%d processes x %d threads, commits %s, %s: %d reservations a second, p50 %d us, p99 %d us,"
                            + " longest %d us, %.2f transactions a reservation%n",
                    PROCESSES,
                    THREADS,
                    durable ? "on disk" : "in memory",
                    paced ? rate + " a second asked" : "as many as possible",
                    micros.length / SECONDS,
                    micros[micros.length / 2],
                    micros[(int) (micros.length * 0.99)],
                    micros[micros.length - 1],
                    transactions / micros.length * SECONDS / (SECONDS + Reservations.WARM_UP.toSeconds()));
        }
    }

    private Replica.Arguments arguments(RestartablePostgres postgres, int rate) throws IOException {
        return new Replica.Arguments(
                "reserve",
                postgres.url(),
                "http://localhost:1",
                folder,
                THREADS,
                Duration.ofSeconds(SECONDS),
                new BigDecimal("1000000"),
                rate / PROCESSES);
    }
}
