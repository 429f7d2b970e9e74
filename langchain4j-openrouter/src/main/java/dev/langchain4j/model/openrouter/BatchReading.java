package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.batch.BatchError;
import dev.langchain4j.model.batch.BatchItemResult;
import dev.langchain4j.model.openrouter.internal.api.ApiException;
import dev.langchain4j.model.openrouter.internal.api.CallReceipt;
import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLine;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLineOrder;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.cost.CostSettlement;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The results of a batch in the order of its requests, and their cost. A line without a result is a failure. On one
 * thread at a time.
 */
final class BatchReading<T> implements Iterator<BatchItemResult<T>> {

    private final Batch batch;
    private final BatchLineOrder lines;
    private final BatchKind.Mapper<T> mapper;
    private final CostLines costs;
    private @Nullable BatchItemResult<T> next;
    private CostSettlement cost = CostSettlement.NOTHING;
    private boolean costIsKnown = true;
    private int answered;

    BatchReading(Batch batch, Iterator<BatchLine> lines, BatchKind.Mapper<T> mapper, CostLines costs) {
        this.batch = batch;
        this.lines = new BatchLineOrder(batch, lines);
        this.mapper = mapper;
        this.costs = costs;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = read();
        }
        return next != null;
    }

    @Override
    public BatchItemResult<T> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        BatchItemResult<T> result = next;
        next = null;
        return result;
    }

    /** Reads all lines before the ledgers hear of the first. */
    void readAll(Consumer<BatchItemResult<T>> results) {
        costs.holdBack();
        boolean all = false;
        try {
            forEachRemaining(results);
            all = true;
        } finally {
            costs.release(all);
        }
    }

    /** The sum over all lines read so far; empty if an answered line reports none, or is missing. */
    Optional<CostSettlement> cost() {
        boolean complete = batch.completed() == null ? lines.hasAny() : answered >= batch.completed();
        return costIsKnown && complete ? Optional.of(cost) : Optional.empty();
    }

    /** Whether neither the counts of the batch nor the lines read so far tell of an answer. */
    boolean answeredNothing() {
        return answered == 0 && batch.answeredNothing();
    }

    /** The sum over the lines read so far that report one. */
    CostSettlement certainCost() {
        return cost;
    }

    private @Nullable BatchItemResult<T> read() {
        BatchLine line = lines.next();
        if (line != null) {
            return result(line);
        }
        if (lines.lacksNext()) {
            return BatchItemResult.failure(BatchErrors.missing(lines.skip(), batch));
        }
        BatchLine unnumbered = lines.nextUnnumbered();
        return unnumbered == null ? null : result(unnumbered);
    }

    private BatchItemResult<T> result(BatchLine line) {
        if (!line.isAnswered()) {
            BatchError error = BatchErrors.of(line);
            tell(line, CallReceipt.NONE, "BatchError");
            return BatchItemResult.failure(error);
        }
        try {
            BatchKind.Answer<T> answer = mapper.map(line);
            count(answer.receipt());
            tell(line, answer.receipt(), null);
            return answer.failure() == null
                    ? BatchItemResult.success(answer.response())
                    : BatchItemResult.failure(answer.failure());
        } catch (ApiException failure) {
            count(failure.receipt());
            RuntimeException ofUser = ExceptionMapper.toLangChain4j(failure, false);
            tell(line, failure.receipt(), ofUser.getClass().getSimpleName());
            return BatchItemResult.failure(BatchErrors.of(failure));
        }
    }

    private void count(CallReceipt receipt) {
        answered++;
        Usage usage = receipt.usage();
        boolean reported = usage != null && usage.charged() != null;
        costIsKnown &= reported;
        cost = reported ? cost.plus(usage.cost(), usage.ownKeyCost()) : cost;
    }

    /** Tells the ledgers of one line. */
    private void tell(BatchLine line, CallReceipt receipt, @Nullable String error) {
        costs.read(line.customId() == null ? String.valueOf(line.id()) : line.customId(), receipt, error);
    }
}
