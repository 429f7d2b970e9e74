package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Ends a reranking for both scoring models: the response, the failure policy, the listener. */
record RerankOutcomes(
        OpenRouterRerankFailurePolicy policy, @Nullable OpenRouterRerankListener listener, Logger log) {

    Response<List<Double>> ranked(List<Double> scores, RerankReportBuilder tally) {
        OpenRouterRerankReport report = tally.report();
        tell(report);
        return new Response<>(scores, report.usage(), null, report.toMetadata());
    }

    Response<List<Double>> failed(
            RuntimeException failure, RerankReportBuilder tally, List<TextSegment> segments, String query) {
        Response<List<Double>> instead;
        try {
            instead = (isPolicysConcern(failure) ? policy : OpenRouterRerankFailurePolicy.THROW)
                    .recover(failure, segments, query);
        } catch (RuntimeException e) {
            tell(tally.failed(failure, false).report());
            throw e;
        }
        log.warn("{} segments were not reranked, {} instead: {}", segments.size(), policy, failure.getMessage());
        OpenRouterRerankReport failed = tally.failed(failure, true).report();
        tell(failed);
        return new Response<>(instead.content(), sum(failed.usage(), instead.tokenUsage()), null, failed.toMetadata());
    }

    /** Invalid arguments are bugs, and an interrupt or a close wants an end: the policy covers neither. */
    private static boolean isPolicysConcern(RuntimeException failure) {
        if (!(failure instanceof LangChain4jException) || Thread.currentThread().isInterrupted()) {
            return false;
        }
        return !(failure.getCause() instanceof TransportException transport)
                || switch (transport.kind()) {
                    case INTERRUPTED, CANCELLED, CLOSED -> false;
                    default -> true;
                };
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
