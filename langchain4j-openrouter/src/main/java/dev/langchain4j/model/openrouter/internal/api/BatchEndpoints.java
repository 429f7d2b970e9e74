package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.ApiException.Billing;
import dev.langchain4j.model.openrouter.internal.api.batch.Batch;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchAnswers;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchDeletion;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchList;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchRefusedException;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchResults;
import dev.langchain4j.model.openrouter.internal.api.batch.BatchSubmission;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorBody;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorKind;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.CallTrace;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import dev.langchain4j.model.openrouter.internal.http.HttpCall;
import dev.langchain4j.model.openrouter.internal.http.JsonHttpClient;
import dev.langchain4j.model.openrouter.internal.http.Secrets;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.TimeLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * OpenRouter's endpoints for batches, one method each. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/features/batch-api">Batches</a>
 */
public final class BatchEndpoints {

    private static final String JSON = "application/json";
    private static final String PATH = "/batches";
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    /** Bytes that a slow line sends in a second. */
    private static final int BYTES_PER_SECOND = 256 * 1024;

    private final JsonHttpClient http;
    private final RequestHeaders headers;
    private final TimeLimits limits;
    private final Failures failures;
    private final Time time;
    private final @Nullable BatchOwners owners;

    /** @param ofEachKey the same with each of several keys alone; empty for one key */
    BatchEndpoints(ApiConnection connection, List<BatchEndpoints> ofEachKey) {
        this.http = connection.http();
        this.headers = connection.headers();
        this.limits = connection.limits();
        this.time = connection.time();
        this.failures = new Failures(time);
        this.owners = ofEachKey.isEmpty() ? null : new BatchOwners(ofEachKey);
    }

    public Time time() {
        return time;
    }

    int maxRetries() {
        return http.maxRetries();
    }

    /** Waits between two calls. An interrupt and the end of the connection end it, and the next call says so. */
    public void pause(Duration duration) {
        http.pause(duration);
    }

    /**
     * {@code POST /batches}. It is not idempotent, so an attempt that OpenRouter may have accepted is never just
     * repeated: {@link BatchSearch} looks for its batch first.
     *
     * @param isKnown whether an id is that of another batch
     * @return the new batch, which OpenRouter has not validated yet
     * @throws ApiException if OpenRouter refuses it
     */
    public Batch submit(BatchRivals.Entry submission, Predicate<String> isKnown, CallMeter meter) {
        try {
            meter.started();
            http.closeIdleConnections();
            BatchSubmit submit = new BatchSubmit(this, submission, isKnown, meter);
            Batch batch = submit.run();
            if (owners != null) {
                owners.remember(batch.id(), owners.with(submit.authorization()));
            }
            meter.answered(new CallReceipt(null, null, null, batch.id()));
            return batch;
        } catch (Throwable failure) {
            submission.failed(failure);
            meter.failed(failure);
            throw failure;
        }
    }

    /**
     * One submission, with the attempts that the trace allows.
     *
     * @param meter which the submission has started: every request with a body needs one
     * @param signed gets the key of each attempt, as in its header
     */
    Batch post(BatchSubmission request, CallTrace trace, CallMeter meter, Consumer<@Nullable String> signed) {
        Duration sending = Duration.ofSeconds(request.length() / BYTES_PER_SECOND);
        TimeLimits untilSent = new TimeLimits(limits.toAnswer().plus(sending), limits.idle(), limits.total());
        Supplier<Map<String, String>> headers = () -> {
            Map<String, String> ofAttempt = headers();
            signed.accept(ofAttempt.get("Authorization"));
            return ofAttempt;
        };
        HttpCall call = new HttpCall(PATH, headers, request, untilSent, null, trace);
        return http.call(call, answer -> parse(answer, BatchAnswers::batch));
    }

    /** The endpoints with the key of an attempt, which sees what the attempt has made. */
    BatchEndpoints with(@Nullable String authorization) {
        BatchEndpoints ofKey = owners == null ? null : owners.with(authorization);
        return ofKey == null ? this : ofKey;
    }

    boolean isSentWith(@Nullable String authorization) {
        return headers.apiKey() instanceof KeyRing ring && ring.has(authorization);
    }

    /**
     * {@code GET /batches/{id}}.
     *
     * @throws ApiException if OpenRouter reports a failure; {@link ErrorKind#NO_SUCH_BATCH} for a 404
     */
    public Batch batch(String id) {
        if (owners != null) {
            return owners.ask(id, each -> each.batch(id));
        }
        return ofOneBatch(() -> http.call(get(path(id)), answer -> {
            Batch batch = parse(answer, BatchAnswers::batch);
            failures.throwIfAnother("batch", id, batch.id(), answer.head());
            return batch;
        }));
    }

    /**
     * {@code GET /batches}: a page of all batches of the workspace, the newest first.
     *
     * @param limit batches in the page, 1 to 100; null for OpenRouter's own
     * @param after the id before the page; null for the first page
     */
    public BatchList list(@Nullable Integer limit, @Nullable String after) {
        String query =
                (limit == null ? "" : "&limit=" + limit) + (after == null ? "" : "&after=" + Paths.inQuery(after));
        return NamelessCall.of(
                () -> http.call(get(PATH + query.replaceFirst("&", "?")), answer -> page(answer, after)));
    }

    private BatchList page(HttpAnswer answer, @Nullable String after) {
        BatchList page = parse(answer, BatchAnswers::list);
        if (page.more() && page.next() == null) {
            throw failures.unexplained(
                    "The page of batches says that there are more, and names no last one", answer.head());
        }
        if (page.next() != null && page.next().equals(after)) {
            throw failures.unexplained("The page of batches after " + after + " is the page itself", answer.head());
        }
        return page;
    }

    /**
     * A page of those that were created after a time.
     *
     * @param date gets the {@code Date} of the answer, if it has one
     */
    BatchList createdAfter(long seconds, @Nullable String after, BatchSearch.ServerClock date) {
        String query = "?limit=100&created_after=" + seconds + (after == null ? "" : "&after=" + Paths.inQuery(after));
        return http.call(get(PATH + query), answer -> {
            date.said(answer.head().header("Date"));
            return parse(answer, BatchAnswers::list);
        });
    }

    /**
     * {@code GET /batches/{id}/results}: a page of the results of a batch that is over.
     *
     * @param cursor null for the first page
     */
    public BatchResults results(String id, @Nullable String cursor) {
        if (owners != null) {
            return owners.ask(id, each -> each.results(id, cursor));
        }
        String query = cursor == null ? "" : "?cursor=" + Paths.inQuery(cursor);
        return ofOneBatch(() -> http.call(get(path(id) + "/results" + query), answer -> {
            BatchResults page = parse(answer, BatchAnswers::results);
            if (page.next() != null && page.next().equals(cursor)) {
                throw failures.unexplained("The page after a page of results is the page itself", answer.head());
            }
            if (page.next() == null && page.more()) {
                throw failures.unexplained(
                        "The page of results says that there are more, and has no next_cursor", answer.head());
            }
            return page;
        }));
    }

    /**
     * {@code DELETE /batches/{id}}: erases the data of a batch that is over. Repeated after a failure. If an earlier
     * attempt may have worked, a 404 then means that it did.
     */
    public BatchDeletion delete(String id) {
        if (owners != null) {
            if (!owners.knows(id)) {
                batch(id); // finds its key, whose refusal counts
            }
            return owners.ask(id, owner -> owner.delete(id), another -> {
                another.batch(id); // a 404 after a broken attempt would look like a success
                return another.delete(id);
            });
        }
        Attempts attempts = new Attempts();
        try {
            return ofOneBatch(() -> http.call(
                    HttpCall.delete(path(id), this::headers, limits, attempts),
                    answer -> answer.head().status() == NO_CONTENT ? deleted(id) : deletion(id, answer)));
        } catch (ApiException refused) {
            if (refused.error().kind() == ErrorKind.NO_SUCH_BATCH && attempts.mayHaveWorked) {
                return deleted(id);
            }
            if (refused.error().status() == CONFLICT) {
                throw refused.as(
                        ErrorKind.AS_REPORTED,
                        refused.error().message()
                                + " (only a batch that is over can be deleted; OpenRouter cannot cancel one)");
            }
            throw refused;
        }
    }

    private static BatchDeletion deleted(String id) {
        return new BatchDeletion(id, "deleted", null, null);
    }

    private BatchDeletion deletion(String id, HttpAnswer answer) {
        JsonObject body = failures.object(answer);
        failures.throwIfAnother("batch", id, body.label("id"), answer.head());
        JsonObject deletion = body.object("deletion");
        if (deletion == null && body.label("id") == null) {
            throw failures.missing("deletion", answer);
        }
        JsonObject upstream = deletion == null ? null : deletion.object("upstream");
        return new BatchDeletion(
                id,
                deletion == null ? null : deletion.text("openrouter"),
                upstream == null ? null : upstream.text("provider"),
                upstream == null ? null : upstream.text("status"));
    }

    /** A call that names a batch: its 404 is about this batch. */
    private <T> T ofOneBatch(Supplier<T> call) {
        try {
            return call.get();
        } catch (ApiException e) {
            if (e.error().status() == NOT_FOUND && e.error().kind() != ErrorKind.NOT_THE_API) {
                throw e.as(ErrorKind.NO_SUCH_BATCH, e.error().message());
            }
            throw e;
        }
    }

    private HttpCall get(String path) {
        return new HttpCall(path, this::headers, limits);
    }

    private Map<String, String> headers() {
        return headers.withKey(Map.of(), JSON);
    }

    private <T> T parse(HttpAnswer answer, Reader<T> reader) {
        try {
            return failures.parse(
                    answer,
                    (body, length) -> reader.read(body, length, answer.head().secrets()));
        } catch (BatchRefusedException refused) {
            ErrorBody body = ErrorBody.of(answer.bytes(), answer.length());
            ApiError error = body.withCompanions(refused.error());
            throw failures.of(error, answer.head(), Billing.NOTHING);
        }
    }

    private static String path(String id) {
        return PATH + "/" + Paths.segment(id);
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(byte[] body, int length, Secrets secrets) throws IOException;
    }

    /** Remembers whether an attempt that another one followed may have done its work. */
    private static final class Attempts implements CallTrace {

        private boolean mayHaveWorked;

        @Override
        public @Nullable String objection(CallFailedException failure) {
            mayHaveWorked |= failure.mayHaveWorked();
            return null;
        }
    }
}
