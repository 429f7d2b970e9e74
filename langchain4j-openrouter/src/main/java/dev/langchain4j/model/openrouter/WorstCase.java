package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.openrouter.internal.api.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.api.PromptSize;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The most that a chat request can cost: all of its prompt at the dearest price for input, all the output that it may
 * ask for, by the dearest of its models. A {@code max_price} of the request holds before the catalog's prices, for it
 * binds the endpoints and they do not.
 */
final class WorstCase {

    /** More than the models that count images in tokens make of a large one. */
    private static final int TOKENS_PER_IMAGE = 4096;

    private static final int PRICES_PER_MILLION = 6; // max_price counts in millions of tokens
    private static final List<String> INPUT =
            List.of("prompt", "input_cache_write", "input_cache_write_1h", "audio", "input_audio_cache");
    private static final List<String> OUTPUT =
            List.of("completion", "internal_reasoning", "audio_output", "image_output");

    private final ChatCompletionRequest request;
    private final PromptSize prompt;
    private final long promptTokens;
    private final Function<String, Optional<OpenRouterModelInfo>> catalog;

    WorstCase(
            ChatCompletionRequest request, int bytesPerToken, Function<String, Optional<OpenRouterModelInfo>> catalog) {
        this.request = request;
        this.catalog = catalog;
        this.prompt = PromptSize.of(request);
        this.promptTokens =
                (prompt.bytes() + bytesPerToken - 1) / bytesPerToken + (long) prompt.images() * TOKENS_PER_IMAGE;
    }

    /**
     * In US dollars.
     *
     * @throws InvalidRequestException if a price or a limit is unknown, with what to set
     */
    BigDecimal cost() {
        BigDecimal most = BigDecimal.ZERO;
        for (String model : models()) {
            most = most.max(
                    cost(model, model.isEmpty() ? null : catalog.apply(model).orElse(null)));
        }
        return most;
    }

    /** All that the request may go to; empty text for the account's default. */
    private List<String> models() {
        List<String> models = new ArrayList<>();
        if (request.extensions().get(Parameter.FALLBACK_MODELS.wireName()) instanceof List<?> fallbacks) {
            fallbacks.forEach(model -> models.add((String) model));
        }
        if (request.model() != null || models.isEmpty()) {
            models.add(request.model() == null ? "" : request.model());
        }
        return models;
    }

    private BigDecimal cost(String model, @Nullable OpenRouterModelInfo info) {
        BigDecimal input = price("prompt", INPUT, info);
        BigDecimal output = price("completion", OUTPUT, info);
        if (input == null || output == null) {
            throw unknown(
                    model,
                    "its price is unknown. Set provider(...) with maxPromptPrice and maxCompletionPrice, or name"
                            + " another model");
        }
        BigDecimal cost = input.multiply(BigDecimal.valueOf(promptTokens(model, info)))
                .add(output.multiply(BigDecimal.valueOf(outputTokens(model, info))));
        cost = cost.add(orZero(price("request", List.of("request"), info)));
        return cost.add(orZero(price("image", List.of("image"), info)).multiply(BigDecimal.valueOf(prompt.images())));
    }

    private long promptTokens(String model, @Nullable OpenRouterModelInfo info) {
        Integer context = info == null ? null : info.contextLength();
        if (context != null) {
            return prompt.measurable() ? Math.min(promptTokens, context) : context;
        }
        if (!prompt.measurable()) {
            throw unknown(model, "the length of a file or video behind a URL is unknown. Send it as data");
        }
        return promptTokens;
    }

    private long outputTokens(String model, @Nullable OpenRouterModelInfo info) {
        if (request.maxCompletionTokens() != null) {
            return request.maxCompletionTokens();
        }
        Integer most = info == null ? null : info.maxCompletionTokens();
        if (most == null && info != null) {
            most = info.contextLength();
        }
        if (most == null) {
            throw unknown(model, "its longest answer is unknown. Set maxOutputTokens");
        }
        return most;
    }

    /** @return null if unknown */
    private @Nullable BigDecimal price(String kind, List<String> names, @Nullable OpenRouterModelInfo info) {
        BigDecimal ceiling = ceiling(kind);
        if (ceiling != null) {
            return ceiling;
        }
        if (info == null || info.pricing().price(names.get(0)) == null) {
            return null;
        }
        OpenRouterPricing pricing = info.pricing();
        BigDecimal dearest = dearest(names, pricing.prices());
        for (OpenRouterPricing.ConditionalPrices override : pricing.overrides()) {
            dearest = dearest.max(dearest(names, override.prices()));
        }
        return dearest;
    }

    private static BigDecimal dearest(List<String> names, Map<String, BigDecimal> prices) {
        return names.stream()
                .map(name -> prices.getOrDefault(name, BigDecimal.ZERO))
                .reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    /** What the request itself allows at most. */
    private @Nullable BigDecimal ceiling(String kind) {
        if (request.extensions().get(Parameter.PROVIDER.wireName()) instanceof Map<?, ?> provider
                && provider.get("max_price") instanceof Map<?, ?> prices
                && prices.get(kind) != null) {
            BigDecimal price = new BigDecimal(prices.get(kind).toString());
            return kind.equals("prompt") || kind.equals("completion") ? price.movePointLeft(PRICES_PER_MILLION) : price;
        }
        return null;
    }

    private static BigDecimal orZero(@Nullable BigDecimal price) {
        return price == null ? BigDecimal.ZERO : price;
    }

    private static InvalidRequestException unknown(String model, String why) {
        return new InvalidRequestException("The budget cannot tell what a call of "
                + (model.isEmpty() ? "the account's default model" : model) + " could cost: " + why + ".");
    }
}
