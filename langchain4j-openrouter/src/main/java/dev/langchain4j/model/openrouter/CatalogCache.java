package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.openrouter.internal.api.ModelIds;
import dev.langchain4j.model.openrouter.internal.api.ModelList;
import dev.langchain4j.model.openrouter.internal.api.ModelListFile;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.http.Futures;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.threads.CallerContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * The last fetched catalog. Callers that arrive during a fetch wait for it and share its outcome. An old catalog stays
 * in use if a new one cannot be fetched.
 */
final class CatalogCache {

    static final Duration TIME_TO_LIVE = Duration.ofHours(1);

    /** How long an old catalog is used before the next attempt to fetch a new one. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final OpenRouterApi api;
    private final Duration timeToLive;
    private final @Nullable ModelListFile file;
    private final Time time;
    private final Logger log;

    private final ReentrantLock fetching = new ReentrantLock();
    private final AtomicReference<@Nullable CompletableFuture<Snapshot>> lookUp = new AtomicReference<>();
    private volatile @Nullable Snapshot snapshot;
    private volatile int fetches; // fetches that have ended, well or not; written under the lock
    private @Nullable RuntimeException failure; // of the last fetch, unmapped; guarded by the lock

    /** @param file keeps a copy for other processes and the next start; null for none */
    CatalogCache(OpenRouterApi api, Duration timeToLive, @Nullable Path file, Time time, Logger log) {
        this.api = api;
        this.timeToLive = timeToLive;
        this.file = file == null ? null : new ModelListFile(file, time, log);
        this.time = time;
        this.log = log;
    }

    /**
     * @param models by id, in OpenRouter's order
     * @param bySlug the first model of each canonical slug; a variant by the slug with its suffix, as it has a price of
     *     its own
     */
    record Snapshot(
            Map<String, OpenRouterModelInfo> models, Map<String, OpenRouterModelInfo> bySlug, Instant goodUntil) {

        private static Snapshot of(ModelList list, Instant goodUntil) {
            Map<String, OpenRouterModelInfo> models = new LinkedHashMap<>();
            list.models().stream().map(OpenRouterModelInfo::from).forEach(model -> models.put(model.id(), model));
            Map<String, OpenRouterModelInfo> bySlug = new HashMap<>();
            for (OpenRouterModelInfo model : models.values()) {
                if (model.canonicalSlug() != null) {
                    bySlug.putIfAbsent(ModelIds.withVariantOf(model.id(), model.canonicalSlug()), model);
                }
            }
            return new Snapshot(models, bySlug, goodUntil);
        }

        private Snapshot until(Instant later) {
            return new Snapshot(models, bySlug, later);
        }

        Optional<OpenRouterModelInfo> find(String id) {
            OpenRouterModelInfo exactly = models.get(id);
            if (exactly != null) {
                return Optional.of(exactly);
            }
            String base = ModelIds.withoutDynamicVariant(id);
            OpenRouterModelInfo byBase = models.get(base);
            return Optional.ofNullable(byBase == null ? bySlug.get(base) : byBase);
        }

        List<OpenRouterModelInfo> list() {
            return List.copyOf(models.values());
        }
    }

    /** The catalog, fetched only if it is missing or too old. */
    Snapshot get() {
        return get("");
    }

    /** The catalog, for another call that needs it; {@code lead} begins the message of a failure. */
    Snapshot get(String lead) {
        try {
            return currentOrFetched();
        } catch (RuntimeException failure) {
            throw ExceptionMapper.ofLookUp(failure, lead);
        }
    }

    private Snapshot currentOrFetched() {
        Snapshot known = current();
        return known == null ? fetched(true) : known;
    }

    /** Whether {@link #get} fetches nothing. */
    boolean isCurrent() {
        return current() != null;
    }

    private @Nullable Snapshot current() {
        Snapshot known = snapshot;
        return known != null && time.now().isBefore(known.goodUntil()) ? known : null;
    }

    /**
     * Lets another thread fetch what {@link #get} would fetch; one fetch serves all who ask meanwhile.
     *
     * @param lead begins the message of a failure
     * @return null if there is nothing to fetch
     */
    @Nullable
    CompletableFuture<?> lookUp(String lead) {
        if (current() != null) {
            return null;
        }
        var mine = new CompletableFuture<Snapshot>();
        CompletableFuture<Snapshot> underWay = lookUp.compareAndExchange(null, mine);
        if (underWay != null) {
            return apart(underWay, lead);
        }
        Futures.passOn(
                CallerContext.offload(this::currentOrFetched).whenComplete((fetched, failure) -> lookUp.set(null)),
                mine);
        return apart(mine, lead);
    }

    private static CompletableFuture<Snapshot> apart(CompletableFuture<Snapshot> shared, String lead) {
        return Futures.recovered(
                CallerContext.apart(shared),
                failure -> CompletableFuture.failedFuture(ExceptionMapper.ofLookUp(failure, lead)));
    }

    /** The model with an id or a canonical slug, with or without a variant that every model has. Empty if unknown. */
    Optional<OpenRouterModelInfo> find(String id) {
        return get().find(id);
    }

    /** Like {@link #find}, in the last fetched catalog, however old. */
    Optional<OpenRouterModelInfo> findFetched(String id) {
        Snapshot known = snapshot;
        return known == null ? Optional.empty() : known.find(id);
    }

    /** The ids of the last fetched catalog, however old; empty before the first fetch. */
    Set<String> fetchedIds() {
        Snapshot known = snapshot;
        return known == null ? Set.of() : known.models().keySet();
    }

    /** The current catalog. */
    Snapshot refresh() {
        return ExceptionMapper.call(() -> fetched(false));
    }

    private Snapshot fetched(boolean oldIsFine) {
        int before = fetches;
        try {
            fetching.lockInterruptibly(); // another thread's fetch can take long
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LangChain4jException("Interrupted while another thread fetches the model catalog", e);
        }
        try {
            // another thread may have read the file meanwhile
            if (fetches == before && !(oldIsFine && (isCurrent() || readFreshFile()))) {
                fetch();
            }
            if (failure != null && !(oldIsFine && snapshot != null)) {
                throw failure;
            }
            return snapshot;
        } finally {
            fetching.unlock();
        }
    }

    private void fetch() {
        try {
            ModelList list = api.catalog().models();
            snapshot = Snapshot.of(list, Time.after(time.now(), timeToLive));
            failure = null;
            if (file != null) {
                file.write(list);
            }
        } catch (RuntimeException e) {
            failure = e;
            if (Thread.currentThread().isInterrupted()) {
                throw failure; // only this caller was interrupted: those who wait try for themselves
            }
            keepOld();
        }
        fetches++;
    }

    private void keepOld() {
        Instant until = time.now().plus(PATIENCE);
        Snapshot old = snapshot;
        if (old != null) {
            snapshot = old.until(until);
        } else {
            snapshot = readFile(until);
        }
        if (snapshot != null) {
            log.warn(
                    "The model catalog cannot be fetched, an old one is used instead: {}",
                    ExceptionMapper.toLangChain4j(failure, false).getMessage());
        }
    }

    /** Whether no fetch is needed, because another process fetched recently. */
    private boolean readFreshFile() {
        Instant written = file == null || snapshot != null ? null : file.written();
        if (written == null) {
            return false;
        }
        Instant goodUntil = Time.after(written, timeToLive);
        Snapshot copy = time.now().isBefore(goodUntil) ? readFile(goodUntil) : null;
        if (copy != null) {
            snapshot = copy;
            failure = null;
        }
        return copy != null;
    }

    private @Nullable Snapshot readFile(Instant goodUntil) {
        return file == null ? null : file.read(list -> Snapshot.of(list, goodUntil));
    }
}
