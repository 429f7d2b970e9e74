package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * Spending limits of all models, in US dollars. A call that could exceed one is not sent.
 *
 * @param limit In total, for the lifetime of the application.
 * @param perHour Per hour, in UTC.
 * @param perDay Per day, in UTC.
 * @param perMonth Per calendar month, in UTC.
 * @param per For each period of a length: "per.6h" for six hours.
 * @param perSession For each session id of requests.
 * @param perTag For each value of an entry of the metadata of requests: "per-tag.tenant".
 * @param forgetAfter How long a session or a value of a tag may be idle before its limit starts again.
 * @param bytesPerToken Bytes of a prompt per token, at least 1.
 * @param byokCounts Whether to count what a provider charges to your own key.
 * @param unknownCounts What an attempt with an unknown cost counts.
 * @param settleUnknown Whether to look up unknown costs in the background.
 * @param warnAt Part of a limit at which a warning is logged and published as an event, such as 0.8.
 */
public record BudgetProperties(
        @Nullable BigDecimal limit,
        @Nullable BigDecimal perHour,
        @Nullable BigDecimal perDay,
        @Nullable BigDecimal perMonth,
        @Nullable Map<String, BigDecimal> per,
        @Nullable BigDecimal perSession,
        @Nullable Map<String, BigDecimal> perTag,
        @Nullable Duration forgetAfter,
        @Nullable Integer bytesPerToken,
        @Nullable Boolean byokCounts,
        OpenRouterBudget.@Nullable Unknown unknownCounts,
        @Nullable Boolean settleUnknown,
        @Nullable Double warnAt) {

    OpenRouterBudget budget(
            String group, @Nullable OpenRouterBudgetStore store, Consumer<OpenRouterBudget.Warning> warnings) {
        return Setters.build(group, this, OpenRouterBudget.builder().store(store), builder -> {
            Setters.each(group + ".per", per, (period, amount) -> {
                if (!isOfItsOwn(period)) {
                    builder.per(length(period), amount);
                }
            });
            Setters.each(group + ".per-tag", perTag, builder::perTag);
            if (warnAt != null) {
                builder.warnAt(warnAt, warnings);
            }
            return builder.build();
        });
    }

    private static Duration length(String period) {
        try {
            return DurationStyle.detectAndParse(period);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + period + "' is not a length such as 6h", e);
        }
    }

    /** Spring reads BUDGET_PER_DAY of the environment both as "per-day" and as "per.day". */
    private boolean isOfItsOwn(String period) {
        return period.equals("hour") && perHour != null
                || period.equals("day") && perDay != null
                || period.equals("month") && perMonth != null
                || period.equals("session") && perSession != null;
    }
}
