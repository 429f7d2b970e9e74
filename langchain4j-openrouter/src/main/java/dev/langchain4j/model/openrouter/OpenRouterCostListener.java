package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.openrouter.internal.guard.ExceptionGuard;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Passes one record of every call to one or more sinks: the request, the model that answered, the cost.
 *
 * <pre>{@code
 * OpenRouterCostTotals totals = new OpenRouterCostTotals();
 * OpenRouter openRouter = OpenRouter.builder()
 *         .costListener(new OpenRouterCostListener(totals, OpenRouterCostSink.csv(Path.of("costs.csv"))))
 *         .build();
 * ...
 * totals.total().cost();
 * }</pre>
 *
 * <p>As {@code costListener} of a connection or a model it covers everything that costs money: chat and streams,
 * embeddings, reranking, decisions, images, speech and transcripts. Each HTTP request is a call: each step of a tool
 * loop, each batch of an embedding, each request of a reranking. A call that failed or was cancelled has a record, with
 * the cost if it is known. A cost that becomes known to a budget later has its own record,
 * {@link OpenRouterCostRecord.Outcome#SETTLED}. A request that was not sent, for example because a budget refused it,
 * has none.
 *
 * <p>It can also be one of the {@code listeners} of a chat or embedding model of this library, with the same effect.
 * LangChain4j's callbacks do not know cancelled streams, batches and attempts, so they are not used. Each call is
 * reported once. Exceptions of a sink are logged and reach neither the caller nor the other sinks, except a
 * {@code VirtualMachineError}. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/cookbook/administration/usage-accounting">Usage accounting</a>
 */
public final class OpenRouterCostListener implements ChatModelListener, EmbeddingModelListener {

    private final @Nullable Function<String, Optional<OpenRouterModelInfo>> catalog;
    private final List<OpenRouterCostSink> sinks;

    /** Without the savings of the prompt cache, which need a catalog. */
    public OpenRouterCostListener(OpenRouterCostSink... sinks) {
        this.catalog = null;
        this.sinks = sinks(sinks);
    }

    /** @param catalog its prices give the savings of the prompt cache; used only for calls that used a cache */
    public OpenRouterCostListener(OpenRouterModelCatalog catalog, OpenRouterCostSink... sinks) {
        this.catalog = ensureNotNull(catalog, "catalog")::find;
        this.sinks = sinks(sinks);
    }

    private OpenRouterCostListener(
            @Nullable Function<String, Optional<OpenRouterModelInfo>> catalog, List<OpenRouterCostSink> sinks) {
        this.catalog = catalog;
        this.sinks = sinks;
    }

    /** A call begins; the result is this listener for that call. It is asked when the call is sent. */
    Supplier<OpenRouterCostListener> begin(Logger log) {
        List<Supplier<OpenRouterCostSink>> begun = new ArrayList<>(sinks.size());
        for (OpenRouterCostSink sink : sinks) {
            Supplier<OpenRouterCostSink> ofCall = guarded(sink::begin, log);
            begun.add(ofCall == null ? () -> sink : ofCall);
        }
        return () -> ofCall(begun, log);
    }

    private OpenRouterCostListener ofCall(List<Supplier<OpenRouterCostSink>> begun, Logger log) {
        List<OpenRouterCostSink> own = new ArrayList<>(begun.size());
        boolean same = true;
        for (int i = 0; i < begun.size(); i++) {
            OpenRouterCostSink sink = sinks.get(i);
            OpenRouterCostSink ofThisCall = orElse(guarded(begun.get(i), log), sink);
            own.add(ofThisCall);
            same &= ofThisCall == sink;
        }
        return same ? this : new OpenRouterCostListener(catalog, own);
    }

    private static <T> @Nullable T guarded(Supplier<T> ofSink, Logger log) {
        return ExceptionGuard.get(ofSink, e -> log.warn("A sink failed to begin the record of a call", e));
    }

    private static OpenRouterCostSink orElse(@Nullable OpenRouterCostSink ofCall, OpenRouterCostSink sink) {
        return ofCall == null ? sink : ofCall;
    }

    private static List<OpenRouterCostSink> sinks(OpenRouterCostSink... given) {
        List<OpenRouterCostSink> sinks = SetterChecks.list("sinks", given);
        return sinks == null ? List.of() : sinks;
    }

    /** A failing sink loses neither the record for the others nor the answer for the caller. */
    void handOn(OpenRouterCostRecord call, Logger log) {
        BigDecimal saving = saving(call, log);
        OpenRouterCostRecord cost = saving == null ? call : call.withCacheSaving(saving);
        for (OpenRouterCostSink sink : sinks) {
            ExceptionGuard.run(() -> sink.accept(cost), e -> log.warn("A sink failed to record the cost of a call", e));
        }
    }

    private @Nullable BigDecimal saving(OpenRouterCostRecord call, Logger log) {
        OpenRouterTokenUsage usage = call.usage();
        if (catalog == null || call.modelServed() == null || usage == null || !usedCache(usage)) {
            return null;
        }
        return ExceptionGuard.get(
                () -> catalog.apply(call.modelServed())
                        .flatMap(model -> model.pricing().cacheSaving(usage, call.time()))
                        .orElse(null),
                e -> log.warn("The savings of the prompt cache are unknown without a catalog: {}", e.getMessage()));
    }

    private static boolean usedCache(OpenRouterTokenUsage usage) {
        return isSome(usage.cachedInputTokens()) || isSome(usage.cacheWriteInputTokens());
    }

    private static boolean isSome(@Nullable Integer tokens) {
        return tokens != null && tokens > 0;
    }
}
