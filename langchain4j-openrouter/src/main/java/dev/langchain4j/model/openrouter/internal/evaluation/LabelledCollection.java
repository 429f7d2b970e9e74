package dev.langchain4j.model.openrouter.internal.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Queries with the candidates of a first stage, and human labels.
 *
 * @param passages text by id
 */
public record LabelledCollection(Map<String, String> passages, List<Topic> topics) {

    /** Number of candidates to rerank. */
    public static final int CANDIDATES = 100;

    /**
     * @param candidates ids of passages, the first stage's best first
     * @param labels 0 (not relevant) to 3 (the answer) by id, for all judged passages; an unjudged one counts as 0
     */
    public record Topic(String id, String query, List<String> candidates, Map<String, Integer> labels) {

        /** The label of a passage. */
        public int label(String passage) {
            return labels.getOrDefault(passage, 0);
        }
    }

    /** Reads a CSV file, or a folder in the format of TREC. */
    public static LabelledCollection read(Path labels) throws IOException {
        if (!Files.isDirectory(labels)) {
            return CsvLabels.read(labels);
        }
        if (Files.notExists(labels.resolve(TrecFolder.LABELS))) {
            throw new IllegalArgumentException("No labels in " + labels + ": the folder has no " + TrecFolder.LABELS
                    + ". Add it, or name a CSV file.");
        }
        return TrecFolder.read(labels);
    }

    /** This collection with the first topics only, at most this many. */
    public LabelledCollection first(int topics) {
        return new LabelledCollection(
                passages, this.topics.stream().limit(topics).toList());
    }
}
