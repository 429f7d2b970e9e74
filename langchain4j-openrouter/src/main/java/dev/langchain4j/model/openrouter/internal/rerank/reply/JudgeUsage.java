package dev.langchain4j.model.openrouter.internal.rerank.reply;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Tokens and US dollars of one or several calls; null means "not reported", never zero. */
public record JudgeUsage(
        @Nullable Integer inputTokens,
        @Nullable Integer outputTokens,
        @Nullable Integer totalTokens,
        @Nullable BigDecimal cost) {

    public static final JudgeUsage NONE = new JudgeUsage(null, null, null, null);

    public JudgeUsage plus(JudgeUsage other) {
        return new JudgeUsage(
                sum(inputTokens, other.inputTokens),
                sum(outputTokens, other.outputTokens),
                sum(totalTokens, other.totalTokens),
                sum(cost, other.cost));
    }

    private static @Nullable Integer sum(@Nullable Integer a, @Nullable Integer b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, (long) a + b)); // rather than none
    }

    private static @Nullable BigDecimal sum(@Nullable BigDecimal a, @Nullable BigDecimal b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.add(b);
    }
}
