package dev.langchain4j.model.openrouter.spark.drill;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.langchain4j.model.openrouter.spark.OpenRouterSpark;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Documents a second on 1, 2 and 4 local cores, against a stand-in in this process that takes 100 ms for an answer, and the
 * processor time of each, which other work on the machine disturbs less. Prints them; not part of a build.
 */
class ThroughputDrill {

    private static final int DOCUMENTS = Integer.getInteger("drill.documents", 5000);
    private static final OperatingSystemMXBean CPU = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final Duration LATENCY = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    @Test
    void documents_a_second() throws Exception {
        try (OpenRouterServer server = OpenRouterServer.start();
                EmbeddedPostgres postgres = Postgres.start(folder)) {
            server.addKey(DrillJob.KEY)
                    .when(Match.path("/chat/completions"))
                    .answer(Answer.json("{\"topic\": \"tides\", \"samples\": 12, \"methods\": [\"sonar\"]}")
                            .usage(30, 20, "0.00002")
                            .afterDelay(LATENCY));
            for (int cores : new int[] {1, 1, 2, 4}) {
                try (SparkSession spark = DrillJob.session("local[" + cores + "]", "")) {
                    String job = "throughput-" + cores + "-" + System.nanoTime();
                    try (OpenRouterSpark openRouter =
                            DrillJob.openRouter(spark, job, server.baseUrl(), Postgres.url(postgres), folder)) {
                        measure(cores, "extract", DrillJob.records(openRouter, spark, DOCUMENTS), Dataset::count);
                        measure(cores, "again", DrillJob.records(openRouter, spark, DOCUMENTS), Dataset::count);
                        measure(cores, "embed", DrillJob.vectors(openRouter, spark, 10 * DOCUMENTS), Dataset::count);
                    }
                }
            }
        }
    }

    private static void measure(int cores, String what, Dataset<Row> results, ToLongFunction<Dataset<Row>> action) {
        long start = System.nanoTime();
        long processor = CPU.getProcessCpuTime();
        long rows = action.applyAsLong(results.filter("length(status) > 0 and length(cast(value as string)) > 0"));
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(rows).isPositive();
        System.out.printf(
                Locale.ROOT,
                "local[%d] %s: %.0f documents a second, %.2f ms of processor time each, with the stand-in%n",
                cores,
                what,
                rows / seconds,
                (CPU.getProcessCpuTime() - processor) / 1e6 / rows);
    }
}
