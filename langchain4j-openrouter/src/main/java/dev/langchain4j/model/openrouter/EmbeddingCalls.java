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

/** Sends the batches of an embedding, several in parallel, and collects the answers. */
record EmbeddingCalls(OpenRouterApi api, CostMeter spending, int maxConcurrentBatches) {

    /**
     * Returns the successful answers in the order of the batches. Each batch is retried separately; the first that
     * finally fails cancels the others.
     *
     * @param modelName the user's name for the model
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; its {@link OpenRouterException} has the
     *     usage of the finished batches
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

    OpenRouterBudget.DryRun dryRun(String modelName, EmbeddingsRequest all) {
        return spending.dryRun(CostAttribution.of("embeddings", modelName), all, CostEstimator::of);
    }
}
