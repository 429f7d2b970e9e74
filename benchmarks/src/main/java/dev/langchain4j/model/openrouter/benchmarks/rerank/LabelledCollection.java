package dev.langchain4j.model.openrouter.benchmarks.rerank;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Queries with the candidates of a first stage, and human labels.
 *
 * @param passages text by id
 */
record LabelledCollection(Map<String, String> passages, List<Topic> topics) {

    /** Number of candidates to rerank. */
    static final int CANDIDATES = 100;

    /**
     * @param candidates ids of passages, the first stage's best first
     * @param labels 0 (not relevant) to 3 (the answer) by id, for all judged passages; an unjudged one counts as 0
     */
    record Topic(String id, String query, List<String> candidates, Map<String, Integer> labels) {

        int label(String passage) {
            return labels.getOrDefault(passage, 0);
        }
    }

    /** Reads a CSV file, or a folder of either layout. */
    static LabelledCollection read(Path folder) throws IOException {
        if (Files.isRegularFile(folder)) {
            return CsvLabels.read(folder);
        }
        if (Files.exists(folder.resolve(CranfieldFolder.LABELS))) {
            return CranfieldFolder.read(folder);
        }
        if (Files.exists(folder.resolve(TrecFolder.LABELS))) {
            return TrecFolder.read(folder);
        }
        throw new IllegalArgumentException(
                "No labels in " + folder + ": neither " + CranfieldFolder.LABELS + " nor " + TrecFolder.LABELS);
    }

    /** The old collections are older than UTF-8. */
    static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    }
}
