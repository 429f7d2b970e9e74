package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The batches of the workspace. Thread-safe. */
final class Batches {

    private final Map<String, SubmittedBatch> all = new LinkedHashMap<>();
    private final Map<String, Integer> misses = new HashMap<>();
    private boolean held;
    private int missesBeforeRecord;
    private int pageSize = 100;
    private int submitted;

    synchronized void hold() {
        held = true;
    }

    synchronized void recordAfter(int misses) {
        missesBeforeRecord = misses;
    }

    synchronized void pageSize(int lines) {
        pageSize = lines;
    }

    synchronized int pageSize() {
        return pageSize;
    }

    synchronized SubmittedBatch add(
            JsonNode submission, String provider, Function<JsonNode, ObjectNode> answers, @Nullable String error) {
        String id = "batch_" + String.format(Locale.ROOT, "%04d", ++submitted);
        SubmittedBatch batch = new SubmittedBatch(id, submission, provider, answers, held, error);
        all.put(id, batch);
        return batch;
    }

    /** The oldest first. */
    synchronized List<SubmittedBatch> list() {
        return new ArrayList<>(all.values());
    }

    synchronized Optional<SubmittedBatch> find(String id) {
        return Optional.ofNullable(all.get(id));
    }

    /** For a request: a new batch can be missing for a moment. */
    synchronized Optional<SubmittedBatch> lookUp(String id) {
        if (misses.merge(id, 1, Integer::sum) <= missesBeforeRecord) {
            return Optional.empty();
        }
        return find(id);
    }

    synchronized void remove(String id) {
        all.remove(id);
    }
}
