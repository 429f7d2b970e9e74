package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLine;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchResults;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The results of a batch, in the order of the pages; each page is fetched when its first line is needed. */
public final class BatchPages implements Iterator<BatchLine> {

    /** The statuses of a batch without a page. Others, as for a key, a limit or a time-out, tell nothing about it. */
    private static final Set<Integer> NO_PAGE = Set.of(400, 404, 409, 410);

    private final BatchEndpoints batches;
    private final String id;
    private Iterator<BatchLine> page = List.<BatchLine>of().iterator();
    private final Set<String> seen = new HashSet<>();
    private @Nullable String cursor;
    private boolean last;

    private BatchPages(BatchEndpoints batches, String id) {
        this.batches = batches;
        this.id = id;
    }

    /**
     * The lines of a batch that is over. If it was not completed, or answered nothing, it may have no page at all, and
     * some have their results in the batch.
     *
     * @throws ApiException if the first page cannot be fetched
     */
    public static Iterator<BatchLine> of(Batch batch, BatchEndpoints batches) {
        BatchPages pages = new BatchPages(batches, batch.id());
        try {
            pages.hasNext();
            return pages;
        } catch (ApiException refused) {
            boolean none = NO_PAGE.contains(refused.error().status());
            if (none && batch.results() != null) {
                return batch.results().iterator();
            }
            if (none && (!batch.hasSucceeded() || batch.answeredNothing())) {
                return List.<BatchLine>of().iterator();
            }
            throw refused;
        }
    }

    /** @throws ApiException if a page cannot be fetched; the next call tries the same page */
    @Override
    public boolean hasNext() {
        while (!page.hasNext() && !last) {
            BatchResults results = batches.results(id, cursor);
            cursor = results.next();
            last = cursor == null || !seen.add(cursor); // pages in a circle
            page = results.lines().iterator();
        }
        return page.hasNext();
    }

    @Override
    public BatchLine next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.next();
    }
}
