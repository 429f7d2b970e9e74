package dev.langchain4j.model.openrouter.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The documents that an attempt of a task has claimed, and the results that it owes the journal. Used by the task's
 * thread, and after the end by the lease's.
 */
final class Attempt {

    /** Of one statement: PostgreSQL takes 65,535 parameters at most. */
    private static final int MAX_KEYS = 1000;

    private final ExecutorConnection executor;
    private final String task;
    private final long number;

    /** Documents by their keys that are claimed, and whose results are not written yet. */
    private final Map<String, Document> claimed = new HashMap<>();

    /** Results that are not written yet. */
    private final Map<Document, Outcome> arrived = new LinkedHashMap<>();

    /** Claimed documents that cost nothing. */
    private final List<Document> unpaid = new ArrayList<>();

    /** @param task its id in the journal */
    Attempt(ExecutorConnection executor, String task) {
        this.executor = executor;
        this.task = task;
        this.number = executor.lease().newAttempt();
    }

    /** What the journal has about the documents, by their keys. */
    Map<String, Entry> look(List<Document> documents) {
        Map<String, Entry> entries = new HashMap<>();
        for (int from = 0; from < documents.size(); from += MAX_KEYS) {
            List<Document> some = documents.subList(from, Math.min(documents.size(), from + MAX_KEYS));
            entries.putAll(executor.journal().look(task, some, number));
        }
        return entries;
    }

    /** Whether a call for this document is under way, or its result is not written yet. */
    boolean has(String key) {
        return claimed.containsKey(key);
    }

    void arrived(List<Document> documents, List<Outcome> outcomes) {
        for (int i = 0; i < documents.size(); i++) {
            arrived.put(documents.get(i), outcomes.get(i));
        }
    }

    /** Claimed documents were not sent, or OpenRouter charged nothing for them. */
    void unpaid(List<Document> documents) {
        unpaid.addAll(documents);
    }

    /**
     * What the journal has taken.
     *
     * @param elsewhere documents that another task was faster with
     */
    record Written(Map<Document, Outcome> results, List<Document> claimed, List<Document> elsewhere) {}

    /** Writes what has arrived. Results first: once a result is written, its document is never paid for again. */
    Written write(List<Claim> claims) {
        Set<String> done = exchange(claims);
        var written = new Written(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        arrived.forEach((document, outcome) -> {
            claimed.remove(document.key());
            if (done.contains(document.key())) {
                written.results.put(document, outcome);
            } else {
                written.elsewhere.add(document);
            }
        });
        arrived.clear();
        for (Claim claim : claims) {
            Document document = claim.document();
            if (done.contains(document.key())) {
                claimed.put(document.key(), document);
                written.claimed.add(document);
            } else {
                written.elsewhere.add(document);
            }
        }
        return written;
    }

    private Set<String> exchange(List<Claim> claims) {
        try {
            return executor.journal().exchange(task, number, arrived, claims);
        } catch (RuntimeException away) {
            // the journal may have taken them before its answer was lost
            claims.forEach(claim -> unpaid.add(claim.document()));
            throw away;
        }
    }

    /** Gives all open documents back; later, if the database is away. */
    void end() {
        try {
            giveUp();
        } catch (RuntimeException away) {
            executor.lease().later(this::giveUp);
        } finally {
            executor.lease().end(number);
        }
    }

    /** What is still open then may have been paid for. */
    private void giveUp() {
        executor.journal().exchange(task, number, arrived, List.of());
        executor.journal().forget(task, number, unpaid);
        executor.journal().release(task, number, List.copyOf(claimed.values()));
    }
}
