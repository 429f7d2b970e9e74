package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.openrouter.internal.api.CallMeter;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankAnswer;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankRequest;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankResults;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.http.ParallelCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends the documents of a query to {@code POST /rerank} and returns their scores. */
record RerankCalls(
        OpenRouterApi api,
        CostMeter spending,
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
        int size = documents.distinct().size();
        if (size == 0) {
            return new double[0];
        }
        List<Part> parts = new ArrayList<>();
        for (int from = 0; from < size; from += maxDocumentsPerRequest) {
            int end = Math.min(from + maxDocumentsPerRequest, size);
            parts.add(new Part(
                    new RerankRequest(
                            model, query, documents.distinct().subList(from, end), provider, customParameters),
                    documents.positions().subList(from, end)));
        }
        List<double[]> scored;
        try (CostMeter.Batch paid = begin(parts.stream().map(Part::request).toList())) {
            List<Supplier<double[]>> calls = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                Part part = parts.get(i);
                CallMeter meter = paid.get(i);
                calls.add(() -> scores(part, meter, tally));
            }
            scored = ParallelCalls.run(calls, maxConcurrency);
        }
        double[] scores = new double[size];
        int filled = 0;
        for (double[] part : scored) {
            System.arraycopy(part, 0, scores, filled, part.length);
            filled += part.length;
        }
        return scores;
    }

    /** @param positions of its documents, in the order of the segments */
    private record Part(RerankRequest request, List<Integer> positions) {}

    private CostMeter.Batch begin(List<RerankRequest> requests) {
        return spending.beginAll(CostAttribution.of("rerank", modelName), requests, CostEstimator::of);
    }

    private double[] scores(Part part, CallMeter meter, RerankReportBuilder tally) {
        RerankAnswer answer = ask(part.request(), meter, tally);
        RerankResults results = RerankResults.of(answer, part.positions());
        boolean again = results.problem() != null && answer.isFree();
        if (again) {
            tally.retried();
            try (CostMeter.Batch second = begin(List.of(part.request()))) {
                results = RerankResults.of(ask(part.request(), second.get(0), tally), part.positions());
            }
        }
        if (results.problem() != null) {
            throw new InternalServerException("OpenRouter answered" + (again ? " twice" : "")
                    + " with results that do not fit the " + part.positions().size()
                    + " documents sent to rerank model '" + model + "': " + results.problem() + "."
                    + (again ? "" : " Not repeated, because the answer may have been charged.")
                    + (results.generationId() == null ? "" : " Generation id: " + results.generationId() + "."));
        }
        return results.scores();
    }

    private RerankAnswer ask(RerankRequest request, CallMeter meter, RerankReportBuilder tally) {
        tally.called();
        RerankAnswer answer = api.rerank(request, meter);
        tally.answered(answer);
        return answer;
    }
}
