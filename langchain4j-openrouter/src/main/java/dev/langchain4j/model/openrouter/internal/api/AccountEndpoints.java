package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.error.ErrorKind;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.http.CallEnd;
import dev.langchain4j.model.openrouter.internal.http.Cancellation;
import dev.langchain4j.model.openrouter.internal.http.Futures;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import dev.langchain4j.model.openrouter.internal.http.HttpCall;
import dev.langchain4j.model.openrouter.internal.http.JsonHttpClient;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.TimeLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** OpenRouter's endpoints for a key and what was done with it, one method each. They cost nothing. Thread-safe. */
public final class AccountEndpoints {

    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final String INSTEAD_OF_CREDITS =
            " (credits() needs a management key; key() tells limit and usage of every key)";

    private final JsonHttpClient http;
    private final RequestHeaders headers;
    private final TimeLimits limits;
    private final Time time;
    private final Failures failures;
    private final List<AccountEndpoints> ofEachKey;

    /** @param ofEachKey the same with each of several keys alone; empty for one key */
    AccountEndpoints(ApiConnection connection, List<AccountEndpoints> ofEachKey) {
        this.http = connection.http();
        this.headers = connection.headers();
        this.limits = connection.limits();
        this.time = connection.time();
        this.failures = new Failures(time);
        this.ofEachKey = ofEachKey;
    }

    /**
     * {@code GET /key}.
     *
     * @see <a href="https://openrouter.ai/docs/api-reference/limits">Limits</a>
     */
    public JsonObject key() {
        return NamelessCall.of(() -> http.call(withKey("/key"), failures::data));
    }

    CompletableFuture<JsonObject> keyAsync() {
        return Futures.of(() -> http.callAsync(withKey("/key"), failures::data, CallEnd.ignored(), new Cancellation()));
    }

    /** These endpoints with each of several keys alone, in their order; empty for one key. */
    public List<AccountEndpoints> ofEachKey() {
        return ofEachKey;
    }

    /**
     * {@code GET /credits}, for management keys. OpenRouter's specification no longer lists it.
     *
     * @throws ApiException if OpenRouter reports a failure, or one of the two amounts is missing
     */
    public JsonObject credits() {
        try {
            return NamelessCall.of(() -> http.call(withKey("/credits"), this::readCredits));
        } catch (ApiException e) {
            boolean refused = e.error().status() == FORBIDDEN || e.error().kind() == ErrorKind.NO_SUCH_OPERATION;
            throw refused ? e.as(e.error().kind(), e.error().message() + INSTEAD_OF_CREDITS) : e;
        }
    }

    private JsonObject readCredits(HttpAnswer answer) {
        JsonObject credits = failures.data(answer);
        if (credits.decimal("total_credits") == null || credits.decimal("total_usage") == null) {
            throw failures.missing("total_credits or no total_usage", answer);
        }
        return credits;
    }

    /**
     * {@code GET /generation}. OpenRouter records a generation some seconds after its answer, sometimes later, so a 404
     * is repeated: after 0.75 s, and later after a quarter of the time waited so far, at most 5 s.
     *
     * @param atMost how long to wait for it; zero asks once
     * @see <a href="https://openrouter.ai/docs/api-reference/get-a-generation">Generation</a>
     */
    public JsonObject generation(String id, Duration atMost) {
        return new LateRecord(time, http::pause).of(id, () -> onRecord(id), atMost);
    }

    /** OpenRouter shows a generation to the account that made it, so each key is asked. */
    private JsonObject onRecord(String id) {
        if (!ofEachKey.isEmpty()) {
            return EachKey.first(ofEachKey, ofKey -> ofKey.onRecord(id));
        }
        return http.call(withKey("/generation?id=" + Paths.inQuery(id)), answer -> {
            JsonObject generation = failures.data(answer);
            failures.throwIfAnother("generation", id, generation.label("id"), answer.head());
            return generation;
        });
    }

    /** {@code GET /generation} without a wait; empty if the generation is not on record, or not yet. */
    public Optional<JsonObject> generationIfKnown(String id) {
        try {
            return Optional.of(onRecord(id));
        } catch (ApiException e) {
            if (e.error().status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private HttpCall withKey(String path) {
        return new HttpCall(path, () -> headers.withKey(Map.of(), "application/json"), limits);
    }
}
