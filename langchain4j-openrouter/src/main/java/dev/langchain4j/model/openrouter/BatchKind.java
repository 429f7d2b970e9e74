package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.batch.BatchError;
import dev.langchain4j.model.openrouter.internal.api.CallReceipt;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLine;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the batches of one endpoint have in common.
 *
 * @param <Q> a request
 * @param <T> its answer
 */
interface BatchKind<Q, T> {

    /** The endpoint of the lines, as batches name it. */
    String endpoint();

    /** The model class, for messages. */
    String model();

    /** The attribution of a batch that another process has submitted. */
    CostAttribution attribution();

    /** @throws RuntimeException if a request cannot be sent in a batch */
    BatchCalls.Plan plan(List<Q> requests);

    /** A mapper for the lines of one batch. */
    Mapper<T> mapper();

    /** Maps the lines of one batch, as the endpoint's live answers are mapped. On one thread at a time. */
    @FunctionalInterface
    interface Mapper<T> {

        /** @throws dev.langchain4j.model.openrouter.internal.api.ApiException if the line is a failure */
        Answer<T> map(BatchLine line);
    }

    /**
     * The answer of a line.
     *
     * @param failure why the answer must not be handed out; null if it may
     */
    record Answer<T>(
            T response, CallReceipt receipt, @Nullable BatchError failure) {}
}
