package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.output.TokenUsage;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The prices of a model or one of its endpoints, in US dollars per unit: per token, image, request or search, exact to
 * the last digit. Null means that there is no such price, or that it is unknown.
 *
 * @param prices by OpenRouter's own names, {@code prompt}, {@code completion}, {@code input_cache_read}, …; without
 *     unknown prices
 * @param variable whether a price is unknown because it depends on the request, as a router's does ({@code -1} on the
 *     wire), or on a condition that this library does not know
 * @param overrides other prices for long prompts, certain hours or certain days; of several that hold, the later wins
 * @see <a href="https://openrouter.ai/docs/guides/overview/models">Models</a>
 */
public record OpenRouterPricing(Map<String, BigDecimal> prices, boolean variable, List<ConditionalPrices> overrides) {

    private static final String DISCOUNT = "discount"; // a fraction that the prices already include
    private static final String OVERRIDES = "overrides";

    /** Copies map and list. */
    public OpenRouterPricing {
        prices = Collections.unmodifiableMap(new LinkedHashMap<>(prices));
        overrides = List.copyOf(overrides);
    }

    static OpenRouterPricing from(@Nullable JsonObject pricing) {
        if (pricing == null) {
            return new OpenRouterPricing(Map.of(), true, List.of());
        }
        Map<String, BigDecimal> prices = prices(pricing);
        boolean variable = prices.isEmpty() || hasUnknown(pricing, prices::containsKey);
        List<ConditionalPrices> overrides = new ArrayList<>();
        for (JsonObject override : pricing.objects(OVERRIDES)) {
            ConditionalPrices other = ConditionalPrices.from(override);
            overrides.add(other);
            // a price that is unknown at times, or that nobody knows the times of, is unknown
            variable |= hasUnknown(override, name -> other.knows(name, override, prices.keySet()));
        }
        return new OpenRouterPricing(prices, variable, overrides);
    }

    /** The names of prices below zero, which depend on the request, also of those that hold at times. */
    static Set<String> dependent(@Nullable Object pricing) {
        Set<String> names = new HashSet<>();
        if (pricing instanceof Map<?, ?> members) {
            for (Map.Entry<?, ?> member : members.entrySet()) {
                BigDecimal price = JsonValues.decimal(String.valueOf(member.getValue()));
                if (price != null && price.signum() < 0 && !DISCOUNT.equals(member.getKey())) {
                    names.add(String.valueOf(member.getKey()));
                } else if (OVERRIDES.equals(member.getKey()) && member.getValue() instanceof List<?> overrides) {
                    overrides.forEach(override -> names.addAll(dependent(override)));
                }
            }
        }
        return names;
    }

    private static Map<String, BigDecimal> prices(JsonObject pricing) {
        Map<String, BigDecimal> prices = new LinkedHashMap<>();
        for (String name : pricing.members().keySet()) {
            BigDecimal price = name.equals(DISCOUNT) ? null : pricing.decimal(name);
            if (price != null && price.signum() >= 0) {
                prices.put(name, price);
            }
        }
        return prices;
    }

    private static boolean hasUnknown(JsonObject pricing, Predicate<String> isKnown) {
        return pricing.members().keySet().stream().anyMatch(name -> mayMatter(name, pricing) && !isKnown.test(name));
    }

    /** Whether a member may be a price, or a condition of one. */
    private static boolean mayMatter(String name, JsonObject pricing) {
        return !name.equals(DISCOUNT)
                && !name.equals(OVERRIDES)
                && pricing.members().get(name) != null;
    }

    /** A price by OpenRouter's name for it; null if there is none or it is unknown. */
    public @Nullable BigDecimal price(String name) {
        return prices.get(name);
    }

    /** Per input token. */
    public @Nullable BigDecimal prompt() {
        return price("prompt");
    }

    /** Per output token. */
    public @Nullable BigDecimal completion() {
        return price("completion");
    }

    /** Per request, besides its tokens. */
    public @Nullable BigDecimal request() {
        return price("request");
    }

    /** Per image in the request. */
    public @Nullable BigDecimal image() {
        return price("image");
    }

    /** Per web search. */
    public @Nullable BigDecimal webSearch() {
        return price("web_search");
    }

    /** Per input token read from the provider's cache; null if it costs as much as any other. */
    public @Nullable BigDecimal inputCacheRead() {
        return price("input_cache_read");
    }

    /** Per input token written to the provider's cache; null if it costs as much as any other. */
    public @Nullable BigDecimal inputCacheWrite() {
        return price("input_cache_write");
    }

    /** Whether the amounts are the same; trailing zeros do not matter. */
    boolean sameAs(OpenRouterPricing other) {
        return variable == other.variable
                && stripped(prices).equals(stripped(other.prices))
                && strippedOverrides().equals(other.strippedOverrides());
    }

    private List<ConditionalPrices> strippedOverrides() {
        return overrides.stream()
                .map(each -> new ConditionalPrices(
                        each.minPromptTokens(),
                        each.utcStart(),
                        each.utcEnd(),
                        each.utcDays(),
                        stripped(each.prices())))
                .toList();
    }

    private static Map<String, BigDecimal> stripped(Map<String, BigDecimal> prices) {
        Map<String, BigDecimal> stripped = new LinkedHashMap<>();
        prices.forEach((name, price) -> stripped.put(name, price.stripTrailingZeros()));
        return stripped;
    }

    /**
     * Whether all prices are known and zero, those of input and output tokens included. An unknown price is not free.
     */
    public boolean isFree() {
        return !variable
                && prompt() != null
                && completion() != null
                && allZero(prices.values())
                && overrides.stream()
                        .allMatch(override -> allZero(override.prices().values()));
    }

    private static boolean allZero(Collection<BigDecimal> prices) {
        return prices.stream().allMatch(price -> price.signum() == 0);
    }

    /**
     * The cost of a call with this usage, in US dollars; empty if a price that it needs is unknown. An estimate:
     * OpenRouter may route to a more expensive endpoint, and counts images and audio in ways that usage does not show.
     *
     * @param at for prices that depend on the hour or the day
     */
    public Optional<BigDecimal> cost(TokenUsage usage, Instant at) {
        return variable
                ? Optional.empty()
                : CatalogUsagePricing.of(usage, pricesFor(count(usage.inputTokenCount()), at));
    }

    /** {@link #cost(TokenUsage, Instant)} at the current time. */
    public Optional<BigDecimal> cost(TokenUsage usage) {
        return cost(usage, Instant.now());
    }

    /**
     * What the provider's prompt cache saved on a call with this usage, in US dollars; negative if writing cost more
     * than reading saved. Empty if the usage does not report cached tokens, or if the input price is unknown. An
     * estimate like {@link #cost(TokenUsage, Instant)}, with writes at the price for five minutes;
     * {@link OpenRouterGeneration#cacheDiscount()} is OpenRouter's own figure.
     *
     * @param at for prices that depend on the hour or the day
     * @see <a href="https://openrouter.ai/docs/guides/best-practices/prompt-caching">Prompt caching</a>
     */
    public Optional<BigDecimal> cacheSaving(OpenRouterTokenUsage usage, Instant at) {
        return variable
                ? Optional.empty()
                : CatalogUsagePricing.cacheSaving(usage, pricesFor(count(usage.inputTokenCount()), at));
    }

    /** {@link #cacheSaving(OpenRouterTokenUsage, Instant)} at the current time. */
    public Optional<BigDecimal> cacheSaving(OpenRouterTokenUsage usage) {
        return cacheSaving(usage, Instant.now());
    }

    /** The prices with the overrides for this number of input tokens at that time; of several, the later wins. */
    private Map<String, BigDecimal> pricesFor(int promptTokens, Instant at) {
        Map<String, BigDecimal> effective = new LinkedHashMap<>(prices);
        overrides.stream()
                .filter(override -> override.holds(promptTokens, at))
                .forEach(override -> effective.putAll(override.prices()));
        return effective;
    }

    private static int count(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }

    /**
     * Prices that replace those with the same name under a condition.
     *
     * @param minPromptTokens applies to prompts of more tokens than this; null for all
     * @param utcStart start of the daily period, as hours and minutes in UTC: 1630 is 16:30; null for the whole day
     * @param utcEnd end of the daily period, exclusive; earlier than the start if midnight lies between
     * @param utcDays the days in UTC on which it applies; null for every day
     */
    public record ConditionalPrices(
            @Nullable Integer minPromptTokens,
            @Nullable Integer utcStart,
            @Nullable Integer utcEnd,
            @Nullable Set<DayOfWeek> utcDays,
            Map<String, BigDecimal> prices) {

        private static final int MINUTES_A_DAY = 24 * 60;
        private static final String LENGTH = "min_prompt_tokens";
        private static final String START = "utc_start";
        private static final String END = "utc_end";
        private static final String DAYS = "utc_days";
        private static final Set<String> CONDITIONS = Set.of(LENGTH, START, END, DAYS);

        /** Copies set and map. */
        public ConditionalPrices {
            utcDays = utcDays == null ? null : Set.copyOf(utcDays);
            prices = Collections.unmodifiableMap(new LinkedHashMap<>(prices));
        }

        private static ConditionalPrices from(JsonObject override) {
            Map<String, BigDecimal> prices = OpenRouterPricing.prices(override);
            prices.keySet().removeAll(CONDITIONS);
            return new ConditionalPrices(
                    override.integer(LENGTH),
                    override.integer(START),
                    override.integer(END),
                    days(override.members().get(DAYS)),
                    prices);
        }

        /**
         * Whether this member is a price, or a condition that is understood. Prices are texts: a number can be a new
         * condition, unless the model has a price of this name.
         */
        private boolean knows(String member, JsonObject override, Set<String> priced) {
            return switch (member) {
                case LENGTH -> minPromptTokens != null;
                case START, END -> utcStart != null && utcEnd != null;
                case DAYS -> utcDays != null;
                default ->
                    prices.containsKey(member)
                            && (priced.contains(member) || !(override.members().get(member) instanceof Number));
            };
        }

        /** Unknown names are dropped: a price for an unknown day is no price for every day. */
        private static @Nullable Set<DayOfWeek> days(@Nullable Object names) {
            if (!(names instanceof List<?> list) || list.isEmpty()) {
                return null;
            }
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            for (DayOfWeek day : DayOfWeek.values()) {
                if (list.contains(day.name().toLowerCase(Locale.ROOT))) {
                    days.add(day);
                }
            }
            return days;
        }

        private boolean holds(int promptTokens, Instant at) {
            return (minPromptTokens == null || promptTokens > minPromptTokens) && holdsOn(at) && holdsAt(at);
        }

        private boolean holdsOn(Instant at) {
            return utcDays == null
                    || utcDays.contains(at.atOffset(ZoneOffset.UTC).getDayOfWeek());
        }

        private boolean holdsAt(Instant at) {
            if (utcStart == null || utcEnd == null) {
                return true;
            }
            int start = minutes(utcStart);
            int end = minutes(utcEnd);
            int now = (int) (at.getEpochSecond() / 60 % MINUTES_A_DAY);
            return start <= end ? now >= start && now < end : now >= start || now < end;
        }

        private static int minutes(int hoursAndMinutes) {
            return hoursAndMinutes / 100 * 60 + hoursAndMinutes % 100;
        }
    }
}
