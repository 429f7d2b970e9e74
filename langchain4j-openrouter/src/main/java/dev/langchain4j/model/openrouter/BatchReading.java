package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.batch.BatchError;
import dev.langchain4j.model.batch.BatchItemResult;
import dev.langchain4j.model.openrouter.internal.api.ApiException;
import dev.langchain4j.model.openrouter.internal.api.CallReceipt;
import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLine;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLineName;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchStatus;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchSubmission;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.cost.CostSettlement;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The results of a batch in the order of its requests: a line that arrives early is kept until those before it have
 * arrived. A line without a result is a failure. Lines without a name, and those with a name of another client, follow
 * in the order of arrival. On one thread at a time.
 */
final class BatchReading<T> implements Iterator<BatchItemResult<T>> {

    private final Batch batch;
    private final Iterator<BatchLine> lines;
    private final BatchKind.Mapper<T> mapper;
    private final CostLines costs;
    private final TreeMap<Integer, BatchLine> early = new TreeMap<>();
    private final Queue<BatchLine> unnumbered = new ArrayDeque<>(); // nobody knows to which request they belong
    private int position;
    private boolean numbered;
    private boolean foreign;
    private boolean beyond;
    private boolean any;
    private @Nullable BatchItemResult<T> next;
    private CostSettlement cost = CostSettlement.NOTHING;
    private boolean costIsKnown = true;
    private int answered;

    BatchReading(Batch batch, Iterator<BatchLine> lines, BatchKind.Mapper<T> mapper, CostLines costs) {
        this.batch = batch;
        this.lines = lines;
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
        boolean complete = batch.completed() == null ? any : answered >= batch.completed();
        return costIsKnown && complete ? Optional.of(cost) : Optional.empty();
    }

    /** The sum over the lines read so far that report one. */
    CostSettlement certainCost() {
        return cost;
    }

    private @Nullable BatchItemResult<T> read() {
        BatchLine line = nextLine();
        if (line != null) {
            return result(line);
        }
        if (isMissing()) {
            return BatchItemResult.failure(BatchErrors.missing(position++, batch));
        }
        return unnumbered.isEmpty() ? null : result(unnumbered.remove());
    }

    /** Null if no further line has arrived for this position. */
    private @Nullable BatchLine nextLine() {
        BatchLine kept = early.remove(position);
        if (kept != null) {
            position++;
            return kept;
        }
        while (lines.hasNext()) {
            BatchLine line = lines.next();
            any = true;
            if (isNext(line)) {
                return line;
            }
        }
        return isOfAnother() && !early.isEmpty()
                ? early.pollFirstEntry().getValue() // other clients may leave out numbers
                : null;
    }

    /** Whether the line is to be returned now. Otherwise it is kept, unless its position has been returned. */
    private boolean isNext(BatchLine line) {
        BatchLineName name = BatchLineName.of(line.customId());
        if (name == null || name.position() >= most()) {
            foreign |= line.customId() != null || most() == 1; // the only line needs no name
            beyond |= name != null;
            unnumbered.add(line);
            return false;
        }
        numbered = true;
        if (name.position() == position) {
            position++;
            return true;
        }
        if (name.position() > position) {
            early.putIfAbsent(name.position(), line);
        }
        return false;
    }

    /** Whether another client has submitted the batch, and has named its lines in its own way. */
    private boolean isOfAnother() {
        return beyond || foreign && !numbered;
    }

    /** Number of lines that the batch can have. A total beyond OpenRouter's limit is a mistake. */
    private int most() {
        boolean counted = batch.total() != null && batch.total() > 0;
        return counted ? Math.min(batch.total(), BatchSubmission.MAX_LINES) : BatchSubmission.MAX_LINES;
    }

    private boolean isMissing() {
        boolean counted = batch.total() != null && position < Math.min(batch.total(), most());
        boolean expected = any || batch.status() == BatchStatus.COMPLETED; // others may have no results at all
        return !isOfAnother() && (!early.isEmpty() || counted && expected);
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
