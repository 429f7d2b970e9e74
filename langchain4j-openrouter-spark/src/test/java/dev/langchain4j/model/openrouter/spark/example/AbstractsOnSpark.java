package dev.langchain4j.model.openrouter.spark.example;

import dev.langchain4j.model.openrouter.spark.OpenRouterSpark;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Abstracts become vectors and records in Parquet files, on the cores of this machine, against a stand-in of OpenRouter:
 * {@code ./mvnw -q -Pspark -pl langchain4j-openrouter-spark -am test-compile exec:exec}.
 */
public final class AbstractsOnSpark {

    private static final Path OUT = Path.of("target", "abstracts");

    // region record
    /** What is read out of an abstract. */
    public record Paper(String topic, List<String> keywords, boolean measured, int words) {}
    // endregion

    private AbstractsOnSpark() {}

    /** @param args how many abstracts, how many cores, and a folder of the Cranfield collection or nothing */
    public static void main(String... args) throws IOException {
        Abstracts abstracts = Abstracts.in(args.length < 3 ? "" : args[2]);
        clear();
        try (OpenRouterServer server = OpenRouterServer.start();
                SparkSession spark = SparkSession.builder()
                        .master("local[" + args[1] + "]")
                        .appName("abstracts")
                        .config("spark.ui.enabled", "false")
                        .config("spark.ui.showConsoleProgress", "false")
                        .config("spark.openrouter.secret.apiKey", server.apiKey())
                        .getOrCreate()) {
            StandInReader.answers(server);
            List<Abstracts.Numbered> documents = abstracts.first(Integer.parseInt(args[0]));
            System.out.println(documents.size() + " " + abstracts.name() + ", on " + args[1]
                    + " cores, against a stand-in of OpenRouter");
            Dataset<Row> texts = spark.createDataFrame(
                            documents.stream()
                                    .map(each -> RowFactory.create(each.key(), each.text()))
                                    .toList(),
                            StructType.fromDDL("key STRING, text STRING"))
                    .repartition(2 * Integer.parseInt(args[1]));
            run(spark, texts, documents.size(), server.baseUrl());
            show(spark);
            System.out.println(
                    "  the stand-in has billed " + dollars(server.ledger().cost()) + " for "
                            + server.ledger().charges().size() + " requests");
        }
    }

    private static void run(SparkSession spark, Dataset<Row> texts, int documents, String baseUrl) {
        // region job
        try (OpenRouterSpark openRouter = OpenRouterSpark.builder(spark, "abstracts")
                .database("jdbc:h2:file:./target/abstracts/journal")
                .budget(budget -> budget.limit(new BigDecimal("20")))
                .connection(connection -> connection.baseUrl(baseUrl))
                .build()) {
            openRouter.showProgress(2L * documents, () -> {
                openRouter
                        .embed(texts, model -> model.modelName("openai/text-embedding-3-small"))
                        .write()
                        .parquet("target/abstracts/vectors");
                openRouter
                        .extract(
                                texts,
                                Paper.class,
                                "Read the paper with this abstract.",
                                model -> model.modelName("openai/gpt-4o-mini").maxOutputTokens(200))
                        .write()
                        .parquet("target/abstracts/papers");
            });
            bill(openRouter.bill());
        }
        // endregion
    }

    private static void bill(OpenRouterSpark.Bill bill) {
        System.out.printf(
                Locale.ROOT,
                "  %,d answered, %,d refused, %,d failed%n  %s for %,d tokens of input and %,d of output, %s unsettled%n",
                bill.answered(),
                bill.refused(),
                bill.failed(),
                dollars(bill.cost()),
                bill.inputTokens(),
                bill.outputTokens(),
                dollars(bill.unsettled()));
    }

    private static void show(SparkSession spark) {
        Dataset<Row> papers = spark.read().parquet(OUT.resolve("papers").toString());
        Dataset<Row> vectors = spark.read().parquet(OUT.resolve("vectors").toString());
        papers.join(vectors.selectExpr("key", "size(value) as dimensions"), "key")
                .selectExpr(
                        "key",
                        "status",
                        "value.topic",
                        "value.measured",
                        "dimensions",
                        "cast(cost as decimal(12, 7)) usd")
                .orderBy("status", "key")
                .show(5, 40);
        System.out.println("  Parquet files: " + OUT.resolve("vectors") + ", " + OUT.resolve("papers"));
    }

    private static String dollars(BigDecimal usd) {
        return usd == null
                ? "an unknown sum"
                : "$" + usd.setScale(6, RoundingMode.HALF_UP).toPlainString();
    }

    private static void clear() throws IOException {
        if (Files.exists(OUT)) {
            try (Stream<Path> files = Files.walk(OUT)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
