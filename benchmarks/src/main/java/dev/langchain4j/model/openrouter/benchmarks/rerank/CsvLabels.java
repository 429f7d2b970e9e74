package dev.langchain4j.model.openrouter.benchmarks.rerank;

import dev.langchain4j.model.openrouter.benchmarks.rerank.LabelledCollection.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One file with the columns {@code query}, {@code passage} and {@code label}, comma-separated, with quotes as in RFC 4180: for each query its
 * candidates, the first stage's best first. A label is 0 to 3, or 1 for a click and 0 for none.
 */
final class CsvLabels {

    private static final List<String> HEADER = List.of("query", "passage", "label");

    private CsvLabels() {}

    static LabelledCollection read(Path file) throws IOException {
        List<List<String>> rows = rows(Files.readString(file, StandardCharsets.UTF_8));
        if (rows.isEmpty() || !rows.get(0).equals(HEADER)) {
            throw new IllegalArgumentException("The first line of " + file + " must be " + String.join(",", HEADER));
        }
        Map<String, String> passages = new LinkedHashMap<>();
        Map<String, String> ids = new LinkedHashMap<>();
        Map<String, Topic> topics = new LinkedHashMap<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            if (row.size() != HEADER.size() || !row.get(2).matches("[0-3]")) {
                throw new IllegalArgumentException(
                        "A row of " + file + " has not a query, a passage and a label from 0 to 3: " + row);
            }
            String id = ids.computeIfAbsent(row.get(1), text -> "p" + ids.size());
            passages.put(id, row.get(1));
            Topic topic = topics.computeIfAbsent(
                    row.get(0),
                    query -> new Topic("q" + topics.size(), query, new ArrayList<>(), new LinkedHashMap<>()));
            topic.candidates().add(id);
            topic.labels().put(id, Integer.valueOf(row.get(2)));
        }
        return new LabelledCollection(passages, List.copyOf(topics.values()));
    }

    private static List<List<String>> rows(String text) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' && quoted && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                cell.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (quoted || c != ',' && c != '\n' && c != '\r') {
                cell.append(c);
            } else if (c != '\r') {
                row.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    end(rows, row);
                    row = new ArrayList<>();
                }
            }
        }
        row.add(cell.toString());
        end(rows, row);
        return rows;
    }

    private static void end(List<List<String>> rows, List<String> row) {
        if (row.size() > 1 || !row.get(0).isBlank()) {
            rows.add(row);
        }
    }
}
