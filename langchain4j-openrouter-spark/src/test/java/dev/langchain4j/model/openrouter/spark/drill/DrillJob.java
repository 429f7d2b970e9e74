package dev.langchain4j.model.openrouter.spark.drill;

import dev.langchain4j.model.openrouter.spark.OpenRouterSpark;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A driver in a process of its own: documents become records in Parquet files. Prints {@code done} and its bill. */
public final class DrillJob {

    static final String KEY = "sk-or-v1-drill";
    static final int CONCURRENCY = 8;
    static final Duration LEASE = Duration.ofSeconds(5);

    /** What is read out of a document. */
    public record Study(String topic, int samples, List<String> methods) {}

    private DrillJob() {}

    /** @param args master, server, database, folder, number of documents, class path of the executors */
    public static void main(String... args) throws IOException {
        Path folder = Path.of(args[3]);
        try (SparkSession spark = session(args[0], args[5])) {
            try (OpenRouterSpark openRouter = openRouter(spark, "drill", args[1], args[2], folder)) {
                records(openRouter, spark, Integer.parseInt(args[4]))
                        .write()
                        .mode("overwrite")
                        .parquet(folder.resolve("records").toString());
                settle(openRouter);
                System.out.println("done " + openRouter.bill());
            }
        }
    }

    static SparkSession session(String master, String classPath) {
        return SparkSession.builder()
                .master(master)
                .appName("drill")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.executor.memory", "512m")
                .config("spark.executor.extraClassPath", classPath)
                .config("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
                .config("spark.openrouter.secret.apiKey", KEY)
                .getOrCreate();
    }

    static OpenRouterSpark openRouter(SparkSession spark, String job, String server, String database, Path folder) {
        return OpenRouterSpark.builder(spark, job)
                .database(database)
                .budget(budget -> budget.limit(new BigDecimal("1000")))
                .connection(connection -> connection.baseUrl(server).maxRetries(0))
                .maxConcurrency(CONCURRENCY)
                .lease(LEASE)
                .ledgerFolder(folder.resolve("ledger").toString())
                .build();
    }

    private static Dataset<Row> texts(SparkSession spark, int documents) {
        return spark.range(0, documents, 1, 20)
                .selectExpr("concat('k', id) as key", "concat('This is document ', id, '.') as text");
    }

    static Dataset<Row> vectors(OpenRouterSpark openRouter, SparkSession spark, int documents) {
        return openRouter.embed(
                texts(spark, documents),
                model -> model.modelName("openai/text-embedding-3-small").dimensions(256));
    }

    static Dataset<Row> records(OpenRouterSpark openRouter, SparkSession spark, int documents) {
        return openRouter.extract(
                texts(spark, documents),
                Study.class,
                "Read the study.",
                model -> model.modelName("openai/gpt-4o-mini").maxOutputTokens(100));
    }

    /** Until nothing is reserved for a call of an executor that has died. */
    private static void settle(OpenRouterSpark openRouter) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        BigDecimal before = null;
        BigDecimal now = openRouter.settle();
        while (!now.equals(before) && System.nanoTime() < end) {
            before = now;
            LockSupport.parkNanos(LEASE.plusSeconds(1).toNanos());
            now = openRouter.settle();
        }
    }
}
