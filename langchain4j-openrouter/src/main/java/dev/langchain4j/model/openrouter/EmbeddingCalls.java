package dev.langchain4j.model.openrouter;

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
        List<CostMeteredCall> paid =
                spending.beginAll(CostAttribution.embeddings(modelName), batches, CostEstimator::of);
        Queue<EmbeddingsAnswer> finished = new ConcurrentLinkedQueue<>();
        List<Supplier<EmbeddingsAnswer>> calls = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            EmbeddingsRequest batch = batches.get(i);
            CostMeteredCall call = paid.get(i);
            calls.add(() -> {
                EmbeddingsAnswer answer = answer(batch, call);
                finished.add(answer);
                return answer;
            });
        }
        try {
            return ParallelCalls.run(calls, maxConcurrentBatches);
        } catch (RuntimeException failure) {
            paid.forEach(CostMeteredCall::notSent);
            throw ExceptionMapper.toLangChain4j(failure, EmbeddingMapper.usage(List.copyOf(finished)));
        }
    }

    private EmbeddingsAnswer answer(EmbeddingsRequest batch, CostMeteredCall call) {
        call.start();
        try {
            EmbeddingsAnswer answer = api.embed(batch, call.trace());
            call.answered(answer);
            return answer;
        } catch (RuntimeException failure) {
            call.failed(failure);
            throw failure;
        }
    }
}
