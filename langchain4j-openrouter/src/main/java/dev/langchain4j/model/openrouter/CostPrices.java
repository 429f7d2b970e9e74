package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.PromptSize;
import dev.langchain4j.model.openrouter.internal.cost.CostEstimate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The prices of one model in US dollars, each the highest of its kind. Thread-safe. */
final class CostPrices {

    private static final int PRICES_PER_MILLION = 6; // max_price is per million tokens

    // OpenRouter does not tell whether an image_token is read or written.
    private static final List<String> INPUT = List.of(
            "prompt",
            "input_cache_read",
            "input_cache_write",
            "input_cache_write_1h",
            "audio",
            "input_audio_cache",
            "image_token");
    private static final List<String> OUTPUT =
            List.of("completion", "internal_reasoning", "audio_output", "image_output", "image_token");

    /** Digits of a price that is scaled, rounded up. */
    private static final MathContext DIGITS = new MathContext(20, RoundingMode.UP);

    private final String model;
    private final @Nullable OpenRouterModelInfo info;
    private final Map<?, ?> ceilings;
    private final Function<String, @Nullable String> suggestions;
    private final boolean ofBatch;

    /** The catalog says of these prices that they depend on the request. */
    private final Set<String> open;

    // Per token; null if unknown.
    private final @Nullable BigDecimal prompt;
    private final @Nullable BigDecimal completion;

    private final BigDecimal perRequest;
    private final BigDecimal perImage;

    /**
     * @param info null if the catalog does not list it
     * @param ceilings the request's own maximum prices
     * @param suggestions a sentence with what to use instead of a model that the catalog does not list, if any
     * @param ofBatch whether it is a line of a batch, which can have no maximum prices
     */
    CostPrices(
            String model,
            @Nullable OpenRouterModelInfo info,
            Map<?, ?> ceilings,
            Function<String, @Nullable String> suggestions,
            boolean ofBatch) {
        this.model = model;
        this.info = info;
        this.ceilings = ceilings;
        this.suggestions = suggestions;
        this.ofBatch = ofBatch;
        this.open = info == null
                ? Set.of()
                : OpenRouterPricing.dependent(info.fields().get("pricing"));
        this.prompt = price("prompt", INPUT);
        this.completion = price("completion", OUTPUT);
        this.perRequest = orZero("request");
        this.perImage = orZero("image");
    }

    /** What the catalog lists; null for nothing. */
    @Nullable
    OpenRouterModelInfo info() {
        return info;
    }

    CostEstimate.Rate rate(long inputUnits, long requests, int images, long outputUnits) {
        BigDecimal fixed = requests == 1 ? perRequest : perRequest.multiply(BigDecimal.valueOf(requests));
        return new CostEstimate.Rate(
                model,
                ceilings.isEmpty() ? "catalog" : "max_price",
                inputUnits,
                input(),
                images == 0 ? fixed : fixed.add(perImage.multiply(BigDecimal.valueOf(images))),
                outputUnits,
                output());
    }

    /** The rate of the input, for output without a price. */
    CostEstimate.Rate rateOfInput(long inputUnits, long requests, int images) {
        requirePromptPrice();
        CostEstimate.Rate rate = rate(inputUnits, requests, images, 0);
        return new CostEstimate.Rate(
                model, rate.source(), inputUnits, rate.perInputUnit(), rate.fixed(), 0, BigDecimal.ZERO);
    }

    /**
     * Checks the prices of a call whose output costs nothing.
     *
     * @throws InvalidRequestException that names all missing settings
     */
    void requirePromptPrice() {
        requirePrices(missing(false), false);
    }

    /**
     * Checks the prices of a call whose output costs, too.
     *
     * @param limit the request's maximum tokens of output; null for none
     * @throws InvalidRequestException if a price is unknown; it names all missing settings, also that of the limit if the
     *     model has none
     */
    void requireTokenPrices(@Nullable Integer limit) {
        requirePrices(missing(true), limit == null && longestAnswer() == null);
    }

    /** The setters for prices that are unknown. */
    private List<String> missing(boolean ofOutput) {
        List<String> setters = new ArrayList<>();
        if (prompt == null) {
            setters.add("maxPromptPrice");
        }
        if (ofOutput && completion == null) {
            setters.add("maxCompletionPrice");
        }
        if (isUnknown("request")) {
            setters.add("maxRequestPrice");
        }
        if (isUnknown("image")) {
            setters.add("maxImagePrice");
        }
        return setters;
    }

    private boolean isUnknown(String kind) {
        return open.contains(kind) && ceilings.get(kind) == null;
    }

    /** @param endless whether the call must also limit its output */
    private void requirePrices(List<String> missing, boolean endless) {
        if (missing.isEmpty()) {
            return;
        }
        throw unknownPrice(
                ofBatch
                        ? "use another model, or submit the batch without a budget"
                        : "set " + (endless ? "maxOutputTokens, and " : "") + "provider(...) with " + listed(missing)
                                + ", or use another model");
    }

    private static String listed(List<String> setters) {
        int last = setters.size() - 1;
        String others = String.join(", ", setters.subList(0, last));
        return (others.isEmpty() ? "" : others + " and ") + setters.get(last);
    }

    /**
     * A stored preset can add other models, with other prices and lengths.
     *
     * @throws InvalidRequestException if the request does not limit them itself
     */
    void requireLimitsOf(ChatCompletionRequest withPreset) {
        boolean priced = ceilings.get("prompt") != null && ceilings.get("completion") != null;
        if (!priced || withPreset.maxTokens() == null) {
            throw unknown("its preset can have other models. "
                    + (ofBatch
                            ? "Remove preset, or submit the batch without a budget"
                            : "Set maxOutputTokens, and provider(...) with maxPromptPrice and maxCompletionPrice,"
                                    + " or remove preset"));
        }
    }

    /** The catalog prices such models in several ways, and reports zero for what it does not price. */
    void requireOneOf(String... kinds) {
        boolean free = model.endsWith(":free");
        if (!free && Arrays.stream(kinds).noneMatch(kind -> orZero(kind).signum() > 0) || !open.isEmpty()) {
            throw unknownPrice("set maxCost, or use another model");
        }
    }

    boolean hasOutput() {
        return output().signum() > 0;
    }

    long promptTokens(PromptSize prompt, long tokens) {
        Integer context = info == null ? null : info.contextLength();
        if (context != null) {
            return prompt.measurable() ? Math.min(tokens, context) : context;
        }
        if (!prompt.measurable()) {
            throw unknown("the length of a file or video behind a URL is unknown. Send it as data");
        }
        return tokens;
    }

    long outputTokens(@Nullable Integer limit) {
        Integer maxTokens = limit == null ? longestAnswer() : limit;
        if (maxTokens == null) {
            throw unknown("its longest answer is unknown. Set maxOutputTokens");
        }
        return maxTokens;
    }

    /** Null if unknown. */
    private @Nullable Integer longestAnswer() {
        if (info == null) {
            return null;
        }
        return info.maxCompletionTokens() == null ? info.contextLength() : info.maxCompletionTokens();
    }

    private BigDecimal input() {
        return prompt == null ? highest(INPUT) : prompt;
    }

    private BigDecimal output() {
        return completion == null ? highest(OUTPUT) : completion;
    }

    /** Also a price that only a condition lists, such as a prompt of a certain length. */
    private BigDecimal orZero(String kind) {
        return ceilings.get(kind) == null ? highest(List.of(kind)) : ceiling(kind);
    }

    /**
     * The price of a token.
     *
     * @return null if unknown
     */
    private @Nullable BigDecimal price(String kind, List<String> names) {
        if (ceilings.get(kind) != null) {
            return withOtherKinds(ceiling(kind).movePointLeft(PRICES_PER_MILLION), kind, names);
        }
        if (info == null || info.pricing().price(kind) == null || isOpen(kind, names)) {
            return null;
        }
        return highest(names);
    }

    private BigDecimal ceiling(String kind) {
        return new BigDecimal(ceilings.get(kind).toString());
    }

    /** The ceiling of a price does not bind prices of other kinds, such as writing to the cache: they follow it. */
    private BigDecimal withOtherKinds(BigDecimal ceiling, String kind, List<String> names) {
        BigDecimal listed = highest(List.of(kind));
        BigDecimal highest = highest(names);
        if (listed.signum() == 0) {
            return ceiling.max(highest);
        }
        return listed.compareTo(highest) == 0
                ? ceiling
                : ceiling.multiply(highest).divide(listed, DIGITS);
    }

    private boolean isOpen(String kind, List<String> names) {
        return !open.isEmpty() && ceilings.get(kind) == null && names.stream().anyMatch(open::contains);
    }

    private BigDecimal highest(List<String> names) {
        if (info == null) {
            return BigDecimal.ZERO;
        }
        BigDecimal highest = highest(names, info.pricing().prices());
        for (OpenRouterPricing.ConditionalPrices override : info.pricing().overrides()) {
            highest = highest.max(highest(names, override.prices()));
        }
        return highest;
    }

    private static BigDecimal highest(List<String> names, Map<String, BigDecimal> prices) {
        BigDecimal highest = BigDecimal.ZERO;
        for (String name : names) {
            highest = highest.max(prices.getOrDefault(name, BigDecimal.ZERO));
        }
        return highest;
    }

    /** @param otherwise what to do if the id is right */
    private InvalidRequestException unknownPrice(String otherwise) {
        return unknown("its price is unknown"
                + (suggestion().isEmpty() ? ". You can " : ", as the catalog does not list it. Check the id, or ")
                + otherwise);
    }

    private InvalidRequestException unknown(String why) {
        return new InvalidRequestException("The budget cannot price a call of "
                + (model.isEmpty() ? "the account's default model" : model) + ": " + why + "." + suggestion());
    }

    /** A sentence after a blank; empty if the catalog lists the model. */
    private String suggestion() {
        String suggestion = info == null && !model.isEmpty() ? suggestions.apply(model) : null;
        return suggestion == null ? "" : " " + suggestion;
    }
}
