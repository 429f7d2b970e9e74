package dev.langchain4j.model.openrouter.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The result of one slice of one client, per operation if that makes sense; NaN is not measured. */
record Sample(double[] figures) {

    /** The measured figures, always of the client's process. */
    enum Metric {
        CPU("cpu", "µs"),
        BYTES("bytes", "bytes"),
        /** From the server's write to the user's callback. */
        LATENCY_P99("p99", "µs"),
        FIRST_TOKEN("first token", "µs"),
        /** From the first of many calls at once until the last answer. */
        ALL_ANSWERED("all answered", "ms"),
        /** Platform threads while all streams or calls are open. */
        THREADS("threads", "threads"),
        /** Heap that one open stream or call holds. */
        LIVE("live", "KB each");

        final String label;
        final String unit;

        Metric(String label, String unit) {
            this.label = label;
            this.unit = unit;
        }
    }

    Sample() {
        this(new double[Metric.values().length]);
        Arrays.fill(figures, Double.NaN);
    }

    Sample with(Metric metric, double figure) {
        figures[metric.ordinal()] = figure;
        return this;
    }

    double get(Metric metric) {
        return figures[metric.ordinal()];
    }

    /** The form for sending between two processes. */
    String toLine() {
        StringBuilder line = new StringBuilder("sample");
        for (double figure : figures) {
            line.append(' ').append(figure);
        }
        return line.toString();
    }

    private static Sample ofLine(String line) {
        String[] words = line.split(" ");
        Sample sample = new Sample();
        for (int i = 0; i < sample.figures.length; i++) {
            sample.figures[i] = Double.parseDouble(words[i + 1]);
        }
        return sample;
    }

    static Map<Peer, Sample> ofLines(Map<Peer, String> lines) {
        Map<Peer, Sample> samples = new EnumMap<>(Peer.class);
        lines.forEach((peer, line) -> samples.put(peer, ofLine(line)));
        return samples;
    }

    /** The median of many figures, and the spread of the middle half. */
    record Median(double value, double spread) {

        static Median of(List<Double> figures) {
            List<Double> sorted = new ArrayList<>(figures);
            sorted.removeIf(figure -> figure.isNaN());
            if (sorted.isEmpty()) {
                return new Median(Double.NaN, Double.NaN);
            }
            sorted.sort(null);
            double spread = sorted.size() == 1 ? Double.NaN : (at(sorted, 0.75) - at(sorted, 0.25)) / 2;
            return new Median(at(sorted, 0.5), spread);
        }

        private static double at(List<Double> sorted, double quantile) {
            double place = quantile * (sorted.size() - 1);
            int below = (int) place;
            int above = Math.min(below + 1, sorted.size() - 1);
            return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
        }

        boolean isKnown() {
            return !Double.isNaN(value);
        }

        /** Three digits, and the spread in percent. */
        @Override
        public String toString() {
            if (!isKnown()) {
                return "–";
            }
            String digits = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
            String figure = String.format(Locale.ROOT, digits, value);
            return Double.isNaN(spread)
                    ? figure
                    : figure + String.format(Locale.ROOT, " ±%.0f%%", 100 * spread / value);
        }
    }
}
