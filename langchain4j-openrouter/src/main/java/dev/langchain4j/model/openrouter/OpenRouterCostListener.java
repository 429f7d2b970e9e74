package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.listener.ChatModelErrorContext;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.listener.ChatModelRequestContext;
import dev.langchain4j.model.chat.listener.ChatModelResponseContext;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands one record of every call to one or more sinks: what was asked, who answered, what it cost.
 *
 * <pre>{@code
 * OpenRouterCostTotals totals = new OpenRouterCostTotals();
 * ChatModel model = openRouter.chatModel()
 *         .listeners(new OpenRouterCostListener(totals, OpenRouterCostSink.csv(Path.of("costs.csv"))))
 *         .build();
 * ...
 * totals.total().cost();
 * }</pre>
 *
 * <p>A call that OpenRouter or the network failed has a record with its error, and with the cost if one was reported. None
 * has a stream that was cancelled, for LangChain4j tells no listener of it, and none a request that was refused before it
 * was sent. One listener can serve any number of
 * models of this library, plain and streaming. Thread-safe.
 *
 * @see <a href="https://openrouter.ai/docs/cookbook/administration/usage-accounting">Usage accounting</a>
 */
public class OpenRouterCostListener implements ChatModelListener {

    private final @Nullable OpenRouterModelCatalog catalog;
    private final List<OpenRouterCostSink> sinks;
    private final Time time;

    /** Without savings by the prompt cache, which need a catalog. */
    public OpenRouterCostListener(OpenRouterCostSink... sinks) {
        this(null, Time.system(), sinks);
    }

    /** @param catalog its prices tell what the prompt cache saves; asked only about calls that have used a cache */
    public OpenRouterCostListener(OpenRouterModelCatalog catalog, OpenRouterCostSink... sinks) {
        this(catalog, Time.system(), sinks);
    }

    OpenRouterCostListener(@Nullable OpenRouterModelCatalog catalog, Time time, OpenRouterCostSink... sinks) {
        this.catalog = catalog;
        this.time = time;
        this.sinks = List.of(sinks);
    }

    @Override
    public void onRequest(ChatModelRequestContext context) {
        context.attributes().put(this, time.nanos());
    }

    @Override
    public void onResponse(ChatModelResponseContext context) {
        handOn(context.chatRequest(), context.attributes(), context.chatResponse(), null);
    }

    /** What a callback of a stream's handler throws comes here too, and the call goes on: that is no end of a call. */
    @Override
    public void onError(ChatModelErrorContext context) {
        if (context.error() instanceof LangChain4jException) {
            handOn(context.chatRequest(), context.attributes(), null, context.error());
        }
    }

    private void handOn(
            ChatRequest request,
            Map<Object, Object> attributes,
            @Nullable ChatResponse response,
            @Nullable Throwable error) {
        OpenRouterCostRecord cost = record(request, (Long) attributes.get(this), response, error);
        RuntimeException thrown = null;
        for (OpenRouterCostSink sink : sinks) {
            try {
                sink.accept(cost);
            } catch (RuntimeException e) {
                thrown = e; // the other sinks shall not miss the record
            }
        }
        if (thrown != null) {
            throw thrown;
        }
    }

    private OpenRouterCostRecord record(
            ChatRequest request, @Nullable Long start, @Nullable ChatResponse response, @Nullable Throwable error) {
        OpenRouterException failure = OpenRouterException.in(error).orElse(null);
        ChatResponse answer = failure == null ? response : failure.partialResponse();
        var metadata = answer == null ? null : (OpenRouterChatResponseMetadata) answer.metadata();
        OpenRouterTokenUsage usage = metadata == null ? null : metadata.tokenUsage();
        String modelServed = metadata == null ? null : metadata.modelName();
        var asked = OpenRouterChatRequestParameters.EMPTY.overrideWith(request.parameters());
        return new OpenRouterCostRecord(
                time.now(),
                start == null ? null : Duration.ofNanos(time.nanos() - start),
                failure != null ? failure.generationId() : metadata == null ? null : metadata.generationId(),
                asked.modelName(),
                modelServed,
                failure != null ? failure.provider() : metadata == null ? null : metadata.provider(),
                usage,
                saving(modelServed, usage),
                metadata == null ? null : metadata.cacheStatus(),
                asked.sessionId(),
                asked.metadata(),
                error == null ? null : error.getClass().getSimpleName());
    }

    private @Nullable BigDecimal saving(@Nullable String model, @Nullable OpenRouterTokenUsage usage) {
        if (catalog == null || model == null || usage == null) {
            return null;
        }
        int read = usage.cachedInputTokens() == null ? 0 : usage.cachedInputTokens();
        int written = usage.cacheWriteInputTokens() == null ? 0 : usage.cacheWriteInputTokens();
        return read + written == 0
                ? null
                : catalog.find(model)
                        .map(found -> saving(found.pricing(), read, written))
                        .orElse(null);
    }

    private static @Nullable BigDecimal saving(OpenRouterPricing prices, int read, int written) {
        BigDecimal prompt = prices.prompt();
        if (prompt == null) {
            return null;
        }
        return difference(prompt, prices.inputCacheRead(), read)
                .add(difference(prompt, prices.inputCacheWrite(), written));
    }

    /** Without a price of its own a token costs as much as any other. */
    private static BigDecimal difference(BigDecimal prompt, @Nullable BigDecimal price, int tokens) {
        return price == null ? BigDecimal.ZERO : prompt.subtract(price).multiply(BigDecimal.valueOf(tokens));
    }
}
