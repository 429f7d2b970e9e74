package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.output.TokenUsage;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Usage times prices. Tokens with a separate price, such as cached input, are counted at that price and subtracted from
 * the rest; tokens without one stay in the rest. Some upstreams report the same tokens as read from the cache and as
 * written to it, so parts can overlap: no more is subtracted than is left.
 */
final class CatalogUsagePricing {

    private static final String CACHE_READ = "input_cache_read";
    private static final String CACHE_WRITE = "input_cache_write";

    private final Map<String, BigDecimal> prices;
    private BigDecimal sum = BigDecimal.ZERO;

    private CatalogUsagePricing(Map<String, BigDecimal> prices) {
        this.prices = prices;
    }

    /** Empty if a used kind of token has no known price. */
    static Optional<BigDecimal> of(TokenUsage usage, Map<String, BigDecimal> prices) {
        var cost = new CatalogUsagePricing(prices);
        int input = count(usage.inputTokenCount());
        int output = count(usage.outputTokenCount());
        if (usage instanceof OpenRouterTokenUsage own) {
            input -= cost.part(CACHE_READ, own.cachedInputTokens(), input);
            input -= cost.part(CACHE_WRITE, own.cacheWriteInputTokens(), input);
            input -= cost.part("audio", own.audioInputTokens(), input);
            output -= cost.part("internal_reasoning", own.reasoningTokens(), output);
            output -= cost.part("audio_output", own.audioOutputTokens(), output);
            output -= cost.part("image_output", own.imageOutputTokens(), output);
            cost.part("web_search", own.webSearchRequests(), Integer.MAX_VALUE);
        }
        cost.part("request", 1, 1);
        boolean known = cost.rest("prompt", input) && cost.rest("completion", output);
        return known ? Optional.of(cost.sum) : Optional.empty();
    }

    /** Empty if the cache's use is unknown, or the cost of the tokens without it. */
    static Optional<BigDecimal> cacheSaving(OpenRouterTokenUsage usage, Map<String, BigDecimal> prices) {
        BigDecimal prompt = prices.get("prompt");
        if (prompt == null || usage.cachedInputTokens() == null && usage.cacheWriteInputTokens() == null) {
            return Optional.empty();
        }
        var cost = new CatalogUsagePricing(prices);
        int input = usage.inputTokenCount() == null ? Integer.MAX_VALUE : usage.inputTokenCount();
        int read = cost.part(CACHE_READ, usage.cachedInputTokens(), Integer.MAX_VALUE);
        int apart = read + cost.part(CACHE_WRITE, usage.cacheWriteInputTokens(), input - read);
        return Optional.of(prompt.multiply(BigDecimal.valueOf(apart)).subtract(cost.sum));
    }

    /**
     * The tokens that this price covers. A price of zero for a part means "no separate price", not "free".
     *
     * @param left tokens that no price covers yet
     */
    private int part(String name, @Nullable Integer tokens, int left) {
        BigDecimal price = prices.get(name);
        if (tokens == null || price == null || price.signum() == 0) {
            return 0;
        }
        int paid = Math.max(0, Math.min(tokens, left));
        add(price, paid);
        return paid;
    }

    private boolean rest(String name, int tokens) {
        BigDecimal price = prices.get(name);
        if (price != null) {
            add(price, Math.max(0, tokens));
        }
        return price != null || tokens <= 0;
    }

    private void add(BigDecimal price, int units) {
        sum = sum.add(price.multiply(BigDecimal.valueOf(units)));
    }

    private static int count(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }
}
