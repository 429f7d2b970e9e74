package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import java.math.BigDecimal;
import java.util.Map;

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

    /** @param credits has both amounts */
    static OpenRouterCredits from(JsonObject credits) {
        return new OpenRouterCredits(
                credits.decimal("total_credits"), credits.decimal("total_usage"), credits.members());
    }

    /** What is left. */
    public BigDecimal balance() {
        return total.subtract(used);
    }
}
