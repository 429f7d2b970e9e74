package dev.langchain4j.model.openrouter.benchmarks.rerank;

import dev.langchain4j.model.openrouter.internal.evaluation.Bm25;
import dev.langchain4j.model.openrouter.internal.evaluation.LabelledCollection;
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

/**
 * The Cranfield collection of 1967 in its usual form: {@code cran.all.1400}, {@code cran.qry}, {@code cranqrel}. The
 * first stage is BM25.
 */
final class CranfieldFolder {

    static final String LABELS = "cranqrel";

    private CranfieldFolder() {}

    static LabelledCollection read(Path folder) throws IOException {
        Map<String, String> passages = texts(folder.resolve("cran.all.1400"));
        passages.values().removeIf(String::isBlank);
        var firstStage = new Bm25(passages);
        Map<String, Map<String, Integer>> labels = labels(folder.resolve(LABELS));
        List<Topic> topics = new ArrayList<>();
        for (String query : texts(folder.resolve("cran.qry")).values()) {
            // the labels use the position of a query, not its id
            String id = String.valueOf(topics.size() + 1);
            topics.add(new Topic(
                    id,
                    query,
                    firstStage.best(query, LabelledCollection.CANDIDATES),
                    labels.getOrDefault(id, Map.of())));
        }
        return new LabelledCollection(passages, topics);
    }

    /** The {@code .W} part of each {@code .I} entry. */
    private static Map<String, String> texts(Path file) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        String id = "";
        boolean inText = false;
        for (String line : lines(file)) {
            if (line.startsWith(".I ")) {
                id = line.substring(3).strip();
                texts.put(id, "");
                inText = false;
            } else if (line.matches("\\.[A-Z]\\s*")) {
                inText = line.startsWith(".W");
            } else if (inText) {
                texts.merge(id, line.strip(), (before, next) -> (before + " " + next).strip());
            }
        }
        return texts;
    }

    private static Map<String, Map<String, Integer>> labels(Path file) throws IOException {
        Map<String, Map<String, Integer>> labels = new HashMap<>();
        for (String line : lines(file)) {
            if (!line.isBlank()) {
                String[] fields = line.strip().split("\\s+");
                labels.computeIfAbsent(fields[0], query -> new HashMap<>()).put(fields[1], label(fields[2]));
            }
        }
        return labels;
    }

    /** Reads ISO 8859-1: the collection is older than UTF-8. */
    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    }

    /** From 1, a complete answer, to 4, of minimum interest; 5 and -1 mean no interest. */
    private static int label(String code) {
        return switch (code) {
            case "1" -> 3;
            case "2" -> 2;
            case "3", "4" -> 1;
            default -> 0;
        };
    }
}
