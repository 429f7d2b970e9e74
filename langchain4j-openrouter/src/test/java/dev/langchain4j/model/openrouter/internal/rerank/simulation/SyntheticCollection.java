package dev.langchain4j.model.openrouter.internal.rerank.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Queries with a first-stage ranking of made-up passages and graded labels. How many passages have which label, inside
 * the ranking and outside, and at which places they stand, follows the figures of TREC Deep Learning 2019 and 2020 with
 * BM25's first hundred; the words mean nothing.
 */
public final class SyntheticCollection {

    /**
     * @param passages in the order of the first stage
     * @param labels of the passages, 0 to 3
     * @param judged labels of all relevant passages there are, also of those that the first stage missed
     */
    public record Topic(String query, List<String> passages, List<Integer> labels, List<Integer> judged) {}

    /** Every eighth of the sorted counts per query of labels 1, 2, 3. */
    private static final int[][] RETRIEVED = {
        {0, 1, 2, 4, 5, 6, 7, 10, 14, 20, 23, 27, 60},
        {0, 0, 0, 1, 3, 4, 5, 6, 7, 9, 13, 25, 80},
        {0, 0, 0, 1, 1, 2, 3, 4, 5, 7, 9, 16, 71}
    };

    private static final int[][] MISSED = {
        {0, 0, 3, 5, 9, 12, 15, 22, 30, 38, 44, 63, 117},
        {0, 0, 0, 1, 2, 4, 6, 11, 17, 21, 34, 72, 176},
        {0, 0, 0, 0, 0, 0, 1, 2, 3, 6, 12, 19, 120}
    };

    private static final int[] UP_TO_PLACE = {3, 6, 10, 20, 40, 70, Integer.MAX_VALUE};

    /** Share of labels 1, 2, 3 among the passages up to those places. */
    private static final double[][] SHARE = {
        {.213, .189, .191, .210, .157, .102, .066},
        {.230, .206, .186, .114, .098, .070, .059},
        {.227, .199, .111, .106, .056, .045, .025}
    };

    private static final int HIGHEST_LABEL = 3;
    private static final int PASSAGE_CHARS = 780;
    private static final String[] SYLLABLES = "ba ke li mo nu ra se ti vo zu da fe gi ho lu ma ne pi so tu".split(" ");

    private final List<Topic> topics;
    private final Map<String, Map<String, Integer>> labels = new HashMap<>();

    private SyntheticCollection(List<Topic> topics) {
        this.topics = List.copyOf(topics);
        for (Topic topic : topics) {
            Map<String, Integer> ofTopic = new HashMap<>();
            for (int i = 0; i < topic.passages.size(); i++) {
                ofTopic.put(topic.passages.get(i), topic.labels.get(i));
            }
            labels.put(topic.query, ofTopic);
        }
    }

    public static SyntheticCollection of(int queries, int passages, long seed) {
        var random = new Random(seed);
        List<Topic> topics = new ArrayList<>();
        while (topics.size() < queries) {
            Topic topic = topic(topics.size(), passages, random);
            if (topic.judged.stream().anyMatch(label -> label > 1)) {
                topics.add(topic);
            }
        }
        return new SyntheticCollection(topics);
    }

    /** The same number of passages of each label, in random order; the ideal is the best order of these passages. */
    public static SyntheticCollection mixed(int queries, int passages, long seed) {
        var random = new Random(seed);
        List<Topic> topics = new ArrayList<>();
        while (topics.size() < queries) {
            int number = topics.size();
            List<String> texts = new ArrayList<>();
            List<Integer> labels = new ArrayList<>();
            for (int i = 0; i < passages; i++) {
                texts.add("p" + number + "x" + i + " " + words(PASSAGE_CHARS, random));
                labels.add(i % (HIGHEST_LABEL + 1));
            }
            Collections.shuffle(labels, random);
            topics.add(new Topic("q" + number + " " + words(35, random), texts, labels, labels));
        }
        return new SyntheticCollection(topics);
    }

    public List<Topic> topics() {
        return topics;
    }

    /** The true label; 0 for anything unknown. */
    public int label(String query, String passage) {
        return labels.getOrDefault(query, Map.of()).getOrDefault(passage, 0);
    }

    private static Topic topic(int number, int passages, Random random) {
        int[] labels = new int[passages];
        List<Integer> judged = new ArrayList<>();
        for (int label = 3; label >= 1; label--) {
            double quantile = random.nextDouble();
            place(label, at(RETRIEVED[label - 1], quantile) * passages / 100, labels, random);
            for (int i = at(MISSED[label - 1], quantile); i > 0; i--) {
                judged.add(label);
            }
        }
        Arrays.stream(labels).filter(label -> label > 0).forEach(judged::add);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < passages; i++) {
            texts.add("p" + number + "x" + i + " " + words(PASSAGE_CHARS, random));
        }
        String query = "q" + number + " " + words(35, random);
        return new Topic(query, texts, Arrays.stream(labels).boxed().toList(), judged);
    }

    private static int at(int[] eighths, double quantile) {
        double place = quantile * (eighths.length - 1);
        int below = (int) place;
        return (int) Math.round(eighths[below] + (place - below) * (eighths[below + 1] - eighths[below]));
    }

    private static void place(int label, int count, int[] labels, Random random) {
        for (int i = 0; i < count; i++) {
            double sum = 0;
            for (int place = 0; place < labels.length; place++) {
                sum += labels[place] == 0 ? share(label, place) : 0;
            }
            double left = random.nextDouble() * sum;
            for (int place = 0; place < labels.length && left > 0; place++) {
                left -= labels[place] == 0 ? share(label, place) : 0;
                if (labels[place] == 0 && left <= 0) {
                    labels[place] = label;
                }
            }
        }
    }

    private static double share(int label, int place) {
        int bucket = 0;
        while (place >= UP_TO_PLACE[bucket]) {
            bucket++;
        }
        return SHARE[label - 1][bucket];
    }

    private static String words(int chars, Random random) {
        var text = new StringBuilder();
        while (text.length() < chars) {
            for (int i = 2 + random.nextInt(3); i > 0; i--) {
                text.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
            }
            text.append(random.nextInt(12) == 0 ? ". " : " ");
        }
        return text.toString().strip();
    }
}
