package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Hands one record of every call to one or more sinks: what was asked, who answered, what it cost.
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
 * <p>Set as {@code costListener}, of a connection or of one model, it hears of everything that costs money: chat and streams,
 * embeddings, reranking, images, speech and transcripts. Each HTTP request is a call: each step of a tool loop, each batch
 * of an embedding, each request that a reranking takes. A call that failed or was cancelled has a record, with the cost if
 * it is known. A cost that a budget has learned later has a record of its own, {@link OpenRouterCostRecord.Outcome#SETTLED}.
 * A request that was not sent, because a budget has refused it for example, has none.
 *
 * <p>It can also stand among the {@code listeners} of a chat or embedding model of this library, which then tell it the
 * same; LangChain4j's callbacks, which know nothing of cancelled streams, batches and attempts, are not used. A call is
 * told once, wherever it was set. Nothing that a sink throws, a {@code VirtualMachineError} apart, reaches the caller or
 * the other sinks: it is logged. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/cookbook/administration/usage-accounting">Usage accounting</a>
 */
public final class OpenRouterCostListener implements ChatModelListener, EmbeddingModelListener {

    private final @Nullable Function<String, Optional<OpenRouterModelInfo>> catalog;
    private final List<OpenRouterCostSink> sinks;

    /** Without savings by the prompt cache, which need a catalog. */
    public OpenRouterCostListener(OpenRouterCostSink... sinks) {
        this.catalog = null;
        this.sinks = List.of(sinks);
    }

    /** @param catalog its prices tell what the prompt cache saves; asked only about calls that have used a cache */
    public OpenRouterCostListener(OpenRouterModelCatalog catalog, OpenRouterCostSink... sinks) {
        this.catalog = catalog::find;
        this.sinks = List.of(sinks);
    }

    /** A sink that fails keeps the record neither from the others nor the answer from the caller. */
    void handOn(OpenRouterCostRecord call, Logger log) {
        OpenRouterCostRecord cost = call.withCacheSaving(saving(call, log));
        for (OpenRouterCostSink sink : sinks) {
            ExceptionGuard.run(() -> sink.accept(cost), e -> log.warn("A sink has not taken the cost of a call", e));
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
                e -> log.warn("What the prompt cache has saved is not known without a catalog: {}", e.getMessage()));
    }

    private static boolean usedCache(OpenRouterTokenUsage usage) {
        return isSome(usage.cachedInputTokens()) || isSome(usage.cacheWriteInputTokens());
    }

    private static boolean isSome(@Nullable Integer tokens) {
        return tokens != null && tokens > 0;
    }
}
