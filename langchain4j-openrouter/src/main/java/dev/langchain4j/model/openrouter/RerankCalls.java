package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.CallMeter;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankAnswer;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankMisfitException;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankRequest;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankResults;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.http.Futures;
import dev.langchain4j.model.openrouter.internal.threads.CallerContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sends the documents of a query to {@code POST /rerank} and returns their scores.
 *
 * @param modelName as the user named the model
 * @param model its id
 */
record RerankCalls(
        OpenRouterApi api,
        CostMeter costMeter,
        String modelName,
        String model,
        @Nullable Map<String, Object> provider,
        Map<String, Object> customParameters,
        int maxDocumentsPerRequest,
        int maxConcurrency) {

    /**
     * Returns one score for each of the distinct documents, same order. A cross-encoder scores each document alone, so
     * the scores of several requests are on one scale.
     */
    double[] scores(String query, RerankDocuments documents, RerankReportBuilder tally) {
        if (documents.distinct().isEmpty()) {
            return new double[0];
        }
        List<Part> parts = parts(query, documents);
        List<double[]> scored = costMeter
                .beginAll(attribution(), requests(parts), CostEstimator::of)
                .send(parts, maxConcurrency, CallerContext::capture, (part, meter) -> scores(part, meter, tally));
        return together(scored);
    }

    /** Like {@link #scores(String, RerankDocuments, RerankReportBuilder)}, without a waiting thread. */
    CompletableFuture<double[]> scoresAsync(
            String query, RerankDocuments documents, RerankReportBuilder tally, Cancellation cancellation) {
        if (documents.distinct().isEmpty()) {
            return CompletableFuture.completedFuture(new double[0]);
        }
        List<Part> parts = parts(query, documents);
        return costMeter
                .beginAllAsync(
                        attribution(),
                        requests(parts),
                        CostEstimator::of,
                        calls -> calls.sendAsync(
                                parts,
                                maxConcurrency,
                                cancellation,
                                (part, meter, ofPart) -> scoresAsync(part, meter, tally, ofPart)))
                .thenApply(RerankCalls::together);
    }

    /** These calls to another model; itself for its own. */
    RerankCalls withModel(@Nullable String otherName, UnaryOperator<String> resolved) {
        return otherName == null || otherName.equals(modelName)
                ? this
                : new RerankCalls(
                        api,
                        costMeter,
                        otherName,
                        resolved.apply(otherName),
                        provider,
                        customParameters,
                        maxDocumentsPerRequest,
                        maxConcurrency);
    }

    private List<Part> parts(String query, RerankDocuments documents) {
        int size = documents.distinct().size();
        List<Part> parts = new ArrayList<>();
        for (int from = 0; from < size; from += maxDocumentsPerRequest) {
            int end = Math.min(from + maxDocumentsPerRequest, size);
            parts.add(new Part(
                    new RerankRequest(
                            model, query, documents.distinct().subList(from, end), provider, customParameters),
                    documents.positions().subList(from, end)));
        }
        return parts;
    }

    private static double[] together(List<double[]> scored) {
        return scored.size() == 1
                ? scored.get(0)
                : scored.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private static List<RerankRequest> requests(List<Part> parts) {
        return parts.stream().map(Part::request).toList();
    }

    private CostAttribution attribution() {
        return CostAttribution.of("rerank", model);
    }

    private CallMeter begin(RerankRequest request) {
        return costMeter.begin(attribution(), request, CostEstimator::of);
    }

    private double[] scores(Part part, CallMeter meter, RerankReportBuilder tally) {
        RerankAnswer answer = ask(part.request(), meter, tally);
        RerankResults results = part.results(answer);
        boolean again = results.problem() != null && answer.isFree();
        if (again) {
            tally.retried();
            results = part.results(ask(part.request(), begin(part.request()), tally));
        }
        return usable(results, part, again);
    }

    private CompletableFuture<double[]> scoresAsync(
            Part part, CallMeter meter, RerankReportBuilder tally, Cancellation cancellation) {
        return askAsync(part.request(), meter, tally, cancellation).thenCompose(answer -> {
            RerankResults results = part.results(answer);
            if (results.problem() == null || !answer.isFree()) {
                return CompletableFuture.completedFuture(usable(results, part, false));
            }
            tally.retried();
            return askAsync(part.request(), begin(part.request()), tally, cancellation)
                    .thenApply(other -> usable(part.results(other), part, true));
        });
    }

    private double[] usable(RerankResults results, Part part, boolean again) {
        if (results.problem() == null) {
            return results.scores();
        }
        String message = "OpenRouter answered" + (again ? " twice" : "") + " with results that do not fit the "
                + part.positions().size() + " documents sent to rerank model '" + model + "': " + results.problem()
                + "."
                + (again ? "" : " Not repeated, because the answer may have been charged.")
                + ExceptionMessage.ofGeneration(results.generationId());
        throw new RerankMisfitException(message, results.generationId());
    }

    private RerankAnswer ask(RerankRequest request, CallMeter meter, RerankReportBuilder tally) {
        tally.called();
        try {
            RerankAnswer answer = api.rerank(request, meter, tally.keepsRaw()).send();
            tally.answered(answer);
            return answer;
        } catch (RuntimeException failure) {
            tally.requestFailed(failure);
            throw failure;
        }
    }

    private CompletableFuture<RerankAnswer> askAsync(
            RerankRequest request, CallMeter meter, RerankReportBuilder tally, Cancellation cancellation) {
        tally.called();
        CompletableFuture<RerankAnswer> answered = api.rerank(request, meter, tally.keepsRaw())
                .sendAsync(cancellation)
                .thenApply(answer -> {
                    tally.answered(answer);
                    return answer;
                });
        return Futures.recovered(answered, failure -> {
            tally.requestFailed(failure);
            return CompletableFuture.failedFuture(failure);
        });
    }

    /** @param positions of its documents, in the order of the segments */
    private record Part(RerankRequest request, List<Integer> positions) {

        RerankResults results(RerankAnswer answer) {
            return RerankResults.of(answer, positions);
        }
    }
}
