package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.output.TokenUsage;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a call used and cost. Tokens are counted by the upstream's own tokenizer. Null means that OpenRouter did not
 * report the figure, which is never the same as zero.
 *
 * @see <a href="https://openrouter.ai/docs/cookbook/administration/usage-accounting">Usage accounting</a>
 */
public class OpenRouterTokenUsage extends TokenUsage {

    private final @Nullable Integer cachedInputTokens;
    private final @Nullable Integer cacheWriteInputTokens;
    private final @Nullable Integer audioInputTokens;
    private final @Nullable Integer reasoningTokens;
    private final @Nullable Integer audioOutputTokens;
    private final @Nullable Integer imageOutputTokens;
    private final @Nullable BigDecimal cost;
    private final @Nullable BigDecimal upstreamCost;
    private final @Nullable Boolean byok;
    private final @Nullable Integer webSearchRequests;

    protected OpenRouterTokenUsage(Builder builder) {
        super(builder.inputTokenCount, builder.outputTokenCount, total(builder));
        this.cachedInputTokens = builder.cachedInputTokens;
        this.cacheWriteInputTokens = builder.cacheWriteInputTokens;
        this.audioInputTokens = builder.audioInputTokens;
        this.reasoningTokens = builder.reasoningTokens;
        this.audioOutputTokens = builder.audioOutputTokens;
        this.imageOutputTokens = builder.imageOutputTokens;
        this.cost = builder.cost;
        this.upstreamCost = builder.upstreamCost;
        this.byok = builder.byok;
        this.webSearchRequests = builder.webSearchRequests;
    }

    private static @Nullable Integer total(Builder builder) {
        return builder.totalTokenCount != null
                ? builder.totalTokenCount
                : sum(builder.inputTokenCount, builder.outputTokenCount);
    }

    /** The counts of any usage; what only OpenRouter reports is unknown for another's. */
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
        return cachedInputTokens;
    }

    /** Input tokens written to the prompt cache; reported for models that charge for writing. */
    public @Nullable Integer cacheWriteInputTokens() {
        return cacheWriteInputTokens;
    }

    /** Tokens of the audio in the request; part of {@link #inputTokenCount()}. */
    public @Nullable Integer audioInputTokens() {
        return audioInputTokens;
    }

    /** Tokens spent on reasoning, shown or hidden; part of {@link #outputTokenCount()}. */
    public @Nullable Integer reasoningTokens() {
        return reasoningTokens;
    }

    /** Tokens of the generated audio; part of {@link #outputTokenCount()}. */
    public @Nullable Integer audioOutputTokens() {
        return audioOutputTokens;
    }

    /** Tokens of the generated images; part of {@link #outputTokenCount()}. */
    public @Nullable Integer imageOutputTokens() {
        return imageOutputTokens;
    }

    /**
     * What OpenRouter charged to the account, in US dollars, to the last digit. Zero for free models and cached
     * responses; with one's own provider key only OpenRouter's fee.
     */
    public @Nullable BigDecimal cost() {
        return cost;
    }

    /** What the upstream provider charged to one's own key, in US dollars; see {@link #byok()}. */
    public @Nullable BigDecimal upstreamCost() {
        return upstreamCost;
    }

    /** Whether the call was paid for with one's own key for the upstream provider; of a sum, whether any call was. */
    public @Nullable Boolean byok() {
        return byok;
    }

    /** Web searches that OpenRouter ran for the answer. */
    public @Nullable Integer webSearchRequests() {
        return webSearchRequests;
    }

    /** The sum of both, figure by figure; a figure that only one of them reports is kept as it is. */
    @Override
    public OpenRouterTokenUsage add(@Nullable TokenUsage that) {
        OpenRouterTokenUsage other = from(that);
        if (other == null) {
            return this;
        }
        return builder()
                .inputTokenCount(sum(inputTokenCount(), other.inputTokenCount()))
                .outputTokenCount(sum(outputTokenCount(), other.outputTokenCount()))
                .totalTokenCount(sum(totalTokenCount(), other.totalTokenCount()))
                .cachedInputTokens(sum(cachedInputTokens, other.cachedInputTokens))
                .cacheWriteInputTokens(sum(cacheWriteInputTokens, other.cacheWriteInputTokens))
                .audioInputTokens(sum(audioInputTokens, other.audioInputTokens))
                .reasoningTokens(sum(reasoningTokens, other.reasoningTokens))
                .audioOutputTokens(sum(audioOutputTokens, other.audioOutputTokens))
                .imageOutputTokens(sum(imageOutputTokens, other.imageOutputTokens))
                .cost(sum(cost, other.cost))
                .upstreamCost(sum(upstreamCost, other.upstreamCost))
                .byok(either(byok, other.byok))
                .webSearchRequests(sum(webSearchRequests, other.webSearchRequests))
                .build();
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

    /** Equal figures; an amount of 0.10 equals one of 0.1. */
    @Override
    public boolean equals(@Nullable Object o) {
        if (!super.equals(o)) {
            return false;
        }
        OpenRouterTokenUsage that = (OpenRouterTokenUsage) o;
        return Objects.equals(cachedInputTokens, that.cachedInputTokens)
                && Objects.equals(cacheWriteInputTokens, that.cacheWriteInputTokens)
                && Objects.equals(audioInputTokens, that.audioInputTokens)
                && Objects.equals(reasoningTokens, that.reasoningTokens)
                && Objects.equals(audioOutputTokens, that.audioOutputTokens)
                && Objects.equals(imageOutputTokens, that.imageOutputTokens)
                && Objects.equals(stripped(cost), stripped(that.cost))
                && Objects.equals(stripped(upstreamCost), stripped(that.upstreamCost))
                && Objects.equals(byok, that.byok)
                && Objects.equals(webSearchRequests, that.webSearchRequests);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                super.hashCode(),
                cachedInputTokens,
                cacheWriteInputTokens,
                audioInputTokens,
                reasoningTokens,
                audioOutputTokens,
                imageOutputTokens,
                stripped(cost),
                stripped(upstreamCost),
                byok,
                webSearchRequests);
    }

    private static @Nullable BigDecimal stripped(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.stripTrailingZeros();
    }

    @Override
    public String toString() {
        return "OpenRouterTokenUsage { inputTokenCount = " + inputTokenCount()
                + ", outputTokenCount = " + outputTokenCount()
                + ", totalTokenCount = " + totalTokenCount()
                + ", cachedInputTokens = " + cachedInputTokens
                + ", cacheWriteInputTokens = " + cacheWriteInputTokens
                + ", audioInputTokens = " + audioInputTokens
                + ", reasoningTokens = " + reasoningTokens
                + ", audioOutputTokens = " + audioOutputTokens
                + ", imageOutputTokens = " + imageOutputTokens
                + ", cost = " + plain(cost)
                + ", upstreamCost = " + plain(upstreamCost)
                + ", byok = " + byok
                + ", webSearchRequests = " + webSearchRequests
                + " }";
    }

    private static @Nullable String plain(@Nullable BigDecimal amount) {
        return amount == null ? null : amount.toPlainString();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Builds a usage; a total that is not set is the sum of input and output. */
    public static class Builder {

        private @Nullable Integer inputTokenCount;
        private @Nullable Integer outputTokenCount;
        private @Nullable Integer totalTokenCount;
        private @Nullable Integer cachedInputTokens;
        private @Nullable Integer cacheWriteInputTokens;
        private @Nullable Integer audioInputTokens;
        private @Nullable Integer reasoningTokens;
        private @Nullable Integer audioOutputTokens;
        private @Nullable Integer imageOutputTokens;
        private @Nullable BigDecimal cost;
        private @Nullable BigDecimal upstreamCost;
        private @Nullable Boolean byok;
        private @Nullable Integer webSearchRequests;

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
            this.cachedInputTokens = cachedInputTokens;
            return this;
        }

        public Builder cacheWriteInputTokens(@Nullable Integer cacheWriteInputTokens) {
            this.cacheWriteInputTokens = cacheWriteInputTokens;
            return this;
        }

        public Builder audioInputTokens(@Nullable Integer audioInputTokens) {
            this.audioInputTokens = audioInputTokens;
            return this;
        }

        public Builder reasoningTokens(@Nullable Integer reasoningTokens) {
            this.reasoningTokens = reasoningTokens;
            return this;
        }

        public Builder audioOutputTokens(@Nullable Integer audioOutputTokens) {
            this.audioOutputTokens = audioOutputTokens;
            return this;
        }

        public Builder imageOutputTokens(@Nullable Integer imageOutputTokens) {
            this.imageOutputTokens = imageOutputTokens;
            return this;
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

        public Builder byok(@Nullable Boolean byok) {
            this.byok = byok;
            return this;
        }

        public Builder webSearchRequests(@Nullable Integer webSearchRequests) {
            this.webSearchRequests = webSearchRequests;
            return this;
        }

        public OpenRouterTokenUsage build() {
            return new OpenRouterTokenUsage(this);
        }
    }
}
