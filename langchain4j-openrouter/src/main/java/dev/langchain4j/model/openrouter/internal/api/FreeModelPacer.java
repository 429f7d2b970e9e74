package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.Pace;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.TransportException;
import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the calls of free models within OpenRouter's limits per minute and per day in UTC. Shared by models, threads
 * and connections, and by processes if its turns are.
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/limits">Limits</a>
 */
public final class FreeModelPacer {

    public static final int REQUESTS_PER_MINUTE = 20;

    private final int requestsPerMinute;
    private final FreeModelTurns turns;

    // All below are guarded by this pacer's monitor.
    private @Nullable Integer requestsPerDay;

    /** Calls of today that this pacer has not seen; 0 once they are counted. */
    private int usedBefore;

    private @Nullable CompletableFuture<Void> lookUp;

    /** @param requestsPerDay null: as the key allows */
    public FreeModelPacer(int requestsPerMinute, @Nullable Integer requestsPerDay, FreeModelTurns turns) {
        this.requestsPerMinute = requestsPerMinute;
        this.requestsPerDay = requestsPerDay;
        this.turns = turns;
    }

    /** Whether OpenRouter counts the calls of a model: it decides by the name, not by the price. */
    public static boolean counts(@Nullable String modelId) {
        return modelId != null && (modelId.endsWith(":free") || modelId.equals("openrouter/free"));
    }

    /**
     * @param key {@code GET /key}; asked once, before the first call
     * @param keyAsync the same without a waiting thread
     */
    Pace pace(Supplier<JsonObject> key, Supplier<CompletableFuture<JsonObject>> keyAsync) {
        return new Pace() {
            @Override
            public Duration untilTurn(Time time, @Nullable Duration left) {
                learn(key);
                return FreeModelPacer.this.untilTurn(time, left);
            }

            @Override
            public @Nullable CompletableFuture<?> lookUp() {
                return FreeModelPacer.this.lookUp(keyAsync);
            }
        };
    }

    /** Asks for the limits of the key; not under the lock, because it takes as long as a call. */
    private void learn(Supplier<JsonObject> key) {
        if (knowsLimit()) {
            return;
        }
        try {
            learned(FreeModelQuota.of(key.get()));
        } catch (CallFailedException e) {
            failed(e);
        }
    }

    /** Calls that arrive meanwhile wait for the same look-up. */
    private @Nullable CompletableFuture<?> lookUp(Supplier<CompletableFuture<JsonObject>> key) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        synchronized (this) {
            if (requestsPerDay != null) {
                return null;
            }
            if (lookUp != null) {
                return lookUp;
            }
            lookUp = mine;
        }
        key.get().whenComplete((answer, failure) -> {
            synchronized (this) {
                lookUp = null;
            }
            if (failure == null) {
                learned(FreeModelQuota.of(answer));
            } else if (failure instanceof CallFailedException failed) {
                failed(failed);
            }
            mine.complete(null);
        });
        return mine;
    }

    /** A look-up that somebody ended says nothing about the key: the next call asks again. */
    private void failed(CallFailedException failure) {
        boolean ended = failure instanceof TransportException transport
                && (transport.kind() == Kind.INTERRUPTED || transport.kind() == Kind.CLOSED);
        if (!ended) {
            learned(FreeModelQuota.UNKNOWN);
        }
    }

    private synchronized boolean knowsLimit() {
        return requestsPerDay != null;
    }

    private synchronized void learned(FreeModelQuota quota) {
        requestsPerDay = quota.limit();
        usedBefore = quota.used();
    }

    private Duration untilTurn(Time time, @Nullable Duration left) {
        int perDay = requestsPerDay(time);
        FreeModelTurns.Turn turn = turns.take(time, requestsPerMinute, perDay, left);
        if (turn.isOfAnotherDay()) {
            throw tooLong("All " + perDay + " calls of free models that freeModelPacer allows a day have been made;"
                    + " the next day begins at midnight UTC, in " + turn.delay().toSeconds() + " s");
        }
        if (left != null && turn.delay().compareTo(left) > 0) {
            throw tooLong("This call of a free model would have to wait "
                    + turn.delay().toMillis()
                    + " ms for its turn, of which freeModelPacer gives " + requestsPerMinute
                    + " a minute. That is longer than the " + left.toMillis() + " ms left of totalTimeout");
        }
        return turn.delay();
    }

    private synchronized int requestsPerDay(Time time) {
        if (usedBefore > 0) {
            turns.madeToday(time, usedBefore);
            usedBefore = 0;
        }
        return requestsPerDay == null ? Integer.MAX_VALUE : requestsPerDay;
    }

    private static TransportException tooLong(String message) {
        return new TransportException(Kind.PACED, message, null);
    }
}
