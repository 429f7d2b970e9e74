package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.CallMeter;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsAnswer;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsRequest;
import dev.langchain4j.model.openrouter.internal.http.ParallelCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** The way of an embedding's batches to OpenRouter and back, so many at a time. */
record EmbeddingCalls(OpenRouterApi api, CostMeter spending, int maxConcurrentBatches) {

    /**
     * The answers, none of which is a failure, in the order of the batches. A batch is retried by itself; the first that
     * fails for good ends the others.
     *
     * @param modelName as the user named it
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; what the finished batches have used is
     *     told by its {@link OpenRouterException}
     */
    List<EmbeddingsAnswer> answers(String modelName, List<EmbeddingsRequest> batches) {
        Queue<EmbeddingsAnswer> finished = new ConcurrentLinkedQueue<>();
        try (CostBatch paid =
                spending.beginAll(CostAttribution.of("embeddings", modelName), batches, CostEstimator::of)) {
            List<Supplier<EmbeddingsAnswer>> calls = new ArrayList<>();
            for (int i = 0; i < batches.size(); i++) {
                EmbeddingsRequest batch = batches.get(i);
                CallMeter meter = paid.get(i);
                calls.add(() -> {
                    EmbeddingsAnswer answer = api.embed(batch, meter);
                    finished.add(answer);
                    return answer;
                });
            }
            return ParallelCalls.run(calls, maxConcurrentBatches);
        } catch (RuntimeException failure) {
            throw ExceptionMapper.toLangChain4j(failure, EmbeddingMapper.usage(List.copyOf(finished)));
        }
    }
}
