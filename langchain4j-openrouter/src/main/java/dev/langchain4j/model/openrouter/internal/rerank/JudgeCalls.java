package dev.langchain4j.model.openrouter.internal.rerank;

import dev.langchain4j.model.openrouter.internal.rerank.prompt.JudgePrompt;
import dev.langchain4j.model.openrouter.internal.rerank.reply.JudgeReply;
import dev.langchain4j.model.openrouter.internal.rerank.reply.ReplyStatus;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The calls of one query: through the cache and the gate, recorded, cancelled together. */
final class JudgeCalls {

    private final Judge judge;
    private final CallGate gate;
    private final @Nullable RerankCache cache;
    private final RunTally tally = new RunTally();
    private final Set<CompletableFuture<?>> open = ConcurrentHashMap.newKeySet();
    private final Map<String, String> kept = new ConcurrentHashMap<>();
    private volatile boolean cancelled;

    JudgeCalls(Judge judge, CallGate gate, @Nullable RerankCache cache) {
        this.judge = judge;
        this.gate = gate;
        this.cache = cache;
    }

    /** What happened in the calls of the query. */
    RunTally tally() {
        return tally;
    }

    /**
     * A reply, or the reason why there is none.
     *
     * @param cacheKey where a cache stores the reply; null if it came from there
     */
    record Answer(
            @Nullable JudgeReply reply,
            @Nullable Throwable error,
            @Nullable String cacheKey) {

        boolean isRefusal() {
            return error instanceof JudgeRefusedException;
        }
    }

    /**
     * Fails only for an Error or a bug, which ends the other calls. A failed call is a result. {@code round} is the
     * position in the longest chain of calls that wait for each other, from 1. A repeated question had a bad answer, so
     * only first attempts read the cache. What the cache holds is used only if {@code isComplete}, as it was when it
     * was kept: else somebody has damaged it.
     */
    CompletableFuture<Answer> ask(JudgePrompt prompt, String cacheKey, Predicate<String> isComplete, int round) {
        String cached = cache == null || prompt.attempt() > 1 ? null : cache.get(cacheKey);
        if (cached != null && isComplete.test(cached)) {
            tally.cacheHit();
            return CompletableFuture.completedFuture(new Answer(JudgeReply.of(cached), null, null));
        }
        CompletableFuture<JudgeReply> call = gate.submit(() -> {
            // Cancelling a running call frees a slot at the gate for one that is still to be cancelled.
            if (cancelled) {
                return CompletableFuture.failedFuture(new CancellationException());
            }
            return judge.judge(prompt);
        });
        open.add(call);
        if (cancelled) {
            call.cancel(true);
        }
        return call.handle((reply, error) -> {
            open.remove(call);
            return error == null ? answered(reply, cacheKey, round) : failed(error, round);
        });
    }

    /**
     * Counts a reply that did not come from the cache. Only complete ones are kept; the key includes the passages, so
     * it leads to the same list again.
     */
    void parsed(Answer answer, ReplyStatus status, String reply) {
        if (answer.cacheKey == null) {
            return;
        }
        tally.parsed(status);
        if (status.isComplete()) {
            kept.put(answer.cacheKey, reply);
        }
    }

    /** Puts what was kept into the cache: after the last call, when it is known whether the replies are a ranking. */
    void store() {
        if (cache != null) {
            kept.forEach(cache::put);
        }
    }

    void cancel() {
        cancelled = true;
        open.forEach(call -> call.cancel(true));
    }

    private Answer answered(JudgeReply reply, String cacheKey, int round) {
        tally.answered(reply, round);
        return new Answer(reply, null, cacheKey);
    }

    private Answer failed(Throwable error, int round) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        tally.failed(cause, round);
        if (!(cause instanceof JudgeException || cause instanceof CancellationException)) {
            cancel();
            throw new CompletionException(cause);
        }
        return new Answer(null, cause, null);
    }
}
