package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.http.Futures;
import dev.langchain4j.model.openrouter.internal.rerank.Reranking;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.model.scoring.response.ScoringResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a scoring model does if ranking fails. No failure is silent: a failure that is not thrown is logged as a
 * warning, reported to the {@link OpenRouterRerankListener} and marked as {@code openrouter.rerank.fallback} in the
 * metadata of the response. A blank query, an interrupt and a closed connection always throw.
 */
public final class OpenRouterRerankFailurePolicy {

    private static final String FALLBACK = "The fallback model";

    /** Throws; the default. */
    public static final OpenRouterRerankFailurePolicy THROW = new OpenRouterRerankFailurePolicy("THROW", null);

    /**
     * Keeps the order of the segments. Their scores are between 0 and 0.001, so that any {@code minScore} drops them
     * instead of passing on text that nothing has ranked.
     */
    public static final OpenRouterRerankFailurePolicy KEEP_ORDER =
            new OpenRouterRerankFailurePolicy("KEEP_ORDER", null);

    private final String name;
    private final @Nullable ScoringModel model;

    private OpenRouterRerankFailurePolicy(String name, @Nullable ScoringModel model) {
        this.name = name;
        this.model = model;
    }

    /** Uses another model, of any vendor. If that fails as well, throws the first failure. */
    public static OpenRouterRerankFailurePolicy fallback(ScoringModel model) {
        return new OpenRouterRerankFailurePolicy("FALLBACK", ensureNotNull(model, "model"));
    }

    /** Scores for the segments instead of a ranking. */
    Response<List<Double>> recover(RuntimeException failure, List<TextSegment> segments, String query) {
        if (this == THROW) {
            throw failure;
        }
        if (model == null) {
            return Response.from(Reranking.keepOrderScores(segments.size()));
        }
        try {
            Response<List<Double>> instead = RerankScores.given(model.scoreAll(segments, query), FALLBACK);
            RerankScores.complete(instead.content(), segments.size(), FALLBACK);
            return instead;
        } catch (RuntimeException second) {
            throw with(second, failure);
        }
    }

    /** Scores for the segments instead of a ranking, without a waiting thread. */
    CompletableFuture<ScoringResponse> recoverAsync(
            RuntimeException failure, List<TextSegment> segments, String query, Cancellation cancellation) {
        if (this == THROW) {
            return CompletableFuture.failedFuture(failure);
        }
        if (model == null) {
            return CompletableFuture.completedFuture(ScoringResponse.builder()
                    .scores(Reranking.keepOrderScores(segments.size()))
                    .build());
        }
        CompletableFuture<ScoringResponse> instead = Futures.of(
                        () -> RerankScores.of(model, segments, query, cancellation))
                .thenApply(scored -> {
                    RerankScores.complete(scored.scores(), segments.size(), FALLBACK);
                    return scored;
                });
        return Futures.recovered(instead, second -> {
            return CompletableFuture.failedFuture(with(second, failure));
        });
    }

    private static RuntimeException with(RuntimeException second, RuntimeException failure) {
        if (second != failure) { // two models over one chat model may throw the same
            failure.addSuppressed(second);
        }
        return failure;
    }

    @Override
    public String toString() {
        return name;
    }
}
