package dev.langchain4j.model.openrouter.spark;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** One Spark in this process for all tests: it takes seconds to start. */
final class LocalSpark {

    static final String KEY = "sk-or-v1-spark";

    private LocalSpark() {}

    /** Made anew if another test has stopped it. */
    static SparkSession session() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("tests")
                .config("spark.ui.port", "0")
                .config("spark.ui.showConsoleProgress", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "2")
                .config(Secrets.KEY, KEY)
                .getOrCreate();
    }

    /** {@code document 0} with key {@code k0}, and so on, in two partitions. */
    static Dataset<Row> documents(int number) {
        List<Integer> numbers = IntStream.range(0, number).boxed().toList();
        return OpenRouterSpark.documents(
                session().createDataset(numbers, Encoders.INT()).repartition(2), i -> "k" + i, i -> "document " + i);
    }

    /** As {@code org.h2} keeps it while the process lives. */
    static String database(String name) {
        return "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
    }
}
