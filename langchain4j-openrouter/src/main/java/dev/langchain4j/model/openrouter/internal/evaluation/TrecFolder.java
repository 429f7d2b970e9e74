package dev.langchain4j.model.openrouter.internal.evaluation;

import dev.langchain4j.model.openrouter.internal.evaluation.LabelledCollection.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Files in the format of the TREC tracks: {@code queries.tsv} and {@code passages.tsv} (id, tab, text),
 * {@code qrels.txt} (query, 0, passage, label), and the first stage's {@code run.txt} (query, Q0, passage, rank, score,
 * tag); without it BM25.
 */
final class TrecFolder {

    static final String LABELS = "qrels.txt";

    private static final String RUN = "run.txt";

    private TrecFolder() {}

    static LabelledCollection read(Path folder) throws IOException {
        Map<String, String> passages = texts(folder.resolve("passages.tsv"));
        Map<String, Map<String, Integer>> labels = labels(folder.resolve(LABELS));
        Map<String, String> queries = texts(folder.resolve("queries.tsv"));
        queries.keySet().retainAll(labels.keySet());
        Map<String, List<String>> run =
                Files.exists(folder.resolve(RUN)) ? run(folder.resolve(RUN)) : bm25(queries, passages);
        List<Topic> topics = new ArrayList<>();
        queries.forEach((id, query) -> topics.add(new Topic(
                id,
                query,
                run.getOrDefault(id, List.of()).stream()
                        .filter(passages::containsKey)
                        .distinct()
                        .limit(LabelledCollection.CANDIDATES)
                        .toList(),
                labels.get(id))));
        if (!topics.isEmpty()
                && topics.stream().allMatch(topic -> topic.candidates().isEmpty())) {
            throw new IllegalArgumentException("No query of " + folder + " has a candidate in passages.tsv");
        }
        return new LabelledCollection(passages, topics);
    }

    private static Map<String, String> texts(Path file) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String line : lines(file)) {
            int tab = line.indexOf('\t');
            if (tab < 1) {
                throw wrong(file, "an id, a tab and a text", line);
            }
            String text = line.substring(tab + 1);
            if (!text.isBlank() && isContradicted(texts.putIfAbsent(line.substring(0, tab), text), text)) {
                throw wrong(file, "an id of its own", line);
            }
        }
        return texts;
    }

    private static Map<String, Map<String, Integer>> labels(Path file) throws IOException {
        Map<String, Map<String, Integer>> labels = new HashMap<>();
        for (String line : lines(file)) {
            String[] fields = fields(file, line, "a query, 0, a passage and a whole number as label", 4, 3);
            Integer label = Math.max(0, Integer.parseInt(fields[3]));
            Map<String, Integer> ofQuery = labels.computeIfAbsent(fields[0], query -> new HashMap<>());
            if (isContradicted(ofQuery.putIfAbsent(fields[2], label), label)) {
                throw wrong(file, "the label that an earlier row has", line);
            }
        }
        return labels;
    }

    private static <T> boolean isContradicted(@Nullable T earlier, T value) {
        return earlier != null && !earlier.equals(value);
    }

    private static Map<String, List<String>> run(Path file) throws IOException {
        Map<String, TreeMap<Integer, List<String>>> ranked = new HashMap<>();
        for (String line : lines(file)) {
            String[] fields =
                    fields(file, line, "a query, Q0, a passage, a whole number as rank, a score and a tag", 6, 3);
            ranked.computeIfAbsent(fields[0], query -> new TreeMap<>())
                    .computeIfAbsent(Integer.valueOf(fields[3]), rank -> new ArrayList<>())
                    .add(fields[2]);
        }
        Map<String, List<String>> run = new HashMap<>();
        ranked.forEach((query, passages) ->
                run.put(query, passages.values().stream().flatMap(List::stream).toList()));
        return run;
    }

    /** Without a byte order mark and without blank lines. */
    private static List<String> lines(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String text = lines.isEmpty() && line.startsWith("\uFEFF") ? line.substring(1) : line;
            if (!text.isBlank()) {
                lines.add(text);
            }
        }
        return lines;
    }

    /** @param number which of the fields is a whole number */
    private static String[] fields(Path file, String line, String expected, int count, int number) {
        String[] fields = line.strip().split("\\s+");
        if (fields.length != count || !fields[number].matches("-?\\d{1,9}")) {
            throw wrong(file, expected, line);
        }
        return fields;
    }

    private static IllegalArgumentException wrong(Path file, String expected, String line) {
        return new IllegalArgumentException("A row of " + file + " has not " + expected + ": " + line);
    }

    private static Map<String, List<String>> bm25(Map<String, String> queries, Map<String, String> passages) {
        var firstStage = new Bm25(passages);
        Map<String, List<String>> run = new HashMap<>();
        queries.forEach((id, query) -> run.put(id, firstStage.best(query, LabelledCollection.CANDIDATES)));
        return run;
    }
}
