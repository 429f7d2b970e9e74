package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an account has paid in and used, in US dollars.
 *
 * @param total all credits that were ever bought or given
 * @param used the part of them that is spent
 * @param fields all fields, by OpenRouter's names; immutable
 * @see <a href="https://openrouter.ai/docs/api-reference/get-credits">Credits</a>
 */
public record OpenRouterCredits(BigDecimal total, BigDecimal used, Map<String, Object> fields) {

    /** Copies the map. */
    public OpenRouterCredits {
        fields = ImmutableJson.copyOf(fields, "fields");
    }

    static OpenRouterCredits from(JsonObject credits) {
        return new OpenRouterCredits(
                orZero(credits.decimal("total_credits")), orZero(credits.decimal("total_usage")), credits.members());
    }

    private static BigDecimal orZero(@Nullable BigDecimal amount) {
        return amount == null ? BigDecimal.ZERO : amount;
    }

    /** What is left. */
    public BigDecimal balance() {
        return total.subtract(used);
    }
}
