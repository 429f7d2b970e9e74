package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits and usage of the key. Amounts are US dollars; null means not reported.
 *
 * @param label the masked key, or its name
 * @param limit the amount that the key may spend; null for no limit
 * @param limitRemaining rest of the limit
 * @param limitReset {@code daily}, {@code weekly} or {@code monthly}; null for never
 * @param usage the amount that the key has spent since its creation
 * @param usageDaily today, in UTC
 * @param usageWeekly this week
 * @param usageMonthly this month
 * @param freeTier whether the account has never bought credits
 * @param managementKey whether the key manages other keys and cannot call models
 * @param expires when the key expires
 * @param fields all fields, by OpenRouter's names; immutable
 * @see <a href="https://openrouter.ai/docs/api-reference/limits">Limits</a>
 */
public record OpenRouterKeyInfo(
        @Nullable String label,
        @Nullable BigDecimal limit,
        @Nullable BigDecimal limitRemaining,
        @Nullable String limitReset,
        @Nullable BigDecimal usage,
        @Nullable BigDecimal usageDaily,
        @Nullable BigDecimal usageWeekly,
        @Nullable BigDecimal usageMonthly,
        @Nullable Boolean freeTier,
        @Nullable Boolean managementKey,
        @Nullable Instant expires,
        Map<String, Object> fields) {

    /** Copies the map. */
    public OpenRouterKeyInfo {
        fields = ImmutableJson.copyOf(fields, "fields");
    }

    static OpenRouterKeyInfo from(JsonObject key) {
        return new OpenRouterKeyInfo(
                key.text("label"),
                key.decimal("limit"),
                key.decimal("limit_remaining"),
                key.text("limit_reset"),
                key.decimal("usage"),
                key.decimal("usage_daily"),
                key.decimal("usage_weekly"),
                key.decimal("usage_monthly"),
                key.flag("is_free_tier"),
                key.flag("is_management_key"),
                key.instant("expires_at"),
                key.members());
    }

    /** The calls of free models today; null if the key does not report them. */
    public @Nullable FreeModelCalls freeModelCalls() {
        JsonObject calls = JsonObject.of(fields.get("free_model_daily_requests"));
        return calls == null
                ? null
                : new FreeModelCalls(calls.count("limit"), calls.count("used"), calls.count("remaining"));
    }

    /**
     * The calls of models whose id ends in {@code :free}, of all keys of the account, from midnight to midnight UTC.
     *
     * @param limit null for no limit
     * @param used so far
     * @param remaining rest of the limit; null for no limit
     */
    public record FreeModelCalls(
            @Nullable Integer limit,
            @Nullable Integer used,
            @Nullable Integer remaining) {}
}
