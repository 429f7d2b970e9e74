package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.RerankAnswer;
import dev.langchain4j.model.openrouter.internal.api.RerankRequest;
import dev.langchain4j.model.openrouter.internal.http.ParallelCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way of the documents of a query to {@code POST /rerank} and of their scores back. */
record RerankCalls(
        OpenRouterApi api,
        String model,
        @Nullable Map<String, Object> provider,
        int maxDocumentsPerRequest,
        int maxConcurrency) {

    /**
     * One score for each of the distinct documents, same order. A cross-encoder judges each document alone, so the scores
     * of several requests are on one scale.
     */
    double[] scores(String query, RerankDocuments documents, RerankTally tally) {
        int size = documents.distinct().size();
        if (size == 0) {
            return new double[0];
        }
        List<Supplier<double[]>> calls = new ArrayList<>();
        for (int from = 0; from < size; from += maxDocumentsPerRequest) {
            int first = from;
            int end = Math.min(from + maxDocumentsPerRequest, size);
            calls.add(() -> scores(query, documents, first, end, tally));
        }
        double[] scores = new double[size];
        int filled = 0;
        for (double[] part : ParallelCalls.run(calls, maxConcurrency)) {
            System.arraycopy(part, 0, scores, filled, part.length);
            filled += part.length;
        }
        return scores;
    }

    private double[] scores(String query, RerankDocuments documents, int first, int end, RerankTally tally) {
        var request = new RerankRequest(model, query, documents.distinct().subList(first, end), provider);
        List<Integer> positions = documents.positions().subList(first, end);
        RerankResults results = RerankResults.of(ask(request, tally), positions);
        if (results.problem() != null) {
            tally.retried();
            results = RerankResults.of(ask(request, tally), positions);
        }
        if (results.problem() != null) {
            throw new InternalServerException("OpenRouter answered twice with results that do not fit the "
                    + (end - first)
                    + " documents sent to rerank model '" + model + "': " + results.problem() + "."
                    + (results.generationId() == null ? "" : " Generation id: " + results.generationId() + "."));
        }
        return results.scores();
    }

    private RerankAnswer ask(RerankRequest request, RerankTally tally) {
        tally.called();
        RerankAnswer answer = api.rerank(request);
        tally.answered(answer);
        return answer;
    }
}
