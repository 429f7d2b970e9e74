package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.output.TokenUsage;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Usage times prices. A part of the tokens that has a price of its own, cached input say, is counted at that price and
 * taken out of the rest; a part without one stays in it.
 */
final class CatalogUsagePricing {

    private static final String CACHE_READ = "input_cache_read";
    private static final String CACHE_WRITE = "input_cache_write";

    private final Map<String, BigDecimal> prices;
    private BigDecimal sum = BigDecimal.ZERO;

    private CatalogUsagePricing(Map<String, BigDecimal> prices) {
        this.prices = prices;
    }

    /** Empty if a kind of token that was used has no known price. */
    static Optional<BigDecimal> of(TokenUsage usage, Map<String, BigDecimal> prices) {
        var cost = new CatalogUsagePricing(prices);
        int input = count(usage.inputTokenCount());
        int output = count(usage.outputTokenCount());
        if (usage instanceof OpenRouterTokenUsage own) {
            input -= cost.part(CACHE_READ, own.cachedInputTokens());
            input -= cost.part(CACHE_WRITE, own.cacheWriteInputTokens());
            input -= cost.part("audio", own.audioInputTokens());
            output -= cost.part("internal_reasoning", own.reasoningTokens());
            output -= cost.part("audio_output", own.audioOutputTokens());
            output -= cost.part("image_output", own.imageOutputTokens());
            cost.part("web_search", own.webSearchRequests());
        }
        cost.part("request", 1);
        boolean known = cost.rest("prompt", input) && cost.rest("completion", output);
        return known ? Optional.of(cost.sum) : Optional.empty();
    }

    /** Empty if nothing is known of the cache's use, or what the tokens would have cost without it. */
    static Optional<BigDecimal> cacheSaving(OpenRouterTokenUsage usage, Map<String, BigDecimal> prices) {
        BigDecimal prompt = prices.get("prompt");
        if (prompt == null || usage.cachedInputTokens() == null && usage.cacheWriteInputTokens() == null) {
            return Optional.empty();
        }
        var cost = new CatalogUsagePricing(prices);
        int apart = cost.part(CACHE_READ, usage.cachedInputTokens())
                + cost.part(CACHE_WRITE, usage.cacheWriteInputTokens());
        return Optional.of(prompt.multiply(BigDecimal.valueOf(apart)).subtract(cost.sum));
    }

    /** How many of the tokens are paid for hereby. A price of zero for a part says "not priced apart", not "free". */
    private int part(String name, @Nullable Integer tokens) {
        BigDecimal price = prices.get(name);
        if (tokens == null || price == null || price.signum() == 0) {
            return 0;
        }
        add(price, tokens);
        return tokens;
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
