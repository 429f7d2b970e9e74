package dev.langchain4j.model.openrouter.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The calls of a task that are under way. All methods but the end of a call belong to the task's thread. */
final class OpenCalls {

    private final BulkTask.Caller caller;
    private final LinkedBlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final Map<Integer, Open> open = new LinkedHashMap<>();
    private int last;

    OpenCalls(BulkTask.Caller caller) {
        this.caller = caller;
    }

    private record Open(int number, List<Document> documents, CompletableFuture<List<Outcome>> call) {

        Ended ended(@Nullable List<Outcome> outcomes, @Nullable Throwable failure) {
            return new Ended(number, documents, outcomes, failure == null ? null : Failures.unwrapped(failure));
        }
    }

    /** @param failure null if there are outcomes */
    record Ended(
            int number,
            List<Document> documents,
            @Nullable List<Outcome> outcomes,
            @Nullable Throwable failure) {}

    int size() {
        return open.size();
    }

    void send(List<Document> documents) {
        Open sent = new Open(++last, documents, call(documents));
        open.put(sent.number(), sent);
        sent.call().whenComplete((outcomes, failure) -> ended.add(sent.ended(outcomes, failure)));
    }

    private CompletableFuture<List<Outcome>> call(List<Document> documents) {
        try {
            return caller.call(documents);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    /** Waits at most this long for a call to end, and returns all that have ended since the last question. */
    List<Ended> ended(long waitMillis) throws InterruptedException {
        Ended first = waitMillis == 0 ? null : ended.poll(waitMillis, TimeUnit.MILLISECONDS);
        return first == null ? ended() : with(first);
    }

    /** Returns the calls that have ended since the last question. */
    List<Ended> ended() {
        return with(null);
    }

    private List<Ended> with(@Nullable Ended first) {
        List<Ended> all = new ArrayList<>();
        if (first != null) {
            all.add(first);
        }
        ended.drainTo(all);
        all.forEach(each -> open.remove(each.number()));
        return all;
    }

    /** The outcomes of a call. Their cancellation ends the call, unlike that of a stage that only follows it. */
    static <A> CompletableFuture<List<Outcome>> outcomes(CompletableFuture<A> call, Function<A, List<Outcome>> read) {
        CompletableFuture<List<Outcome>> outcomes = call.thenApply(read);
        outcomes.whenComplete((all, failure) -> {
            if (outcomes.isCancelled()) {
                call.cancel(true);
            }
        });
        return outcomes;
    }

    /** Ends them all, and returns those that have ended by themselves meanwhile. */
    List<Ended> cancel() {
        List<Ended> late = new ArrayList<>();
        for (Open each : open.values()) {
            if (!each.call().cancel(true)) {
                late.add(each.call().handle(each::ended).join());
            }
        }
        open.clear();
        return late;
    }
}
