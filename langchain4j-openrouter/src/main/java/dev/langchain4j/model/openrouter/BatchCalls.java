package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotBlank;
import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.batch.BatchItemResult;
import dev.langchain4j.model.batch.BatchPage;
import dev.langchain4j.model.batch.BatchPagination;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.batch.BatchResponse;
import dev.langchain4j.model.openrouter.internal.api.BatchEndpoints;
import dev.langchain4j.model.openrouter.internal.api.BatchPages;
import dev.langchain4j.model.openrouter.internal.api.BatchRivals;
import dev.langchain4j.model.openrouter.internal.api.CallMeter;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchDeletion;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchLine;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchList;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchSubmission;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.cost.CostBatchBook;
import dev.langchain4j.model.openrouter.internal.cost.CostEstimate;
import dev.langchain4j.model.openrouter.internal.cost.CostSettlement;
import dev.langchain4j.model.openrouter.internal.http.UrlRules;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Submits, lists, reads and deletes the batches of one endpoint, for both batch models. */
final class BatchCalls<Q, T> {

    private static final int MAX_PAGE_SIZE = 100;

    private final BatchKind<Q, T> kind;
    private final @Nullable String callbackUrl;
    private final BatchEndpoints batches;
    private final CostMeter costMeter;
    private final CostBatchBook book;
    private final BatchRivals rivals;
    private final CatalogSuggestions suggestions;
    private final BatchWait wait;

    /**
     * A batch that has been mapped and checked.
     *
     * @param modelId sent for the whole batch
     * @param provider the same
     * @param pricing its maximum cost
     */
    record Plan(
            String modelId,
            @Nullable Map<String, Object> provider,
            List<BatchSubmission.Line> lines,
            CostAttribution attribution,
            Function<CostEstimator, CostEstimate> pricing) {}

    /** @throws IllegalArgumentException for an invalid setting, naming the setter */
    BatchCalls(
            ConnectionSettings connection,
            OpenRouterApi api,
            List<?> listeners,
            BatchKind<Q, T> kind,
            @Nullable String callbackUrl) {
        connection.dataPolicy().refuseAt("/batches");
        this.kind = kind;
        this.callbackUrl = checkedCallbackUrl(callbackUrl);
        this.batches = api.batches();
        this.costMeter = connection.costMeter(api, listeners);
        this.book = connection.batchBook;
        this.rivals = connection.batchRivals;
        this.suggestions = connection.suggestions(api);
        this.wait = new BatchWait(batches, book, connection.time, connection.log());
    }

    private static @Nullable String checkedCallbackUrl(@Nullable String url) {
        if (url != null && !isHttps(url)) {
            throw SetterChecks.refused("callbackUrl", "must be an https URL", UrlRules.shown(url));
        }
        return url;
    }

    private static boolean isHttps(String url) {
        try {
            URI callback = new URI(url);
            return "https".equalsIgnoreCase(callback.getScheme()) && callback.getAuthority() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    OpenRouterBatchResponse<T> submit(BatchRequest<Q> request) {
        ensureNotNull(request, "request");
        Plan plan = kind.plan(request.requests());
        BatchSubmission submission = checked(plan);
        CallMeter meter = costMeter.beginBatch(plan.attribution(), plan, BatchCalls::estimate);
        try (BatchRivals.Entry entry = rivals.begin(submission, batches.time())) {
            Batch batch = suggestions.call(() -> batches.submit(entry, book::isKnown, meter), plan.modelId());
            book.submitted(batch.id(), plan.attribution(), wait.newUntil());
            return new OpenRouterBatchResponse<>(batch, List.of());
        }
    }

    OpenRouterBudget.DryRun dryRun(BatchRequest<Q> request) {
        ensureNotNull(request, "request");
        Plan plan = kind.plan(request.requests());
        checked(plan);
        return costMeter.dryRun(plan.attribution(), plan, BatchCalls::estimate);
    }

    private static CostEstimate estimate(CostEstimator estimator, Plan plan) {
        return plan.pricing().apply(estimator);
    }

    private BatchSubmission checked(Plan plan) {
        int lines = plan.lines().size();
        if (lines > BatchSubmission.MAX_LINES) {
            throw new InvalidRequestException("A batch has at most " + BatchSubmission.MAX_LINES
                    + " requests, but this one has " + lines + ". Split it");
        }
        var submission =
                new BatchSubmission(kind.endpoint(), plan.modelId(), plan.provider(), callbackUrl, plan.lines());
        if (submission.length() > BatchSubmission.MAX_BYTES) {
            throw new InvalidRequestException("A batch has at most " + BatchSubmission.MAX_BYTES
                    + " bytes, but this one has " + submission.length() + ". Split it");
        }
        return submission;
    }

    OpenRouterBatchResponse<T> retrieve(String id) {
        ensureNotBlank(id, "id");
        return ExceptionMapper.call(() -> {
            Batch batch = ofThisKind(wait.found(id));
            return batch.status().isTerminal() ? read(batch) : new OpenRouterBatchResponse<>(batch, List.of());
        });
    }

    OpenRouterBatchResponse<T> awaitResults(String id, Duration atMost, @Nullable OpenRouterBatchListener listener) {
        ensureNotBlank(id, "id");
        SetterChecks.notNegative("atMost", ensureNotNull(atMost, "atMost"));
        return ExceptionMapper.call(() -> read(wait.over(
                id,
                atMost,
                batch -> {
                    ofThisKind(batch);
                    return new OpenRouterBatchResponse<T>(batch, List.of());
                },
                listener)));
    }

    Stream<BatchItemResult<T>> results(String id) {
        ensureNotBlank(id, "id");
        return ExceptionMapper.call(() -> {
            Batch batch = ofThisKind(wait.found(id));
            if (!batch.status().isTerminal()) {
                throw new InvalidRequestException("Batch " + id + " is " + batch.word()
                        + ", and has no results yet: wait with awaitResults(id, Duration)");
            }
            settle(batch);
            BatchReading<T> lines = reading(batch, BatchPages.of(batch, batches));
            if (batch.hasFailed() && !lines.hasNext()) {
                finish(batch, lines);
                throw new InvalidRequestException("Batch " + id + " has failed"
                        + (batch.error() == null ? "" : ": " + batch.error().message()));
            }
            return stream(batch, lines);
        });
    }

    private Stream<BatchItemResult<T>> stream(Batch batch, BatchReading<T> lines) {
        Iterator<BatchItemResult<T>> mapped = new Iterator<>() {
            @Override
            public boolean hasNext() {
                boolean more = ExceptionMapper.call(lines::hasNext);
                if (!more) {
                    finish(batch, lines);
                }
                return more;
            }

            @Override
            public BatchItemResult<T> next() {
                return ExceptionMapper.call(lines::next);
            }
        };
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(mapped, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    BatchPage<T> list(@Nullable BatchPagination pagination) {
        Integer size = pagination == null ? null : pagination.pageSize();
        if (size != null && (size < 1 || size > MAX_PAGE_SIZE)) {
            throw new IllegalArgumentException(
                    "pagination: pageSize must be between 1 and " + MAX_PAGE_SIZE + ", but is " + size);
        }
        String token = pagination == null ? null : pagination.pageToken();
        BatchList list = ExceptionMapper.call(() -> batches.list(size, token));
        List<BatchResponse<T>> own = new ArrayList<>();
        for (Batch batch : list.batches()) {
            if (kind.endpoint().equals(batch.endpoint())) {
                own.add(new OpenRouterBatchResponse<>(batch, List.of()));
            }
        }
        return new BatchPage<>(own, list.next());
    }

    OpenRouterBatchDeletion delete(String id) {
        ensureNotBlank(id, "id");
        BatchDeletion deletion = ExceptionMapper.call(() -> {
            if (costMeter.awaitsBatch(id)) {
                settleUnread(batches.batch(id));
            }
            BatchDeletion deleted = batches.delete(id);
            book.deleted(id, kind.attribution(), batches.time().nanos());
            return deleted;
        });
        return new OpenRouterBatchDeletion(
                deletion.id(), deletion.openRouter(), deletion.provider(), deletion.upstream());
    }

    static UnsupportedFeatureException noCancel(String id) {
        ensureNotBlank(id, "id");
        return new UnsupportedFeatureException("OpenRouter cannot cancel a batch: " + id
                + " runs until it is completed or its window ends. delete(id) erases a batch that is over, with its"
                + " results");
    }

    private OpenRouterBatchResponse<T> read(Batch batch) {
        settle(batch);
        List<BatchLine> inline = batch.allResults();
        BatchReading<T> lines = reading(batch, inline == null ? BatchPages.of(batch, batches) : inline.iterator());
        List<BatchItemResult<T>> results = new ArrayList<>();
        lines.readAll(results::add);
        finish(batch, lines);
        return new OpenRouterBatchResponse<>(batch, results);
    }

    private BatchReading<T> reading(Batch batch, Iterator<BatchLine> lines) {
        return new BatchReading<>(
                batch, lines, kind.mapper(), new CostLines(costMeter, book, kind.attribution(), batch));
    }

    /** Before its lines are read. They tell more than its counts: one that seems to be free is not settled yet. */
    private void settle(Batch batch) {
        if (batch.usage() != null && batch.usage().tellsTheWholeCost()) {
            settle(batch.id(), CostMeteredBatch.settlement(batch, false), CostSettlement.NOTHING);
        }
    }

    /** Settles a batch before its deletion, after which its cost cannot be read. */
    private void settleUnread(Batch batch) {
        if (!batch.status().isTerminal()) {
            return; // OpenRouter refuses to delete it
        }
        settle(batch);
        if (costMeter.awaitsBatch(batch.id())) {
            BatchReading<T> lines = reading(batch, BatchPages.of(batch, batches));
            lines.readAll(unread -> {});
            finish(batch, lines);
        }
    }

    /**
     * All lines have been read. Their costs settle a batch that does not tell all of its own; lines without a cost share
     * the batch's.
     */
    private void finish(Batch batch, BatchReading<T> lines) {
        Optional<CostSettlement> ofBatch = CostMeteredBatch.settlement(batch, lines.answeredNothing());
        settle(batch.id(), ofBatch.or(lines::cost), lines.certainCost());
        ofBatch.ifPresent(cost -> recordLate(batch.id(), cost));
    }

    /** Gets the id alone: what waits for a late cost does not keep the batch. */
    private void settle(String id, Optional<CostSettlement> whole, CostSettlement certain) {
        costMeter.settleBatch(id, kind.attribution(), whole.orElse(null), certain, cost -> recordLate(id, cost));
    }

    /** Tells the ledgers the costs of lines that they have without. */
    private void recordLate(String id, CostSettlement whole) {
        CostAttribution attribution = book.attribution(id, kind.attribution());
        for (CostBatchBook.LateCost line : book.closeAll(id, whole)) {
            costMeter.recordInLedgers(OpenRouterCostRecord.settled(
                    costMeter.time().now(), attribution, line.generationId(), line.cost()));
        }
    }

    private Batch ofThisKind(Batch batch) {
        if (batch.endpoint() != null && !batch.endpoint().equals(kind.endpoint())) {
            throw new InvalidRequestException("Batch " + batch.id() + " is a batch for " + batch.endpoint() + ", which "
                    + kind.model() + " does not read");
        }
        return batch;
    }
}
