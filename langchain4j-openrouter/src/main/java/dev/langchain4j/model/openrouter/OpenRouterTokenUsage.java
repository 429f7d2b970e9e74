package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.api.usage.UsageCount;
import dev.langchain4j.model.output.TokenUsage;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tokens and cost of a call. The upstream's own tokenizer counts the tokens. Null means not reported, which is never
 * the same as zero.
 *
 * @see <a href="https://openrouter.ai/docs/cookbook/administration/usage-accounting">Usage accounting</a>
 */
public class OpenRouterTokenUsage extends TokenUsage {

    private final Map<UsageCount, Integer> counts;
    private final @Nullable BigDecimal cost;
    private final @Nullable BigDecimal upstreamCost;
    private final @Nullable BigDecimal upstreamInputCost;
    private final @Nullable BigDecimal upstreamOutputCost;
    private final @Nullable BigDecimal serverToolCost;
    private final @Nullable Boolean byok;

    protected OpenRouterTokenUsage(Builder builder) {
        super(builder.inputTokenCount, builder.outputTokenCount, total(builder));
        this.counts = builder.counts;
        this.cost = builder.cost;
        this.upstreamCost = builder.upstreamCost;
        this.upstreamInputCost = builder.upstreamInputCost;
        this.upstreamOutputCost = builder.upstreamOutputCost;
        this.serverToolCost = builder.serverToolCost;
        this.byok = builder.byok;
    }

    private static @Nullable Integer total(Builder builder) {
        return builder.totalTokenCount != null
                ? builder.totalTokenCount
                : tokens(builder.inputTokenCount, builder.outputTokenCount);
    }

    /**
     * The usage of a chat response; empty if it has none, or is from another provider.
     *
     * <pre>{@code
     * OpenRouterTokenUsage.of(response).map(OpenRouterTokenUsage::cost)
     * }</pre>
     */
    public static Optional<OpenRouterTokenUsage> of(ChatResponse response) {
        ensureNotNull(response, "response");
        return response.tokenUsage() instanceof OpenRouterTokenUsage usage ? Optional.of(usage) : Optional.empty();
    }

    /** As reported; a cost below zero, or of more than a million dollars, counts as not reported. */
    static @Nullable OpenRouterTokenUsage reported(@Nullable Usage usage) {
        if (usage == null) {
            return null;
        }
        return builder()
                .inputTokenCount(usage.promptTokens())
                .outputTokenCount(usage.completionTokens())
                .totalTokenCount(usage.totalTokens())
                .counts(usage.counts())
                .cost(priceOrNull(usage.cost()))
                .upstreamCost(priceOrNull(usage.upstreamCost()))
                .upstreamInputCost(priceOrNull(usage.upstreamInputCost()))
                .upstreamOutputCost(priceOrNull(usage.upstreamOutputCost()))
                .serverToolCost(priceOrNull(usage.serverToolCost()))
                .byok(usage.byok())
                .build();
    }

    private static @Nullable BigDecimal priceOrNull(@Nullable BigDecimal cost) {
        return cost == null || !JsonValues.isPrice(cost) ? null : cost;
    }

    /** The counts of any usage; values that only OpenRouter reports are unknown for others. */
    static @Nullable OpenRouterTokenUsage from(@Nullable TokenUsage usage) {
        if (usage == null || usage instanceof OpenRouterTokenUsage) {
            return (OpenRouterTokenUsage) usage;
        }
        return builder()
                .inputTokenCount(usage.inputTokenCount())
                .outputTokenCount(usage.outputTokenCount())
                .totalTokenCount(usage.totalTokenCount())
                .build();
    }

    /** Input tokens read from the upstream's prompt cache; part of {@link #inputTokenCount()}. */
    public @Nullable Integer cachedInputTokens() {
        return counts.get(UsageCount.CACHED_INPUT);
    }

    /** Input tokens written to the prompt cache; reported for models that charge for writing. */
    public @Nullable Integer cacheWriteInputTokens() {
        return counts.get(UsageCount.CACHE_WRITE_INPUT);
    }

    /** Tokens of the audio in the request; part of {@link #inputTokenCount()}. */
    public @Nullable Integer audioInputTokens() {
        return counts.get(UsageCount.AUDIO_INPUT);
    }

    /** Tokens of the video in the request; part of {@link #inputTokenCount()}. */
    public @Nullable Integer videoInputTokens() {
        return counts.get(UsageCount.VIDEO_INPUT);
    }

    /** Tokens of the files in the request; part of {@link #inputTokenCount()}. */
    public @Nullable Integer fileInputTokens() {
        return counts.get(UsageCount.FILE_INPUT);
    }

    /** Tokens spent on reasoning, shown or hidden; part of {@link #outputTokenCount()}. */
    public @Nullable Integer reasoningTokens() {
        return counts.get(UsageCount.REASONING);
    }

    /** Tokens of the generated audio; part of {@link #outputTokenCount()}. */
    public @Nullable Integer audioOutputTokens() {
        return counts.get(UsageCount.AUDIO_OUTPUT);
    }

    /** Tokens of the generated images; part of {@link #outputTokenCount()}. */
    public @Nullable Integer imageOutputTokens() {
        return counts.get(UsageCount.IMAGE_OUTPUT);
    }

    /** Tokens of the request's {@code prediction} that the answer used. */
    public @Nullable Integer acceptedPredictionTokens() {
        return counts.get(UsageCount.ACCEPTED_PREDICTION);
    }

    /** Tokens of the request's {@code prediction} that the answer did not use; billed as output. */
    public @Nullable Integer rejectedPredictionTokens() {
        return counts.get(UsageCount.REJECTED_PREDICTION);
    }

    /** Web searches that OpenRouter ran for the answer; included in {@link #serverToolCallsRequested()}. */
    public @Nullable Integer webSearchRequests() {
        return counts.get(UsageCount.WEB_SEARCH);
    }

    /** Calls of server tools that the model asked for. */
    public @Nullable Integer serverToolCallsRequested() {
        return counts.get(UsageCount.SERVER_TOOL_REQUESTED);
    }

    /** Calls of server tools that OpenRouter ran. */
    public @Nullable Integer serverToolCallsExecuted() {
        return counts.get(UsageCount.SERVER_TOOL_EXECUTED);
    }

    /**
     * What OpenRouter charged to the account, in US dollars, to the last digit. Zero for free models and cached
     * responses; with your own provider key only OpenRouter's fee.
     */
    public @Nullable BigDecimal cost() {
        return cost;
    }

    /**
     * What the upstream provider charged to your own key, in US dollars; see {@link #byok()}. A sum with such calls
     * leaves out the others.
     */
    public @Nullable BigDecimal upstreamCost() {
        return upstreamCost;
    }

    /** The upstream provider's cost of the input, in US dollars; reported for every key. */
    public @Nullable BigDecimal upstreamInputCost() {
        return upstreamInputCost;
    }

    /** The upstream provider's cost of the output, in US dollars; reported for every key. */
    public @Nullable BigDecimal upstreamOutputCost() {
        return upstreamOutputCost;
    }

    /**
     * What server tools cost that are billed by time, such as a sandbox, in US dollars; part of {@link #cost()}. Zero
     * if they ran for free, null if none ran.
     */
    public @Nullable BigDecimal serverToolCost() {
        return serverToolCost;
    }

    /** Whether your own key at the upstream provider paid for the call; for a sum, whether any call. */
    public @Nullable Boolean byok() {
        return byok;
    }

    /** The sum of both, value by value; a value that only one of them reports is kept. */
    @Override
    public OpenRouterTokenUsage add(@Nullable TokenUsage that) {
        OpenRouterTokenUsage other = from(that);
        if (other == null) {
            return this;
        }
        return builder()
                .inputTokenCount(tokens(inputTokenCount(), other.inputTokenCount()))
                .outputTokenCount(tokens(outputTokenCount(), other.outputTokenCount()))
                .totalTokenCount(tokens(totalTokenCount(), other.totalTokenCount()))
                .counts(sum(counts, other.counts))
                .cost(sum(cost, other.cost))
                .upstreamCost(upstreamSum(other))
                .upstreamInputCost(sum(upstreamInputCost, other.upstreamInputCost))
                .upstreamOutputCost(sum(upstreamOutputCost, other.upstreamOutputCost))
                .serverToolCost(sum(serverToolCost, other.serverToolCost))
                .byok(either(byok, other.byok))
                .build();
    }

    /** The sum of both; null if neither is reported. */
    static @Nullable OpenRouterTokenUsage sum(
            @Nullable OpenRouterTokenUsage first, @Nullable OpenRouterTokenUsage second) {
        return first == null ? second : first.add(second);
    }

    /** Without your own key it is the same money as {@link #cost}: beside a call with the key it must not count. */
    private @Nullable BigDecimal upstreamSum(OpenRouterTokenUsage other) {
        boolean own = Boolean.TRUE.equals(byok);
        if (own == Boolean.TRUE.equals(other.byok)) {
            return sum(upstreamCost, other.upstreamCost);
        }
        return own ? upstreamCost : other.upstreamCost;
    }

    private static Map<UsageCount, Integer> sum(Map<UsageCount, Integer> first, Map<UsageCount, Integer> second) {
        Map<UsageCount, Integer> sum = new EnumMap<>(UsageCount.class);
        sum.putAll(first);
        second.forEach((count, value) -> sum.merge(count, value, OpenRouterTokenUsage::tokens));
        return sum;
    }

    /** The largest int instead of a sum beyond it. */
    private static @Nullable Integer tokens(@Nullable Integer first, @Nullable Integer second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, (long) first + second));
    }

    private static @Nullable BigDecimal sum(@Nullable BigDecimal first, @Nullable BigDecimal second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return first.add(second);
    }

    private static @Nullable Boolean either(@Nullable Boolean first, @Nullable Boolean second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        return first || second;
    }

    /** Compares values; 0.10 equals 0.1. */
    @Override
    public boolean equals(@Nullable Object o) {
        if (!super.equals(o)) {
            return false;
        }
        OpenRouterTokenUsage that = (OpenRouterTokenUsage) o;
        return counts.equals(that.counts)
                && Objects.equals(stripped(cost), stripped(that.cost))
                && Objects.equals(stripped(upstreamCost), stripped(that.upstreamCost))
                && Objects.equals(stripped(upstreamInputCost), stripped(that.upstreamInputCost))
                && Objects.equals(stripped(upstreamOutputCost), stripped(that.upstreamOutputCost))
                && Objects.equals(stripped(serverToolCost), stripped(that.serverToolCost))
                && Objects.equals(byok, that.byok);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                super.hashCode(),
                counts,
                stripped(cost),
                stripped(upstreamCost),
                stripped(upstreamInputCost),
                stripped(upstreamOutputCost),
                stripped(serverToolCost),
                byok);
    }

    private static @Nullable BigDecimal stripped(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.stripTrailingZeros();
    }

    @Override
    public String toString() {
        return "OpenRouterTokenUsage { inputTokenCount = " + inputTokenCount()
                + ", outputTokenCount = " + outputTokenCount()
                + ", totalTokenCount = " + totalTokenCount()
                + ", " + shown(counts)
                + "cost = " + plain(cost)
                + ", upstreamCost = " + plain(upstreamCost)
                + ", byok = " + byok
                + " }";
    }

    private static String shown(Map<UsageCount, Integer> counts) {
        return counts.entrySet().stream()
                .map(count -> count.getKey() + " = " + count.getValue() + ", ")
                .collect(Collectors.joining());
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }

    /** A builder with nothing set: what is not set is as if OpenRouter had not reported it. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a usage; an unset total is the sum of input and output. */
    public static class Builder {

        private @Nullable Integer inputTokenCount;
        private @Nullable Integer outputTokenCount;
        private @Nullable Integer totalTokenCount;
        private Map<UsageCount, Integer> counts = Map.of(); // replaced, never changed: usages share it
        private @Nullable BigDecimal cost;
        private @Nullable BigDecimal upstreamCost;
        private @Nullable BigDecimal upstreamInputCost;
        private @Nullable BigDecimal upstreamOutputCost;
        private @Nullable BigDecimal serverToolCost;
        private @Nullable Boolean byok;

        public Builder inputTokenCount(@Nullable Integer inputTokenCount) {
            this.inputTokenCount = inputTokenCount;
            return this;
        }

        public Builder outputTokenCount(@Nullable Integer outputTokenCount) {
            this.outputTokenCount = outputTokenCount;
            return this;
        }

        public Builder totalTokenCount(@Nullable Integer totalTokenCount) {
            this.totalTokenCount = totalTokenCount;
            return this;
        }

        public Builder cachedInputTokens(@Nullable Integer cachedInputTokens) {
            return count(UsageCount.CACHED_INPUT, cachedInputTokens);
        }

        public Builder cacheWriteInputTokens(@Nullable Integer cacheWriteInputTokens) {
            return count(UsageCount.CACHE_WRITE_INPUT, cacheWriteInputTokens);
        }

        public Builder audioInputTokens(@Nullable Integer audioInputTokens) {
            return count(UsageCount.AUDIO_INPUT, audioInputTokens);
        }

        public Builder videoInputTokens(@Nullable Integer videoInputTokens) {
            return count(UsageCount.VIDEO_INPUT, videoInputTokens);
        }

        public Builder fileInputTokens(@Nullable Integer fileInputTokens) {
            return count(UsageCount.FILE_INPUT, fileInputTokens);
        }

        public Builder reasoningTokens(@Nullable Integer reasoningTokens) {
            return count(UsageCount.REASONING, reasoningTokens);
        }

        public Builder audioOutputTokens(@Nullable Integer audioOutputTokens) {
            return count(UsageCount.AUDIO_OUTPUT, audioOutputTokens);
        }

        public Builder imageOutputTokens(@Nullable Integer imageOutputTokens) {
            return count(UsageCount.IMAGE_OUTPUT, imageOutputTokens);
        }

        public Builder acceptedPredictionTokens(@Nullable Integer acceptedPredictionTokens) {
            return count(UsageCount.ACCEPTED_PREDICTION, acceptedPredictionTokens);
        }

        public Builder rejectedPredictionTokens(@Nullable Integer rejectedPredictionTokens) {
            return count(UsageCount.REJECTED_PREDICTION, rejectedPredictionTokens);
        }

        public Builder webSearchRequests(@Nullable Integer webSearchRequests) {
            return count(UsageCount.WEB_SEARCH, webSearchRequests);
        }

        public Builder serverToolCallsRequested(@Nullable Integer serverToolCallsRequested) {
            return count(UsageCount.SERVER_TOOL_REQUESTED, serverToolCallsRequested);
        }

        public Builder serverToolCallsExecuted(@Nullable Integer serverToolCallsExecuted) {
            return count(UsageCount.SERVER_TOOL_EXECUTED, serverToolCallsExecuted);
        }

        /** In US dollars. */
        public Builder cost(@Nullable BigDecimal cost) {
            this.cost = cost;
            return this;
        }

        /** In US dollars. */
        public Builder upstreamCost(@Nullable BigDecimal upstreamCost) {
            this.upstreamCost = upstreamCost;
            return this;
        }

        /** In US dollars. */
        public Builder upstreamInputCost(@Nullable BigDecimal upstreamInputCost) {
            this.upstreamInputCost = upstreamInputCost;
            return this;
        }

        /** In US dollars. */
        public Builder upstreamOutputCost(@Nullable BigDecimal upstreamOutputCost) {
            this.upstreamOutputCost = upstreamOutputCost;
            return this;
        }

        /** In US dollars. */
        public Builder serverToolCost(@Nullable BigDecimal serverToolCost) {
            this.serverToolCost = serverToolCost;
            return this;
        }

        public Builder byok(@Nullable Boolean byok) {
            this.byok = byok;
            return this;
        }

        Builder counts(Map<UsageCount, Integer> counts) {
            this.counts = counts;
            return this;
        }

        private Builder count(UsageCount count, @Nullable Integer value) {
            Map<UsageCount, Integer> changed = new EnumMap<>(UsageCount.class);
            changed.putAll(counts);
            if (value == null) {
                changed.remove(count);
            } else {
                changed.put(count, value);
            }
            return counts(changed);
        }

        public OpenRouterTokenUsage build() {
            return new OpenRouterTokenUsage(this);
        }
    }
}
