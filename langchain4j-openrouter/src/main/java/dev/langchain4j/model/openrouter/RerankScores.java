package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.Utils.isNullOrBlank;
import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;
import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AsyncNotSupportedException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.http.Futures;
import dev.langchain4j.model.openrouter.internal.threads.CallerContext;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import dev.langchain4j.model.scoring.response.ScoringResponse;
import dev.langchain4j.model.scoring.response.ScoringResponseMetadata;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The result of a reranking, in the forms of LangChain4j's two calls.
 *
 * @param usage also of a fallback
 */
record RerankScores(List<Double> scores, @Nullable TokenUsage usage, OpenRouterRerankReport report) {

    /** Instead of a blank document, because a segment must not be blank. It is not sent. */
    private static final String INVISIBLE = "\u200B";

    private static final String OTHER = "A scoring model";

    Response<List<Double>> plain() {
        return new Response<>(scores, usage, null, report.toMetadata());
    }

    ScoringResponse async() {
        return ScoringResponse.builder()
                .scores(scores)
                .metadata(new OpenRouterScoringResponseMetadata(
                        report,
                        ScoringResponseMetadata.builder()
                                .modelName(report.model())
                                .tokenUsage(usage)))
                .build();
    }

    /** The result for no segments. */
    static CompletableFuture<ScoringResponse> none() {
        return CompletableFuture.completedFuture(
                ScoringResponse.builder().scores(List.of()).build());
    }

    /** @throws IllegalArgumentException for null, also among the segments, and for a query that shows nothing */
    static void check(List<TextSegment> segments, String query) {
        ensureNotNull(segments, "segments");
        ensureNotNull(query, "query");
        segments.forEach(segment -> ensureNotNull(segment, "A segment of segments"));
        ensureVisible(query);
    }

    /** @throws IllegalArgumentException for a query that shows nothing: the endpoint would charge for it */
    static void ensureVisible(String query) {
        ensureNotBlank(query, "query");
        if (RerankDocuments.isInvisible(query)) {
            throw new IllegalArgumentException("query must not be blank");
        }
    }

    /**
     * The documents of a request as segments.
     *
     * @throws IllegalArgumentException if one is null
     */
    static List<TextSegment> segments(ScoringRequest request) {
        return request.documents().stream()
                .map(document -> {
                    if (document == null) {
                        throw new IllegalArgumentException("documents must not contain null");
                    }
                    return TextSegment.from(
                            isNullOrBlank(document) ? INVISIBLE : document); // what a segment takes for blank
                })
                .toList();
    }

    /**
     * The scores of any model: without a waiting thread if it can, else on a thread of LangChain4j's executor. The
     * future completes in the context of this thread, whatever thread the model ends on.
     */
    static CompletableFuture<ScoringResponse> of(
            ScoringModel model, List<TextSegment> segments, String query, Cancellation cancellation) {
        ScoringRequest request = ScoringRequest.builder()
                .documents(segments.stream().map(TextSegment::text).toList())
                .query(query)
                .build();
        UnaryOperator<Runnable> context = CallerContext.capture();
        CompletableFuture<ScoringResponse> scores = Futures.recovered(
                        cancellation.passedOnTo(() -> given(model.scoreAsync(request), OTHER)),
                        failure -> failure instanceof AsyncNotSupportedException
                                ? CallerContext.offload(
                                        () -> response(given(model.scoreAll(segments, query), OTHER)), cancellation)
                                : CompletableFuture.failedFuture(failure))
                .thenApply(response -> given(response, OTHER));
        return CallerContext.after(scores, context, () -> scores);
    }

    /**
     * What a model of any vendor returned.
     *
     * @throws InternalServerException for null
     */
    static <T> T given(@Nullable T answer, String model) {
        if (answer == null) {
            throw new InternalServerException(model + " returned null");
        }
        return answer;
    }

    /**
     * The scores of a model of any vendor.
     *
     * @throws InternalServerException if they are not one number for each segment
     */
    static List<Double> complete(List<Double> scores, int segments, String model) {
        if (scores.size() != segments) {
            throw new InternalServerException(
                    model + " gave " + scores.size() + " scores for " + segments + " segments");
        }
        for (int i = 0; i < segments; i++) {
            Double score = scores.get(i);
            if (score == null || score.isNaN()) {
                throw new InternalServerException(model + " gave no number as score for segment " + i);
            }
        }
        return scores;
    }

    private static ScoringResponse response(Response<List<Double>> plain) {
        return ScoringResponse.builder()
                .scores(plain.content())
                .metadata(ScoringResponseMetadata.builder()
                        .tokenUsage(plain.tokenUsage())
                        .build())
                .build();
    }
}
