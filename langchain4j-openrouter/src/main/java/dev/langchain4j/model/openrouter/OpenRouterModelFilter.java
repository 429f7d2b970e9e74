package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on a model, for {@link OpenRouterModelCatalog#models(OpenRouterModelFilter)}. All of them must hold; a
 * value that OpenRouter does not report satisfies none. Immutable.
 *
 * <pre>{@code
 * OpenRouterModelFilter filter = OpenRouterModelFilter.builder()
 *         .maxPromptPrice(new BigDecimal("0.5"))
 *         .minContext(200_000)
 *         .inputModalities("image")
 *         .supportedParameters("tools")
 *         .minCodingIndex(40.0)
 *         .minUptime(99.0)
 *         .build();
 * }</pre>
 *
 * @see <a href="https://openrouter.ai/docs/guides/overview/models">Models</a>
 */
public final class OpenRouterModelFilter {

    private final @Nullable BigDecimal maxPromptPrice;
    private final @Nullable BigDecimal maxCompletionPrice;
    private final boolean free;
    private final @Nullable Integer minContext;
    private final List<String> inputModalities;
    private final List<String> outputModalities;
    private final List<String> supportedParameters;
    private final @Nullable Double minIntelligenceIndex;
    private final @Nullable Double minCodingIndex;
    private final @Nullable Double minAgenticIndex;
    private final @Nullable LocalDate usableOn;
    private final @Nullable Double minUptime;
    private final Map<String, String> query;

    private OpenRouterModelFilter(Builder builder) {
        this.maxPromptPrice = builder.maxPromptPrice;
        this.maxCompletionPrice = builder.maxCompletionPrice;
        this.free = builder.free;
        this.minContext = builder.minContext;
        this.inputModalities = builder.inputModalities;
        this.outputModalities = builder.outputModalities;
        this.supportedParameters = builder.supportedParameters;
        this.minIntelligenceIndex = builder.minIntelligenceIndex;
        this.minCodingIndex = builder.minCodingIndex;
        this.minAgenticIndex = builder.minAgenticIndex;
        this.usableOn = builder.usableOn;
        this.minUptime = builder.minUptime;
        this.query = Map.copyOf(builder.query);
    }

    /** A builder with nothing set: every model matches. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Whether a model satisfies the conditions that its own data decides: all but {@code minUptime} and {@code query}.
     * For models from {@link OpenRouterModelCatalog#modelsOfKey()}, for example.
     */
    public boolean matches(OpenRouterModelInfo model) {
        ensureNotNull(model, "model");
        return costsAtMost(model)
                && (minContext == null || model.holds(minContext))
                && inputModalities.stream().allMatch(model::accepts)
                && outputModalities.stream().allMatch(model::produces)
                && supportedParameters.stream().allMatch(model::supports)
                && scores(model.benchmarks())
                && (usableOn == null || !model.expiresBy(usableOn.minusDays(1)));
    }

    private boolean costsAtMost(OpenRouterModelInfo model) {
        return (!free || model.isFree())
                && OpenRouterModelInfo.isAtMost(maxPromptPrice, model.pricing().prompt())
                && OpenRouterModelInfo.isAtMost(
                        maxCompletionPrice, model.pricing().completion());
    }

    private boolean scores(@Nullable OpenRouterBenchmarks benchmarks) {
        return isAtLeast(minIntelligenceIndex, benchmarks == null ? null : benchmarks.intelligenceIndex())
                && isAtLeast(minCodingIndex, benchmarks == null ? null : benchmarks.codingIndex())
                && isAtLeast(minAgenticIndex, benchmarks == null ? null : benchmarks.agenticIndex());
    }

    private static boolean isAtLeast(@Nullable Double least, @Nullable Double value) {
        return least == null || value != null && value >= least;
    }

    boolean needsEndpoints() {
        return minUptime != null;
    }

    /** Whether one of the model's endpoints is up often enough. */
    boolean matches(List<OpenRouterEndpointInfo> endpoints) {
        return endpoints.stream().anyMatch(endpoint -> isAtLeast(minUptime, endpoint.uptimeLast30Minutes()));
    }

    Map<String, String> query() {
        return query;
    }

    /**
     * Builds an {@link OpenRouterModelFilter}. Each setter takes null for "not set": such a condition excludes no
     * model.
     */
    public static final class Builder {

        private static final Set<String> OWNED = Set.of("offset", "limit", "use_rss", "use_rss_chat_links");
        private static final double HIGHEST_INDEX = 100;

        private @Nullable BigDecimal maxPromptPrice;
        private @Nullable BigDecimal maxCompletionPrice;
        private boolean free;
        private @Nullable Integer minContext;
        private List<String> inputModalities = List.of();
        private List<String> outputModalities = List.of();
        private List<String> supportedParameters = List.of();
        private @Nullable Double minIntelligenceIndex;
        private @Nullable Double minCodingIndex;
        private @Nullable Double minAgenticIndex;
        private @Nullable LocalDate usableOn;
        private @Nullable Double minUptime;
        private final Map<String, String> query = new LinkedHashMap<>();

        private Builder() {}

        /** Highest price of a million input tokens, in US dollars. */
        public Builder maxPromptPrice(@Nullable BigDecimal maxPromptPrice) {
            this.maxPromptPrice = price("maxPromptPrice", maxPromptPrice);
            return this;
        }

        /** Highest price of a million output tokens, in US dollars. */
        public Builder maxCompletionPrice(@Nullable BigDecimal maxCompletionPrice) {
            this.maxCompletionPrice = price("maxCompletionPrice", maxCompletionPrice);
            return this;
        }

        private static @Nullable BigDecimal price(String setter, @Nullable BigDecimal price) {
            SetterChecks.price(setter, price);
            return price;
        }

        /** True: only models whose prices are all known and zero. Unset: false. */
        public Builder free(@Nullable Boolean free) {
            this.free = Boolean.TRUE.equals(free);
            return this;
        }

        /** Shortest context, in tokens of prompt and answer together; see {@link OpenRouterModelInfo#holds}. */
        public Builder minContext(@Nullable Integer minContext) {
            SetterChecks.atLeast("minContext", minContext, 1);
            this.minContext = minContext;
            return this;
        }

        /** Content that the model accepts, each of these: {@code image}, {@code file}, {@code audio}, … */
        public Builder inputModalities(String @Nullable ... inputModalities) {
            this.inputModalities = texts("inputModalities", inputModalities);
            return this;
        }

        /** Content that the model produces, each of these: {@code text}, {@code embeddings}, {@code rerank}, … */
        public Builder outputModalities(String @Nullable ... outputModalities) {
            this.outputModalities = texts("outputModalities", outputModalities);
            return this;
        }

        /** Parameters that an endpoint supports, each of these: {@code tools}, {@code structured_outputs}, … */
        public Builder supportedParameters(String @Nullable ... supportedParameters) {
            this.supportedParameters = texts("supportedParameters", supportedParameters);
            return this;
        }

        private static List<String> texts(String setter, String @Nullable [] texts) {
            List<String> copy = SetterChecks.list(setter, texts);
            return copy == null ? List.of() : copy;
        }

        /** Lowest {@link OpenRouterBenchmarks#intelligenceIndex()}, 0 to 100. */
        public Builder minIntelligenceIndex(@Nullable Double minIntelligenceIndex) {
            this.minIntelligenceIndex = index("minIntelligenceIndex", minIntelligenceIndex);
            return this;
        }

        /** Lowest {@link OpenRouterBenchmarks#codingIndex()}, 0 to 100. */
        public Builder minCodingIndex(@Nullable Double minCodingIndex) {
            this.minCodingIndex = index("minCodingIndex", minCodingIndex);
            return this;
        }

        /** Lowest {@link OpenRouterBenchmarks#agenticIndex()}, 0 to 100. */
        public Builder minAgenticIndex(@Nullable Double minAgenticIndex) {
            this.minAgenticIndex = index("minAgenticIndex", minAgenticIndex);
            return this;
        }

        private static @Nullable Double index(String setter, @Nullable Double index) {
            SetterChecks.within(setter, index, 0, HIGHEST_INDEX);
            return index;
        }

        /** A day on which the model can still be used. A model without an expiration can. */
        public Builder usableOn(@Nullable LocalDate usableOn) {
            this.usableOn = usableOn;
            return this;
        }

        /**
         * Lowest uptime of the model's best endpoint in the last half hour, in percent. The catalog does not have it:
         * the endpoints of each model that satisfies all other conditions are fetched, one request a model.
         */
        public Builder minUptime(@Nullable Double minUptime) {
            SetterChecks.within("minUptime", minUptime, 0, 100);
            this.minUptime = minUptime;
            return this;
        }

        /**
         * A condition or an order that only OpenRouter knows, by its name in the query of {@code GET /models}:
         * {@code category}, {@code q}, {@code sort}, {@code zdr}, {@code region}, {@code providers}, … With one, the
         * models are fetched for this filter; without, they come from the catalog. Null removes it.
         *
         * @throws IllegalArgumentException for a name that selects a page or another format
         * @see <a href="https://openrouter.ai/docs/api-reference/list-available-models">The names</a>
         */
        public Builder query(String name, @Nullable String value) {
            ensureNotNull(name, "name");
            if (OWNED.contains(name)) {
                throw SetterChecks.refused("query", "must not select a page or a format", name);
            }
            if (value == null) {
                query.remove(name);
            } else {
                query.put(name, value);
            }
            return this;
        }

        /** @return the filter */
        public OpenRouterModelFilter build() {
            return new OpenRouterModelFilter(this);
        }
    }
}
