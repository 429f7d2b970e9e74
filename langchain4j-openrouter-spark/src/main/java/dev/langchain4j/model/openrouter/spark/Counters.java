package dev.langchain4j.model.openrouter.spark;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.DoubleAccumulator;
import org.apache.spark.util.LongAccumulator;

/**
 * What Spark's UI shows for a stage and each of its tasks. Spark counts successful tasks only; the journal counts all.
 */
record Counters(
        LongAccumulator answered,
        LongAccumulator refused,
        LongAccumulator failed,
        LongAccumulator reused,
        LongAccumulator requests,
        LongAccumulator inputTokens,
        LongAccumulator outputTokens,
        DoubleAccumulator cost)
        implements Serializable {

    static Counters of(SparkContext spark, String task) {
        String name = "openrouter " + task + ": ";
        return new Counters(
                spark.longAccumulator(name + "answered"),
                spark.longAccumulator(name + "refused"),
                spark.longAccumulator(name + "failed"),
                spark.longAccumulator(name + "already paid"),
                spark.longAccumulator(name + "requests"),
                spark.longAccumulator(name + "input tokens"),
                spark.longAccumulator(name + "output tokens"),
                spark.doubleAccumulator(name + "US dollars"));
    }

    void add(Outcome outcome) {
        (switch (outcome.state()) {
                    case ANSWERED -> answered;
                    case REFUSED -> refused;
                    default -> failed;
                })
                .add(1);
        inputTokens.add(outcome.inputTokens());
        outputTokens.add(outcome.outputTokens());
        if (outcome.cost() != null) {
            cost.add(outcome.cost().doubleValue());
        }
    }
}
