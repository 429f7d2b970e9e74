package dev.langchain4j.model.openrouter.internal.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The usual first stage: common words of passage and query; rare words count more, long passages less. No stemming. */
public final class Bm25 {

    private static final double K1 = 0.9;
    private static final double B = 0.4;

    private final List<String> ids;
    private final Map<String, Map<Integer, Integer>> counts = new HashMap<>();
    private final int[] lengths;
    private double meanLength;

    /** @param passages text by id */
    public Bm25(Map<String, String> passages) {
        this.ids = List.copyOf(passages.keySet());
        this.lengths = new int[ids.size()];
        for (int i = 0; i < lengths.length; i++) {
            for (String word : words(passages.get(ids.get(i)))) {
                counts.computeIfAbsent(word, any -> new HashMap<>()).merge(i, 1, Integer::sum);
                lengths[i]++;
            }
            meanLength += lengths[i] / (double) lengths.length;
        }
    }

    /** Ids of at most {@code depth} passages that share a word with the query, the best first. */
    public List<String> best(String query, int depth) {
        Map<Integer, Double> scores = new HashMap<>();
        for (String word : words(query)) {
            Map<Integer, Integer> occurrences = counts.getOrDefault(word, Map.of());
            double weight = Math.log(1 + (ids.size() - occurrences.size() + 0.5) / (occurrences.size() + 0.5));
            occurrences.forEach((passage, count) -> {
                double saturated = count / (count + K1 * (1 - B + B * lengths[passage] / meanLength));
                scores.merge(passage, weight * saturated, Double::sum);
            });
        }
        List<Integer> found = new ArrayList<>(scores.keySet());
        found.sort(Comparator.comparing((Integer passage) -> -scores.get(passage))
                .thenComparing(Comparator.naturalOrder()));
        return found.stream().limit(depth).map(ids::get).toList();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
