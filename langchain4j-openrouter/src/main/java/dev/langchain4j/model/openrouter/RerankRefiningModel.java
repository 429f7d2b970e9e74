package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import dev.langchain4j.model.scoring.response.ScoringResponse;
import dev.langchain4j.model.scoring.response.ScoringResponseMetadata;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Two models in sequence: the first ranks all, the second the best of them. */
final class RerankRefiningModel implements ScoringModel {

    private static final String FIRST = "The first of two scoring models";
    private static final double HIGHEST_OF_THE_REST = 0.001;

    private final ScoringModel first;
    private final ScoringModel second;
    private final int top;

    RerankRefiningModel(ScoringModel first, ScoringModel second, int top) {
        SetterChecks.atLeast("top", top, 1);
        this.first = ensureNotNull(first, "first");
        this.second = second;
        this.top = top;
    }

    /**
     * The metadata is the second model's; the first's if a fallback ranked instead of that, because then nothing has
     * chosen what the second model scored. For no segments neither is called.
     */
    @Override
    public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
        RerankScores.check(segments, query);
        if (segments.isEmpty()) {
            return Response.from(List.of());
        }
        Response<List<Double>> all = RerankScores.given(first.scoreAll(segments, query), FIRST);
        List<Integer> order = order(RerankScores.complete(all.content(), segments.size(), FIRST));
        List<Integer> best = best(order);
        Response<List<Double>> refined =
                second.scoreAll(best.stream().map(segments::get).toList(), query);
        return new Response<>(
                together(refined.content(), best, order.subList(best.size(), order.size())),
                sum(all.tokenUsage(), refined.tokenUsage()),
                null,
                isFallback(all.metadata()) ? all.metadata() : refined.metadata());
    }

    /** @throws IllegalArgumentException without a request */
    @Override
    public CompletableFuture<ScoringResponse> scoreAsync(ScoringRequest request) {
        ensureNotNull(request, "request");
        return ScoringModel.super.scoreAsync(request);
    }

    /** Scores by both models without a waiting thread. */
    @Override
    public CompletableFuture<ScoringResponse> doScoreAsync(ScoringRequest request) {
        return Cancellation.future(cancellation -> {
            List<TextSegment> segments = RerankScores.segments(request);
            RerankScores.ensureVisible(request.query());
            if (request.modelName() != null) {
                throw new UnsupportedFeatureException(
                        "Two models score here: build others instead of asking for model '" + request.modelName()
                                + "'");
            }
            if (segments.isEmpty()) {
                return RerankScores.none();
            }
            return RerankScores.of(first, segments, request.query(), cancellation)
                    .thenCompose(all -> refined(all, segments, request.query(), cancellation));
        });
    }

    private CompletableFuture<ScoringResponse> refined(
            ScoringResponse all, List<TextSegment> segments, String query, Cancellation cancellation) {
        List<Integer> order = order(RerankScores.complete(all.scores(), segments.size(), FIRST));
        List<Integer> best = best(order);
        List<Integer> rest = order.subList(best.size(), order.size());
        return RerankScores.of(second, best.stream().map(segments::get).toList(), query, cancellation)
                .thenApply(refined -> ScoringResponse.builder()
                        .scores(together(refined.scores(), best, rest))
                        .metadata(metadata(all, refined))
                        .build());
    }

    private static boolean isFallback(Map<String, Object> metadata) {
        return Boolean.TRUE.equals(metadata.get("openrouter.rerank.fallback"));
    }

    private static ScoringResponseMetadata metadata(ScoringResponse all, ScoringResponse refined) {
        var common = ScoringResponseMetadata.builder()
                .modelName(refined.modelName())
                .tokenUsage(sum(all.tokenUsage(), refined.tokenUsage()));
        OpenRouterRerankReport ofAll = report(all);
        OpenRouterRerankReport told = ofAll != null && ofAll.fallback() ? ofAll : report(refined);
        return told == null ? common.build() : new OpenRouterScoringResponseMetadata(told, common);
    }

    private static @Nullable OpenRouterRerankReport report(ScoringResponse response) {
        return response.metadata() instanceof OpenRouterScoringResponseMetadata ours ? ours.report() : null;
    }

    private static List<Integer> order(List<Double> scores) {
        return IntStream.range(0, scores.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -scores.get(i)))
                .toList();
    }

    private List<Integer> best(List<Integer> order) {
        return order.subList(0, Math.min(top, order.size()));
    }

    private static List<Double> together(List<Double> ofBest, List<Integer> best, List<Integer> rest) {
        Double[] scores = new Double[best.size() + rest.size()];
        double below = HIGHEST_OF_THE_REST;
        for (int i = 0; i < best.size(); i++) {
            scores[best.get(i)] = ofBest.get(i);
            below = Math.min(below, ofBest.get(i));
        }
        double next = below;
        for (int i = 0; i < rest.size(); i++) {
            // the fallback of the second model may give scores of any sign
            next = Math.min(Math.nextDown(next), below * (rest.size() - i) / (rest.size() + 1));
            scores[rest.get(i)] = next;
        }
        return Arrays.asList(scores);
    }

    private static @Nullable TokenUsage sum(@Nullable TokenUsage one, @Nullable TokenUsage other) {
        OpenRouterTokenUsage ours = OpenRouterTokenUsage.from(one);
        return ours == null ? other : ours.add(other);
    }
}
