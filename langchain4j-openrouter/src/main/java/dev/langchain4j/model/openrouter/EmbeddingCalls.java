package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.ApiException;
import dev.langchain4j.model.openrouter.internal.api.CallMeter;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsAnswer;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsRequest;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.http.Futures;
import dev.langchain4j.model.openrouter.internal.threads.CallerContext;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends the batches of an embedding, several in parallel, and collects the answers. */
final class EmbeddingCalls {

    private final OpenRouterApi api;
    private final CostMeter costMeter;
    private final int maxConcurrency;
    private final boolean keepRaw;

    /** Models that returned no vectors as base64, but did as numbers. */
    private final Set<String> withoutBase64 = ConcurrentHashMap.newKeySet();

    /** @param keepRaw whether the answers keep their bodies */
    EmbeddingCalls(OpenRouterApi api, CostMeter costMeter, int maxConcurrency, boolean keepRaw) {
        this.api = api;
        this.costMeter = costMeter;
        this.maxConcurrency = maxConcurrency;
        this.keepRaw = keepRaw;
    }

    /**
     * Returns the successful answers in the order of the batches. Each batch is retried separately; the first that
     * finally fails cancels the others.
     *
     * @throws dev.langchain4j.exception.LangChain4jException for every failure; its {@link OpenRouterException} has the
     *     usage of all batches that ended
     */
    List<EmbeddingsAnswer> answers(List<EmbeddingsRequest> batches) {
        CostAttribution attribution = attribution(batches);
        Ended ended = new Ended();
        try {
            List<EmbeddingsAnswer> answers = costMeter
                    .beginAll(attribution, batches, CostEstimator::of)
                    .send(
                            batches,
                            maxConcurrency,
                            CallerContext::capture,
                            (batch, meter) -> ended.answered(() -> answer(batch, meter, attribution)));
            return ofOneLength(answers, batches);
        } catch (RuntimeException failure) {
            throw ended.explained(failure);
        }
    }

    /** Like {@link #answers}, without a waiting thread. */
    CompletableFuture<List<EmbeddingsAnswer>> answersAsync(List<EmbeddingsRequest> batches, Cancellation cancellation) {
        CostAttribution attribution = attribution(batches);
        Ended ended = new Ended();
        CompletableFuture<List<EmbeddingsAnswer>> answers = Futures.of(() -> costMeter
                .beginAllAsync(
                        attribution,
                        batches,
                        CostEstimator::of,
                        calls -> calls.sendAsync(
                                batches,
                                maxConcurrency,
                                cancellation,
                                (batch, meter, ofBatch) -> Futures.recovered(
                                        answerAsync(batch, meter, attribution, ofBatch)
                                                .thenApply(ended::added),
                                        failure -> CompletableFuture.failedFuture(ended.added(failure)))))
                .thenApply(all -> ofOneLength(all, batches)));
        return Futures.recovered(answers, failure -> CompletableFuture.failedFuture(ended.explained(failure)));
    }

    /** The batches of one call that have ended. Several can fail, in parallel, but only the first is thrown. */
    private static final class Ended {

        private final Queue<EmbeddingsAnswer> answers = new ConcurrentLinkedQueue<>();
        private final Queue<ApiException> failures = new ConcurrentLinkedQueue<>();

        EmbeddingsAnswer answered(Supplier<EmbeddingsAnswer> call) {
            try {
                return added(call.get());
            } catch (RuntimeException failure) {
                throw added(failure);
            }
        }

        EmbeddingsAnswer added(EmbeddingsAnswer answer) {
            answers.add(answer);
            return answer;
        }

        RuntimeException added(RuntimeException failure) {
            if (failure instanceof ApiException api) {
                failures.add(api);
            }
            return failure;
        }

        /** The failure for users, with the usage of all batches. */
        RuntimeException explained(RuntimeException thrown) {
            OpenRouterTokenUsage usage = EmbeddingMapper.usage(List.copyOf(answers));
            for (ApiException other : failures) {
                if (other != thrown) {
                    usage = OpenRouterTokenUsage.sum(usage, OpenRouterTokenUsage.reported(other.usage()));
                }
            }
            return ExceptionMapper.toLangChain4j(thrown, usage);
        }
    }

    /** What would block a call: the prices for a budget. Null for nothing. */
    @Nullable
    CompletableFuture<?> lookUp() {
        return costMeter.lookUp();
    }

    OpenRouterBudget.DryRun dryRun(List<EmbeddingsRequest> batches) {
        return costMeter.dryRunAll(attribution(batches), batches, CostEstimator::of);
    }

    private static CostAttribution attribution(List<EmbeddingsRequest> batches) {
        return CostAttribution.of("embeddings", batches.get(0).model());
    }

    private EmbeddingsAnswer answer(EmbeddingsRequest batch, CallMeter meter, CostAttribution attribution) {
        try {
            return kept(api.embed(asked(batch), meter).send());
        } catch (ApiException failure) {
            if (!failure.mayComeAsNumbers()) {
                throw failure;
            }
        }
        EmbeddingsRequest again = batch.asFloat();
        return cameAsNumbers(
                api.embed(again, costMeter.begin(attribution, again, CostEstimator::of))
                        .send(),
                batch);
    }

    private CompletableFuture<EmbeddingsAnswer> answerAsync(
            EmbeddingsRequest batch, CallMeter meter, CostAttribution attribution, Cancellation cancellation) {
        return Futures.recovered(
                api.embed(asked(batch), meter).sendAsync(cancellation).thenApply(this::kept), failure -> {
                    if (!(failure instanceof ApiException refused && refused.mayComeAsNumbers())) {
                        return CompletableFuture.failedFuture(failure);
                    }
                    EmbeddingsRequest again = batch.asFloat();
                    CallMeter second = costMeter.begin(attribution, again, CostEstimator::of);
                    return api.embed(again, second)
                            .sendAsync(cancellation)
                            .thenApply(answer -> cameAsNumbers(answer, batch));
                });
    }

    private EmbeddingsAnswer cameAsNumbers(EmbeddingsAnswer answer, EmbeddingsRequest batch) {
        withoutBase64.add(batch.model());
        return kept(answer);
    }

    private EmbeddingsAnswer kept(EmbeddingsAnswer answer) {
        return keepRaw ? answer : answer.withoutRaw();
    }

    private EmbeddingsRequest asked(EmbeddingsRequest batch) {
        return withoutBase64.contains(batch.model()) ? batch.asFloat() : batch;
    }

    /**
     * The answers, if all vectors have one length: vectors of different models cannot be compared, and a fallback in
     * the middle of the batches is another model.
     */
    private static List<EmbeddingsAnswer> ofOneLength(List<EmbeddingsAnswer> answers, List<EmbeddingsRequest> batches) {
        int length = answers.get(0).inOrder().get(0).length;
        for (int i = 1; i < answers.size(); i++) {
            int other = answers.get(i).inOrder().get(0).length;
            if (other != length) {
                throw ApiException.ofTogether("The vector for input "
                        + batches.get(i).first() + " has " + other + " numbers, that for input 0 has " + length);
            }
        }
        return answers;
    }
}
