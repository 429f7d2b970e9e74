package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.model.openrouter.benchmarks.Sample.Metric;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The maximum of our figure: a number, or a multiple of another client's. */
record Target(Metric metric, double most, @Nullable Peer against) {

    static Target atMost(Metric metric, double most) {
        return new Target(metric, most, null);
    }

    static Target ratio(Metric metric, double most, Peer against) {
        return new Target(metric, most, against);
    }

    @Override
    public String toString() {
        String figure = BigDecimal.valueOf(most).stripTrailingZeros().toPlainString();
        return metric.label + " ≤ " + figure + (against == null ? " " + metric.unit : " × " + against.label);
    }
}
