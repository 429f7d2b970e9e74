package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which upstream providers may serve a request, and in which order. Preferences of a request override the model's field
 * by field: a request with {@code sort} keeps the model's {@code zdr}. Lists are replaced; each maximum price, and each
 * percentile, is a field of its own.
 *
 * <pre>{@code
 * OpenRouterProviderPreferences.builder()
 *         .order("anthropic", "amazon-bedrock")
 *         .allowFallbacks(false)
 *         .build();
 * }</pre>
 *
 * <p>Name providers by slug, {@code anthropic}, {@code google-vertex}. A slug stands for all its variants and regions
 * unless it names one: {@code google-vertex/us-east5}.
 *
 * @see <a href="https://openrouter.ai/docs/guides/routing/provider-selection">Provider routing</a>
 */
public final class OpenRouterProviderPreferences extends WireObject {

    static final String DATA_COLLECTION = "data_collection";
    static final String ZDR = "zdr";
    static final String REQUIRE_PARAMETERS = "require_parameters";
    private static final String SORT = "sort";

    private static final Set<Integer> PERCENTILES = Set.of(50, 75, 90, 99);

    private OpenRouterProviderPreferences(Map<String, ?> members) {
        super(members);
    }

    /**
     * Preferences in OpenRouter's own field names, for fields without a setter here. OpenRouter refuses unknown names.
     *
     * @throws IllegalArgumentException for a value that is not JSON
     */
    public static OpenRouterProviderPreferences of(Map<String, ?> fields) {
        return new OpenRouterProviderPreferences(fields);
    }

    /** A builder with nothing set. */
    public static Builder builder() {
        return new Builder(new Members());
    }

    /** A builder that starts with these values. */
    public Builder toBuilder() {
        return new Builder(new Members(toMap()));
    }

    /**
     * Returns these preferences, overridden by the fields of {@code newer}, and by each of its prices and percentiles.
     */
    OpenRouterProviderPreferences overrideWith(OpenRouterProviderPreferences newer) {
        var merged = new Members(toMap());
        newer.toMap().forEach((name, value) -> {
            if (value instanceof Map<?, ?> parts && merged.get(name) != null && !name.equals(SORT)) {
                medianAsPercentile(merged, name);
                parts.forEach((part, limit) -> merged.set(name, (String) part, limit));
            } else {
                merged.set(name, value);
            }
        });
        return new OpenRouterProviderPreferences(merged.toMap());
    }

    private static void medianAsPercentile(Members members, String name) {
        if (name.startsWith("preferred_") && members.get(name) instanceof Number median) {
            members.set(name, Map.of("p50", median));
        }
    }

    /**
     * Collects preferences. Every setter takes null for "not set": it is not sent then, and the account's settings and
     * OpenRouter's defaults hold. Not for several threads at once.
     */
    public static final class Builder {

        private final Members members;

        private Builder(Members members) {
            this.members = members;
        }

        /** Providers to try first, in this order. Turns load balancing and sticky routing off. */
        public Builder order(@Nullable List<String> slugs) {
            return set("order", slugs);
        }

        /** Like {@link #order(List)}. */
        public Builder order(String... slugs) {
            return order(SetterChecks.list("provider.order", slugs));
        }

        /** The providers that may serve. */
        public Builder only(@Nullable List<String> slugs) {
            return set("only", slugs);
        }

        /** Like {@link #only(List)}. */
        public Builder only(String... slugs) {
            return only(SetterChecks.list("provider.only", slugs));
        }

        /** Providers that must not serve; the account's own deny-list applies as well. */
        public Builder ignore(@Nullable List<String> slugs) {
            return set("ignore", slugs);
        }

        /** Like {@link #ignore(List)}. */
        public Builder ignore(String... slugs) {
            return ignore(SetterChecks.list("provider.ignore", slugs));
        }

        /** Whether another provider may serve if the first choice fails. Unset: yes. */
        public Builder allowFallbacks(@Nullable Boolean allowFallbacks) {
            return set("allow_fallbacks", allowFallbacks);
        }

        /**
         * Whether to use only providers that support every parameter of the request; the others silently drop unknown
         * ones. Unset: no, but yes for a request with a JSON schema.
         */
        public Builder requireParameters(@Nullable Boolean requireParameters) {
            return set(REQUIRE_PARAMETERS, requireParameters);
        }

        /** Whether to use providers that keep prompts or train on them: {@code allow} or {@code deny}. Unset: allow. */
        public Builder dataCollection(@Nullable String dataCollection) {
            SetterChecks.notBlank("provider.dataCollection", dataCollection);
            return set(DATA_COLLECTION, dataCollection);
        }

        /** Whether to use only endpoints with zero data retention. Can tighten the account's setting, not loosen it. */
        public Builder zdr(@Nullable Boolean zdr) {
            return set(ZDR, zdr);
        }

        /** Whether to use only models whose author allows distillation of their text. */
        public Builder enforceDistillableText(@Nullable Boolean enforceDistillableText) {
            return set("enforce_distillable_text", enforceDistillableText);
        }

        /**
         * Accepted precisions: int4, int8, fp4, mxfp4, nvfp4, fp6, fp8, mxfp8, fp16, bf16, fp32, unknown.
         */
        public Builder quantizations(@Nullable List<String> quantizations) {
            return set("quantizations", quantizations);
        }

        /** Like {@link #quantizations(List)}. */
        public Builder quantizations(String... quantizations) {
            return quantizations(SetterChecks.list("provider.quantizations", quantizations));
        }

        /**
         * {@code price}, {@code throughput}, {@code latency} or {@code exacto} (best at tool calls): the best one
         * first. Turns load balancing off. Unset: balanced by price.
         */
        public Builder sort(@Nullable String by) {
            return set(SORT, by);
        }

        /**
         * Like {@link #sort(String)}, with fallback models.
         *
         * @param partition {@code model} keeps the order of the models and sorts the providers of each, {@code none}
         *     sorts the providers of all models together
         */
        public Builder sort(String by, String partition) {
            ensureNotNull(by, "by");
            ensureNotNull(partition, "partition");
            return set(SORT, Map.of("by", by, "partition", partition));
        }

        /** Minimum tokens a second for half of the requests. Slower providers come last; none is excluded. */
        public Builder preferredMinThroughput(@Nullable Double tokensPerSecond) {
            positive("preferredMinThroughput", tokensPerSecond);
            return set("preferred_min_throughput", tokensPerSecond);
        }

        /**
         * Minimum tokens a second at a percentile: this percentage of the requests gets at least that. Call it again
         * for more.
         *
         * @param percentile 50, 75, 90 or 99
         */
        public Builder preferredMinThroughput(int percentile, double tokensPerSecond) {
            return percentile("preferredMinThroughput", "preferred_min_throughput", percentile, tokensPerSecond);
        }

        /**
         * Maximum seconds to the first token for half of the requests. Slower providers come last; none is excluded.
         */
        public Builder preferredMaxLatency(@Nullable Double seconds) {
            positive("preferredMaxLatency", seconds);
            return set("preferred_max_latency", seconds);
        }

        /**
         * Maximum seconds to the first token at a percentile: this percentage of the requests is as fast. Call it again
         * for more.
         *
         * @param percentile 50, 75, 90 or 99
         */
        public Builder preferredMaxLatency(int percentile, double seconds) {
            return percentile("preferredMaxLatency", "preferred_max_latency", percentile, seconds);
        }

        /** The highest input price, in USD per million tokens. Excludes more expensive endpoints. */
        public Builder maxPromptPrice(@Nullable BigDecimal usdPerMillionTokens) {
            return price("maxPromptPrice", "prompt", usdPerMillionTokens);
        }

        /** The highest output price, in USD per million tokens. Excludes more expensive endpoints. */
        public Builder maxCompletionPrice(@Nullable BigDecimal usdPerMillionTokens) {
            return price("maxCompletionPrice", "completion", usdPerMillionTokens);
        }

        /** The highest price of an image, in USD. */
        public Builder maxImagePrice(@Nullable BigDecimal usd) {
            return price("maxImagePrice", "image", usd);
        }

        /** The highest price of audio, in USD per unit. */
        public Builder maxAudioPrice(@Nullable BigDecimal usd) {
            return price("maxAudioPrice", "audio", usd);
        }

        /** The highest price of a request besides its tokens, in USD. */
        public Builder maxRequestPrice(@Nullable BigDecimal usd) {
            return price("maxRequestPrice", "request", usd);
        }

        /** The preferences, detached from this builder. */
        public OpenRouterProviderPreferences build() {
            return new OpenRouterProviderPreferences(members.toMap());
        }

        private Builder set(String name, @Nullable Object value) {
            if (value instanceof List<?> given) {
                SetterChecks.list("provider." + name, given);
            }
            if (value instanceof String text && text.isBlank()
                    || value instanceof List<?> list
                            && list.stream().anyMatch(slug -> slug.toString().isBlank())) {
                throw new IllegalArgumentException("provider." + name + " must not be blank");
            }
            members.set(name, value);
            return this;
        }

        private Builder percentile(String setter, String name, int percentile, double value) {
            if (!PERCENTILES.contains(percentile)) {
                throw new IllegalArgumentException(
                        setter + " takes the percentiles 50, 75, 90 and 99, but not " + percentile);
            }
            positive(setter, value);
            medianAsPercentile(members, name);
            members.set(name, "p" + percentile, value);
            return this;
        }

        // the API's schema has prices as text
        private Builder price(String setter, String name, @Nullable BigDecimal usd) {
            if (usd != null && usd.signum() < 0) {
                throw new IllegalArgumentException(setter + " must not be negative, but is " + usd);
            }
            members.set("max_price", name, usd == null ? null : usd.toPlainString());
            return this;
        }

        private static void positive(String setter, @Nullable Double value) {
            if (value != null && !(value > 0 && Double.isFinite(value))) {
                throw new IllegalArgumentException(setter + " must be greater than 0, but is " + value);
            }
        }
    }
}
