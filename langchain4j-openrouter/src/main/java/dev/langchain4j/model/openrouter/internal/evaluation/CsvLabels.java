package dev.langchain4j.model.openrouter.internal.evaluation;

import dev.langchain4j.model.openrouter.internal.evaluation.LabelledCollection.Topic;
import dev.langchain4j.model.openrouter.internal.report.CsvLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One file with the columns {@code query}, {@code passage} and {@code label}, separated by commas (RFC 4180) or, as
 * Excel saves them, semicolons: for each query its candidates, the first stage's best first. A label is 0 to 3, or 1
 * for a click and 0 for none. Of a passage that a query has several times, as in a log of clicks, the first place and
 * the highest label count.
 */
final class CsvLabels {

    private static final List<String> HEADER = List.of("query", "passage", "label");

    private CsvLabels() {}

    static LabelledCollection read(Path file) throws IOException {
        List<List<String>> rows = rows(file);
        if (rows.isEmpty() || !rows.get(0).equals(HEADER)) {
            throw new IllegalArgumentException("The first line of " + file + " must be " + String.join(",", HEADER));
        }
        Map<String, String> passages = new LinkedHashMap<>();
        Map<String, String> ids = new LinkedHashMap<>();
        Map<String, Topic> topics = new LinkedHashMap<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.size() != HEADER.size()
                    || !row.get(2).matches("[0-3]")
                    || row.get(0).isBlank()
                    || row.get(1).isBlank()) {
                throw new IllegalArgumentException("Each row of " + file
                        + " must have a query, a passage and a label from 0 to 3, but one is " + row);
            }
            String id = ids.computeIfAbsent(row.get(1), text -> "p" + ids.size());
            passages.put(id, row.get(1));
            Topic topic = topics.computeIfAbsent(
                    row.get(0),
                    query -> new Topic("q" + topics.size(), query, new ArrayList<>(), new LinkedHashMap<>()));
            if (!topic.labels().containsKey(id)) {
                topic.candidates().add(id);
            }
            topic.labels().merge(id, Integer.valueOf(row.get(2)), Math::max);
        }
        return new LabelledCollection(passages, List.copyOf(topics.values()));
    }

    private static List<List<String>> rows(Path file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (BufferedReader text = Files.newBufferedReader(file)) {
            CsvLines lines = new CsvLines(text);
            for (String line = lines.next(); line != null; line = lines.next()) {
                List<String> cells = lines.cells(line);
                if (cells == null) {
                    throw new IllegalArgumentException(file + " ends inside quotes");
                }
                rows.add(cells);
            }
        }
        return rows;
    }
}
