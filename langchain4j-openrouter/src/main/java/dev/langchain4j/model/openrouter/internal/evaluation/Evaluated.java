package dev.langchain4j.model.openrouter.internal.evaluation;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A reranker's results, query by query.
 *
 * @param costPerQuery US dollars, the mean; null if unknown
 * @param millisPerQuery the median
 */
public record Evaluated(
        String name, List<Quality> qualities, @Nullable BigDecimal costPerQuery, long millisPerQuery) {

    private static final int RESAMPLES = 1_000;
    private static final long SEED = 42;

    /** A mean, and the interval that holds it with 95 % by the bootstrap over queries. */
    public record Interval(double mean, double low, double high) {}

    /** The mean of a measure over the queries. */
    public Interval interval(ToDoubleFunction<Quality> measure) {
        double[] values = qualities.stream().mapToDouble(measure).toArray();
        Random random = new Random(SEED);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            double sum = 0;
            for (int drawn = 0; drawn < values.length; drawn++) {
                sum += values[random.nextInt(values.length)];
            }
            means[i] = sum / values.length;
        }
        Arrays.sort(means);
        return new Interval(
                Arrays.stream(values).average().orElse(Double.NaN),
                means[RESAMPLES / 40],
                means[RESAMPLES - 1 - RESAMPLES / 40]);
    }
}
