package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.openrouter.test.Ledger.Charge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The server's state besides scripts: models, ids and money. Thread-safe. */
final class Backend {

    private static final long FIRST_SECOND = 1_755_600_000L;
    private static final String ID_LETTERS = "AbCdEfGhJkLmNpQrStUvWxYz";

    private final List<Payment> payments = new ArrayList<>();
    private final Catalog catalog = new Catalog();
    private final Logins logins = new Logins();
    private final Keys keys = new Keys();
    private final Batches batches = new Batches();
    private final Map<String, VideoJob> videos = new HashMap<>();
    private final Supplier<String> baseUrl;
    private final Function<RecordedRequest, Reply> live;
    private final Map<String, JsonNode> usages = new HashMap<>();
    private final Map<String, Ending> endings = new HashMap<>();
    private final Map<String, Integer> lookups = new HashMap<>();
    private volatile boolean lenient;
    private int missesBeforeRecord;
    private int generations;
    private int toolCalls;

    /** @param live the reply to a live request, by rules but not by the queue of answers */
    Backend(Supplier<String> baseUrl, Function<RecordedRequest, Reply> live) {
        this.baseUrl = baseUrl;
        this.live = live;
    }

    Catalog catalog() {
        return catalog;
    }

    Keys keys() {
        return keys;
    }

    boolean isLenient() {
        return lenient;
    }

    void beLenient() {
        lenient = true;
    }

    Logins logins() {
        return logins;
    }

    Batches batches() {
        return batches;
    }

    String baseUrl() {
        return baseUrl.get();
    }

    synchronized VideoJob addVideo(Generation generation, String model, BigDecimal cost) {
        String id = "job-" + String.format(Locale.ROOT, "%04d", videos.size() + 1);
        VideoJob job = new VideoJob(id, generation, model, cost);
        videos.put(id, job);
        return job;
    }

    synchronized @Nullable VideoJob video(String id) {
        return videos.get(id);
    }

    Reply live(RecordedRequest request) {
        return live.apply(request);
    }

    /**
     * The next generation of this key: ids and seconds count up, so that a run can be repeated.
     *
     * @param prefix of the id
     */
    synchronized Generation nextGeneration(String prefix, String key) {
        long created = FIRST_SECOND + generations;
        String id =
                prefix + created + "-" + ID_LETTERS.substring(0, 16) + String.format(Locale.ROOT, "%04d", generations);
        generations++;
        return new Generation(id, created, key);
    }

    synchronized String nextToolCallId() {
        return "call_" + ID_LETTERS.substring(0, 20) + String.format(Locale.ROOT, "%04d", toolCalls++);
    }

    /** Records the usage of an answer; does nothing if it reported none. */
    synchronized void charge(Generation generation, String model, JsonNode usage) {
        if (usage.isObject()) {
            usages.put(generation.id(), usage);
            payments.add(new Payment(
                    generation.key(),
                    new Charge(
                            generation.id(),
                            model,
                            usage.path("prompt_tokens").asLong(),
                            usage.path("completion_tokens").asLong(),
                            usage.path("cost").decimalValue())));
        }
    }

    /** Records how an answer ended. */
    synchronized void end(Generation generation, Ending ending) {
        endings.put(generation.id(), ending);
    }

    /** How an answer ended; of an answer without an end, and of one that has no finish reason, nothing is known. */
    synchronized Ending ending(String generationId) {
        return endings.getOrDefault(generationId, new Ending(null, null, null));
    }

    /** The answers of free models. */
    synchronized int freeCalls() {
        return (int) ledger().charges().stream()
                .filter(charge -> charge.model().endsWith(":free"))
                .count();
    }

    synchronized void recordAfter(int misses) {
        missesBeforeRecord = misses;
    }

    /** The usage of a generation, if it is on record by now. */
    synchronized Optional<JsonNode> lookUp(String generationId) {
        int before = lookups.merge(generationId, 1, Integer::sum) - 1;
        return before < missesBeforeRecord ? Optional.empty() : Optional.ofNullable(usages.get(generationId));
    }

    synchronized Ledger ledger() {
        return ledger(payment -> true);
    }

    /** What this key has paid. */
    synchronized BigDecimal paidBy(String key) {
        return ledger(payment -> payment.key().equals(key)).cost();
    }

    private Ledger ledger(Predicate<Payment> wanted) {
        return new Ledger(payments.stream().filter(wanted).map(Payment::charge).toList());
    }

    /**
     * The beginning of every answer of a model.
     *
     * @param key the key that pays for it
     */
    record Generation(String id, long created, String key) {}

    /** The end of an answer of a chat model. */
    record Ending(
            @Nullable String finishReason,
            @Nullable String nativeFinishReason,
            @Nullable Boolean streamed) {}

    private record Payment(String key, Charge charge) {}
}
