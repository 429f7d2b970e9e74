package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A batch that {@link OpenRouterServer} has accepted. It advances by itself with every look at it: {@code in_progress}
 * with half of its lines, {@code finalizing}, {@code completed}. A test that moves it stops that. Thread-safe.
 *
 * <pre>{@code
 * server.holdBatches();
 * String id = model.submit(...).batchId();
 * server.batch(id).progress(3);
 * ...
 * server.batch(id).complete();
 * }</pre>
 *
 * @see <a href="https://openrouter.ai/docs/features/batch-api">Batches</a>
 */
public final class SubmittedBatch {

    private static final Set<String> TERMINAL = Set.of("completed", "failed", "expired", "cancelled");
    private static final long DAY = 24 * 60 * 60;

    private final String id;
    private final JsonNode submission;
    private final String provider;
    private final Function<JsonNode, ObjectNode> answers;
    private final long createdAt = Instant.now().getEpochSecond();
    private final List<ObjectNode> results = new ArrayList<>();

    // Guarded by this batch's monitor.
    private String status = "validating";
    private boolean held;
    private int looks;
    private int done;
    private @Nullable String error;
    private @Nullable Long finalizedAt;

    /**
     * @param answers the result of a line of the submission
     * @param held whether it moves only by hand
     * @param error why it fails when it is validated; null if it does not
     */
    SubmittedBatch(
            String id,
            JsonNode submission,
            String provider,
            Function<JsonNode, ObjectNode> answers,
            boolean held,
            @Nullable String error) {
        this.id = id;
        this.submission = submission;
        this.provider = provider;
        this.answers = answers;
        this.held = held;
        this.error = error;
    }

    /** The id of the batch. */
    public String id() {
        return id;
    }

    /** The body of the submission. */
    public JsonNode submission() {
        return submission.deepCopy();
    }

    /** Number of its lines. */
    public int size() {
        return submission.path("requests").size();
    }

    /** The state of the batch, as on the wire. */
    public synchronized String status() {
        return status;
    }

    /** Moves it to a state, also to one that OpenRouter does not have. */
    public synchronized SubmittedBatch moveTo(String status) {
        held = true;
        return enter(status);
    }

    /** Lets the batch run, with this number of its lines done. */
    public synchronized SubmittedBatch progress(int done) {
        answer(done);
        return moveTo("in_progress");
    }

    /** All lines are done. */
    public synchronized SubmittedBatch complete() {
        answer(size());
        return moveTo("completed");
    }

    /** The whole batch fails. */
    public synchronized SubmittedBatch fail(String message) {
        error = message;
        return moveTo("failed");
    }

    /** Ends the window of the batch; lines that are not done have no result. */
    public synchronized SubmittedBatch expire() {
        return moveTo("expired");
    }

    /** OpenRouter cancels it; lines that are not done have no result. */
    public synchronized SubmittedBatch cancel() {
        return moveTo("cancelled");
    }

    private SubmittedBatch enter(String state) {
        status = state;
        if (isOver() && finalizedAt == null) {
            finalizedAt = Instant.now().getEpochSecond();
        }
        return this;
    }

    /** Somebody looks at it. */
    synchronized void advance() {
        if (held || isOver()) {
            return;
        }
        if (error != null) {
            enter("failed");
            return;
        }
        looks++;
        answer(looks == 1 ? size() / 2 : size());
        enter(looks == 1 ? "in_progress" : looks == 2 ? "finalizing" : "completed");
    }

    private void answer(int until) {
        for (; done < Math.min(until, size()); done++) {
            results.add(answers.apply(submission.path("requests").get(done)));
        }
    }

    synchronized boolean isOver() {
        return TERMINAL.contains(status);
    }

    long createdAt() {
        return createdAt;
    }

    /** The results, the last first: OpenRouter does not promise an order. */
    synchronized ArrayNode results() {
        List<ObjectNode> shuffled = new ArrayList<>(results);
        Collections.reverse(shuffled);
        return Json.array().addAll(shuffled);
    }

    synchronized ObjectNode json(boolean withResults) {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("object", "batch")
                .put("endpoint", submission.path("endpoint").asText())
                .put("model", submission.path("model").asText())
                .put("provider", provider)
                .put("completion_window", "24h")
                .put("status", status)
                .put("created_at", createdAt)
                .put("expires_at", createdAt + DAY)
                .put("finalized_at", finalizedAt);
        long failed =
                results.stream().filter(line -> line.path("response").isNull()).count();
        json.putObject("request_counts")
                .put("total", size())
                .put("completed", results.size() - failed)
                .put("failed", failed);
        json.set("usage", isOver() && error == null ? usage() : null);
        json.set("results", withResults && isOver() && error == null ? results() : null);
        json.set("error", error == null || !isOver() ? null : Json.object().put("message", error));
        return json;
    }

    private ObjectNode usage() {
        long prompt = 0;
        long completion = 0;
        BigDecimal cost = BigDecimal.ZERO;
        for (ObjectNode line : results) {
            JsonNode usage = line.at("/response/body/usage");
            prompt += usage.path("prompt_tokens").asLong();
            completion += usage.path("completion_tokens").asLong();
            cost = cost.add(usage.path("cost").decimalValue());
        }
        return Json.object()
                .put("prompt_tokens", prompt)
                .put("completion_tokens", completion)
                .put("total_tokens", prompt + completion)
                .put("cost", cost)
                .put("is_byok", false);
    }
}
