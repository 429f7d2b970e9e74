package dev.langchain4j.model.openrouter.internal.rerank;

/**
 * Finds the non-increasing sequence closest to a given one (least squares), by pooling neighbours that are out of
 * order.
 */
final class IsotonicRegression {

    private IsotonicRegression() {}

    static double[] nonIncreasing(double[] values) {
        double[] sums = new double[values.length];
        int[] sizes = new int[values.length];
        int blocks = 0;
        for (double value : values) {
            sums[blocks] = value;
            sizes[blocks] = 1;
            blocks++;
            while (blocks > 1 && sums[blocks - 2] / sizes[blocks - 2] < sums[blocks - 1] / sizes[blocks - 1]) {
                sums[blocks - 2] += sums[blocks - 1];
                sizes[blocks - 2] += sizes[blocks - 1];
                blocks--;
            }
        }
        double[] fitted = new double[values.length];
        int at = 0;
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < sizes[block]; i++) {
                fitted[at++] = sums[block] / sizes[block];
            }
        }
        return fitted;
    }
}
