package dev.langchain4j.model.openrouter.internal.api.batch;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the lines of a batch into the order of its requests: a line that arrives early is kept until those before it have
 * arrived. Lines without a name, and those with a name of another client, follow in the order of arrival. On one thread
 * at a time.
 */
public final class BatchLineOrder {

    private final Batch batch;
    private final Iterator<BatchLine> lines;
    private final TreeMap<Integer, BatchLine> early = new TreeMap<>();
    private final Queue<BatchLine> unnumbered = new ArrayDeque<>(); // nobody knows to which request they belong
    private int position;
    private boolean numbered;
    private boolean foreign;
    private boolean beyond;
    private boolean any;

    public BatchLineOrder(Batch batch, Iterator<BatchLine> lines) {
        this.batch = batch;
        this.lines = lines;
    }

    /** The line for the next request; null if none has arrived. */
    public @Nullable BatchLine next() {
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

    /** Whether the batch has no line for the next request, but should have one. */
    public boolean lacksNext() {
        boolean counted = batch.total() != null && position < Math.min(batch.total(), maxLines());
        boolean expected = any || batch.hasSucceeded(); // others may have no results at all
        return !isOfAnother() && (!early.isEmpty() || counted && expected);
    }

    /** Goes on with the request after the next, and returns the number of the one that has no line. */
    public int skip() {
        return position++;
    }

    /** A line that belongs to no known request; null if there is none. */
    public @Nullable BatchLine nextUnnumbered() {
        return unnumbered.poll();
    }

    /** Whether a line has arrived. */
    public boolean hasAny() {
        return any;
    }

    /** Whether the line is to be returned now. Otherwise it is kept, unless its position has been returned. */
    private boolean isNext(BatchLine line) {
        BatchLineName name = BatchLineName.of(line.customId());
        if (name == null || name.position() >= maxLines()) {
            foreign |= line.customId() != null || maxLines() == 1; // the only line needs no name
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
    private int maxLines() {
        boolean counted = batch.total() != null && batch.total() > 0;
        return counted ? Math.min(batch.total(), BatchSubmission.MAX_LINES) : BatchSubmission.MAX_LINES;
    }
}
