package dev.langchain4j.model.openrouter.spark;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a task: reads documents, emits what the journal has, claims and calls for the rest, and emits a result
 * when it is in the journal. A bounded number of calls is under way, and no thread waits for each. Used by the task's
 * thread.
 */
final class PartitionRun implements Iterator<Row>, AutoCloseable {

    private static final int LOOKED_UP_AT_ONCE = 200;

    private static final long UNTIL_NEXT_LOOK_MILLIS = 250;
    private static final long LONGEST_WAIT_MILLIS = 60_000;

    private final Iterator<Row> input;
    private final ExecutorConnection executor;
    private final ExecutorConnection.OpenTask task;
    private final Counters counters;
    private final OpenCalls calls;
    private final Attempt attempt;
    private final int maxConcurrency;

    /** Documents that were looked up and are not claimed yet. */
    private final Deque<Claim> waiting = new ArrayDeque<>();

    /** Claimed documents of each request that is not sent yet, such as the halves of one that failed as a whole. */
    private final Deque<List<Document>> unsent = new ArrayDeque<>();

    /** Documents that another task is calling for. */
    private final List<Document> elsewhere = new ArrayList<>();

    private final Deque<Row> ready = new ArrayDeque<>();

    /** The thread that has asked for a row last. */
    private volatile Thread user = Thread.currentThread();

    /** Whether Spark has ended the task. */
    private boolean wasInterrupted;

    /** The failure that ends the job. */
    private @Nullable Throwable end;

    PartitionRun(
            Iterator<Row> input, ExecutorConnection executor, ExecutorConnection.OpenTask task, Counters counters) {
        this.input = input;
        this.executor = executor;
        this.task = task;
        this.counters = counters;
        this.calls = new OpenCalls(task.caller());
        this.maxConcurrency = executor.settings().maxConcurrency();
        this.attempt = new Attempt(executor, task.id());
        executor.runs().add(this);
    }

    /** Sends the first calls, without a wait for their answers. */
    void begin() {
        lookUpMore();
        write();
    }

    @Override
    public boolean hasNext() {
        user = Thread.currentThread();
        try {
            while (ready.isEmpty()) {
                if (!step()) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The task was interrupted", e);
        }
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.removeFirst();
    }

    /** False when all is done. */
    private boolean step() throws InterruptedException {
        lookUpMore();
        collect();
        write();
        if (calls.size() == 0 && end != null) {
            throw new IllegalStateException(
                    "The job '" + executor.settings().job()
                            + "' ends here, and goes on from here when it is started again: " + end.getMessage(),
                    end);
        }
        if (!ready.isEmpty() || calls.size() > 0 || hasMore()) {
            return true;
        }
        if (elsewhere.isEmpty()) {
            return false;
        }
        calls.ended(UNTIL_NEXT_LOOK_MILLIS); // no call is open, so this only pauses
        letSiblingsGoOn();
        lookUpElsewhere();
        return true;
    }

    /**
     * Writes what other runs of this thread have received. Spark may compute a dataset twice in one task, and ask the
     * first run for no more rows, as in {@code results.limit(5).union(results)}: this run would wait for it forever.
     */
    private void letSiblingsGoOn() {
        for (PartitionRun other : executor.runs()) {
            if (other != this && other.user == user && other.task.id().equals(task.id())) {
                other.calls.ended().forEach(other::settle);
                other.write(List.of());
                end = end == null && other.calls.size() == 0 ? other.end : end;
            }
        }
    }

    /** Takes the results of calls that have ended; waits for one if there is nothing else to do. */
    private void collect() throws InterruptedException {
        boolean canSend = end == null && calls.size() < maxConcurrency && (isRequest() || !unsent.isEmpty());
        boolean mustWait = calls.size() > 0 && ready.isEmpty() && !canSend;
        long longestWait = elsewhere.isEmpty() ? LONGEST_WAIT_MILLIS : UNTIL_NEXT_LOOK_MILLIS;
        calls.ended(mustWait ? longestWait : 0).forEach(this::settle);
    }

    private boolean hasMore() {
        return !waiting.isEmpty() || !unsent.isEmpty() || input.hasNext();
    }

    /** Whether there are enough documents for a request: those that fill it, or the last ones. */
    private boolean isRequest() {
        return waiting.size() >= task.task().documentsPerRequest() || !waiting.isEmpty() && !input.hasNext();
    }

    private void lookUpMore() {
        int wanted = documentsOf(maxConcurrency);
        while (end == null && ready.isEmpty() && waiting.size() < wanted && input.hasNext()) {
            lookUpSome(wanted);
        }
    }

    private int documentsOf(int requests) {
        return (int) Math.min(Integer.MAX_VALUE, (long) requests * task.task().documentsPerRequest());
    }

    private void lookUpSome(int wanted) {
        List<Document> documents = new ArrayList<>();
        while (documents.size() < Math.max(LOOKED_UP_AT_ONCE, wanted) && input.hasNext()) {
            Document document = Document.of(input.next());
            if (document.isBlank()) {
                Outcome outcome = Outcome.notSent("The document has no text");
                counters.add(outcome);
                emit(document.key(), outcome);
            } else {
                documents.add(document);
            }
        }
        lookUp(documents);
    }

    private void lookUpElsewhere() {
        List<Document> documents = List.copyOf(elsewhere);
        elsewhere.clear();
        lookUp(documents);
    }

    private void lookUp(List<Document> documents) {
        Map<String, Entry> entries = attempt.look(documents);
        for (Document document : documents) {
            Entry entry = entries.get(document.key());
            if (entry != null) {
                entry.check(document);
            }
            if (entry == null || isForUs(entry)) {
                waiting.add(new Claim(document, entry));
            } else if (entry.outcome() == null) {
                elsewhere.add(document);
            } else {
                counters.reused().add(1);
                ready.add(ResultRow.of(document.key(), entry.outcome(), task.task()));
            }
        }
    }

    private boolean isForUs(Entry entry) {
        return entry.state() == State.FAILED_FOR_NOW
                        && !entry.run().equals(executor.settings().run())
                || entry.mayBeTaken() && !attempt.has(entry.key());
    }

    private void settle(OpenCalls.Ended call) {
        if (call.failure() != null) {
            settle(call.failure(), call.documents());
        } else if (call.outcomes() != null) {
            attempt.arrived(call.documents(), call.outcomes());
        }
    }

    private void settle(Throwable failure, List<Document> documents) {
        if (Failures.endsTheJob(failure)
                || isEnding() && Failures.outcome(failure).cost() == null) {
            end = failure;
            if (Failures.costsNothing(failure)) {
                attempt.unpaid(documents);
            }
        } else if (documents.size() > 1 && Failures.mayBeOneOfMany(failure)) {
            unsent.add(documents.subList(0, documents.size() / 2));
            unsent.add(documents.subList(documents.size() / 2, documents.size()));
        } else {
            attempt.arrived(documents, Shares.of(documents, Failures.outcome(failure)));
        }
    }

    /** Whether calls may fail for no other reason; a failure whose cost is known has been answered. */
    private boolean isEnding() {
        return executor.isClosed() || wasInterrupted || Thread.currentThread().isInterrupted();
    }

    private void write() {
        write(end == null ? nextClaims() : List.of());
    }

    private void write(List<Claim> claims) {
        Attempt.Written written = attempt.write(claims);
        written.results().forEach((document, outcome) -> {
            counters.add(outcome);
            emit(document.key(), outcome);
        });
        elsewhere.addAll(written.elsewhere());
        send(written.claimed());
    }

    private List<Claim> nextClaims() {
        int maxClaims = isRequest() ? documentsOf(maxConcurrency - calls.size() - unsent.size()) : 0;
        List<Claim> claims = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        while (claims.size() < maxClaims && !waiting.isEmpty()) {
            Claim claim = waiting.remove();
            String key = claim.document().key();
            if (!attempt.has(key) && keys.add(key)) {
                claims.add(claim);
            } else {
                elsewhere.add(claim.document());
            }
        }
        return claims;
    }

    private void send(List<Document> claimed) {
        unsent.addAll(task.task().requests(claimed));
        while (end == null && calls.size() < maxConcurrency && !unsent.isEmpty()) {
            request(unsent.remove());
        }
    }

    private void request(List<Document> documents) {
        counters.requests().add(1);
        calls.send(documents);
    }

    private void emit(String key, Outcome outcome) {
        ready.add(ResultRow.of(key, outcome, task.task()));
    }

    /** The attempt is over, however it ended: its open documents are free for the next. */
    @Override
    public void close() {
        close(() -> false);
    }

    /**
     * The same, but first waits for the calls that are under way, which are paid for: Spark may want only a few rows of
     * a partition, or another row of it may have failed.
     *
     * @param waits whether to wait longer; asked four times a second
     */
    void close(BooleanSupplier waits) {
        wasInterrupted = Thread.interrupted(); // an interrupt closes the files of H2 in this process
        try {
            while (calls.size() > 0 && !wasInterrupted && waits.getAsBoolean()) {
                calls.ended(UNTIL_NEXT_LOOK_MILLIS).forEach(this::settle);
            }
        } catch (InterruptedException e) {
            wasInterrupted = true;
        }
        calls.ended().forEach(this::settle);
        calls.cancel().forEach(this::settle);
        unsent.forEach(attempt::unpaid);
        try {
            attempt.end();
        } finally {
            executor.runs().remove(this);
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
