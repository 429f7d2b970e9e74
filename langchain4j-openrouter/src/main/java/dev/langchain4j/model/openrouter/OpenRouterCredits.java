package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an account has paid in and used, in US dollars.
 *
 * @param total all credits that were ever bought or given
 * @param used what of them is spent
 * @see <a href="https://openrouter.ai/docs/api-reference/get-credits">Credits</a>
 */
public record OpenRouterCredits(BigDecimal total, BigDecimal used) {

    static OpenRouterCredits from(JsonObject credits) {
        return new OpenRouterCredits(orZero(credits.decimal("total_credits")), orZero(credits.decimal("total_usage")));
    }

    private static BigDecimal orZero(@Nullable BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount;
    }

    /** What is left. */
    public BigDecimal balance() {
        return total.subtract(used);
    }
}
