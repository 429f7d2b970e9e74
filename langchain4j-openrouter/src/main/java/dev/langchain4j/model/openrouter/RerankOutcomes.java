package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.internal.guard.ExceptionGuard;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.http.Futures;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.model.scoring.response.ScoringResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Ends a reranking for both scoring models: the response, the failure policy, the listener. */
record RerankOutcomes(
        OpenRouterRerankFailurePolicy policy, @Nullable OpenRouterRerankListener listener, Logger log) {

    RerankScores ranked(List<Double> scores, RerankReportBuilder tally) {
        OpenRouterRerankReport report = tally.report();
        tell(report);
        return new RerankScores(scores, report.usage(), report);
    }

    RerankScores failed(RuntimeException failure, RerankReportBuilder tally, List<TextSegment> segments, String query) {
        Response<List<Double>> instead;
        try {
            instead = policyFor(failure).recover(failure, segments, query);
        } catch (RuntimeException e) {
            if (!wasInterrupted(e)) {
                tell(tally.failed(failure, false).report());
            }
            throw e;
        }
        return replaced(instead.content(), instead.tokenUsage(), failure, tally);
    }

    /** Like {@link #failed}, without a waiting thread. */
    CompletableFuture<RerankScores> failedAsync(
            RuntimeException failure,
            RerankReportBuilder tally,
            List<TextSegment> segments,
            String query,
            Cancellation cancellation) {
        OpenRouterRerankFailurePolicy now = // not every failure of a cancelled query shows that it was cancelled
                cancellation.isCancelled() ? OpenRouterRerankFailurePolicy.THROW : policyFor(failure);
        CompletableFuture<ScoringResponse> instead = now.recoverAsync(failure, segments, query, cancellation);
        return Futures.recovered(instead, e -> {
                    if (!cancellation.isCancelled()) {
                        tell(tally.failed(failure, false).report());
                    }
                    return CompletableFuture.<ScoringResponse>failedFuture(e);
                })
                .thenApply(scored -> replaced(scored.scores(), scored.tokenUsage(), failure, tally));
    }

    private RerankScores replaced(
            List<Double> scores, @Nullable TokenUsage usage, RuntimeException failure, RerankReportBuilder tally) {
        log.warn("{} segments were not reranked, {} instead: {}", scores.size(), policy, failure.getMessage());
        OpenRouterRerankReport failed = tally.failed(failure, true).report();
        tell(failed);
        return new RerankScores(scores, sum(failed.usage(), usage), failed);
    }

    private OpenRouterRerankFailurePolicy policyFor(RuntimeException failure) {
        return isCovered(failure) ? policy : OpenRouterRerankFailurePolicy.THROW;
    }

    /** Invalid arguments are bugs, and an interrupt or a close is meant to end the call: the policy covers neither. */
    private static boolean isCovered(RuntimeException failure) {
        return failure instanceof LangChain4jException
                && !Thread.currentThread().isInterrupted()
                && !wantsAnEnd(failure);
    }

    /** Whether a call failed because somebody interrupted it or closed its connection. */
    static boolean wantsAnEnd(RuntimeException failure) {
        return ExceptionMapper.find(TransportException.class, failure)
                .map(TransportException::isWanted)
                .orElse(false);
    }

    private static boolean wasInterrupted(RuntimeException failure) {
        return Thread.currentThread().isInterrupted()
                || ExceptionMapper.find(TransportException.class, failure)
                        .map(transport -> transport.kind() == Kind.INTERRUPTED)
                        .orElse(false);
    }

    private void tell(OpenRouterRerankReport report) {
        if (listener != null) {
            ExceptionGuard.run(() -> listener.onRerank(report), e -> log.warn("The rerank listener failed", e));
        }
    }

    private static @Nullable TokenUsage sum(@Nullable OpenRouterTokenUsage ours, @Nullable TokenUsage theirs) {
        return ours == null ? theirs : ours.add(theirs);
    }
}
