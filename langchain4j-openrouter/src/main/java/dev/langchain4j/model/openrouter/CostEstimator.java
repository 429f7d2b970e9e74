package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.PromptSize;
import dev.langchain4j.model.openrouter.internal.api.chat.TokenEstimate;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsRequest;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Prices requests before they are sent: all that goes in at the dearest price for input, all the output that may come
 * back. A {@code max_price} of the request holds before the catalog's prices, for it binds the endpoints and they do not.
 */
final class CostEstimator {

    /** A search unit is a query with so many documents, of so many tokens together with the query; longer ones are cut. */
    private static final int DOCUMENTS_PER_SEARCH_UNIT = 100;

    private static final int TOKENS_PER_DOCUMENT = 500;

    private static final int PRICES_PER_MILLION = 6; // max_price counts in millions of tokens
    private static final List<String> INPUT =
            List.of("prompt", "input_cache_write", "input_cache_write_1h", "audio", "input_audio_cache");
    private static final List<String> OUTPUT =
            List.of("completion", "internal_reasoning", "audio_output", "image_output");

    private final TokenEstimate estimate;
    private final Function<String, Optional<OpenRouterModelInfo>> catalog;

    CostEstimator(int bytesPerToken, Function<String, Optional<OpenRouterModelInfo>> catalog) {
        this.estimate = TokenEstimate.atMost(bytesPerToken);
        this.catalog = catalog;
    }

    /** @throws InvalidRequestException if a price or a limit is unknown, with what to set */
    CostEstimate of(ChatCompletionRequest request) {
        PromptSize prompt = PromptSize.of(request);
        long tokens = estimate.of(prompt);
        List<CostEstimate.Rate> rates = new ArrayList<>();
        for (String name : models(request)) {
            Prices prices = prices(name, request.extensions().get("provider"));
            rates.add(new CostEstimate.Rate(
                    prices.input(prices.promptTokens(prompt, tokens), 1, prompt.images()),
                    prices.output(),
                    prices.outputTokens(request.maxCompletionTokens())));
        }
        return new CostEstimate(rates);
    }

    /** @throws InvalidRequestException if the price is unknown */
    CostEstimate of(EmbeddingsRequest request) {
        PromptSize inputs = PromptSize.of(request.inputs());
        return inputAlone(prices(request.model(), request.extensions().get("provider"))
                .input(estimate.of(inputs), 1, inputs.images()));
    }

    /** @throws InvalidRequestException if the price is unknown */
    CostEstimate of(RerankRequest request) {
        long query = tokens(PromptSize.bytes(request.query()));
        long tokens = 0;
        long pieces = 0;
        int images = 0;
        for (RerankRequest.Document document : request.documents()) {
            long pair = query + tokens(document.text() == null ? 0 : PromptSize.bytes(document.text()));
            if (document.image() != null) {
                pair += estimate.tokensPerAttachment();
                images++;
            }
            tokens += pair;
            pieces += 1 + pair / TOKENS_PER_DOCUMENT;
        }
        long searchUnits = (pieces + DOCUMENTS_PER_SEARCH_UNIT - 1) / DOCUMENTS_PER_SEARCH_UNIT;
        return inputAlone(prices(request.model(), request.provider()).input(tokens, searchUnits, images));
    }

    /** As many tokens as so many bytes can be. */
    long tokens(long bytes) {
        return estimate.ofBytes(bytes);
    }

    private static CostEstimate inputAlone(BigDecimal input) {
        return new CostEstimate(List.of(new CostEstimate.Rate(input, BigDecimal.ZERO, 0)));
    }

    /** All that the request may go to; empty text for the account's default. */
    private static List<String> models(ChatCompletionRequest request) {
        List<String> models = new ArrayList<>();
        if (request.extensions().get(ChatParameter.FALLBACK_MODELS.wireName()) instanceof List<?> fallbacks) {
            fallbacks.forEach(model -> models.add((String) model));
        }
        if (request.model() != null || models.isEmpty()) {
            models.add(request.model() == null ? "" : request.model());
        }
        return models;
    }

    private Prices prices(String model, @Nullable Object preferences) {
        Object ceilings = preferences instanceof Map<?, ?> provider ? provider.get("max_price") : null;
        return new Prices(
                model,
                model.isEmpty() ? null : catalog.apply(model).orElse(null),
                ceilings instanceof Map<?, ?> limits ? limits : Map.of());
    }

    /**
     * One model's.
     *
     * @param info null if the catalog does not list it
     * @param ceilings what the request itself allows at most
     */
    private record Prices(String model, @Nullable OpenRouterModelInfo info, Map<?, ?> ceilings) {

        private BigDecimal input(long tokens, long requests, int images) {
            return known("prompt", "maxPromptPrice", INPUT)
                    .multiply(BigDecimal.valueOf(tokens))
                    .add(orZero("request").multiply(BigDecimal.valueOf(requests)))
                    .add(orZero("image").multiply(BigDecimal.valueOf(images)));
        }

        private BigDecimal output() {
            return known("completion", "maxCompletionPrice", OUTPUT);
        }

        private long promptTokens(PromptSize prompt, long tokens) {
            Integer context = info == null ? null : info.contextLength();
            if (context != null) {
                return prompt.measurable() ? Math.min(tokens, context) : context;
            }
            if (!prompt.measurable()) {
                throw unknown("the length of a file or video behind a URL is unknown. Send it as data");
            }
            return tokens;
        }

        private long outputTokens(@Nullable Integer limit) {
            if (limit != null) {
                return limit;
            }
            Integer most = info == null ? null : info.maxCompletionTokens();
            if (most == null && info != null) {
                most = info.contextLength();
            }
            if (most == null) {
                throw unknown("its longest answer is unknown. Set maxOutputTokens");
            }
            return most;
        }

        private BigDecimal known(String kind, String setter, List<String> names) {
            BigDecimal price = price(kind, names);
            if (price == null) {
                throw unknown("its price is unknown. Set provider(...) with " + setter + ", or name another model");
            }
            return price;
        }

        private BigDecimal orZero(String kind) {
            BigDecimal price = price(kind, List.of(kind));
            return price == null ? BigDecimal.ZERO : price;
        }

        /** @return null if unknown */
        private @Nullable BigDecimal price(String kind, List<String> names) {
            if (ceilings.get(kind) != null) {
                BigDecimal price = new BigDecimal(ceilings.get(kind).toString());
                return kind.equals("prompt") || kind.equals("completion")
                        ? price.movePointLeft(PRICES_PER_MILLION)
                        : price;
            }
            if (info == null || info.pricing().price(kind) == null) {
                return null;
            }
            BigDecimal dearest = dearest(names, info.pricing().prices());
            for (OpenRouterPricing.ConditionalPrices override : info.pricing().overrides()) {
                dearest = dearest.max(dearest(names, override.prices()));
            }
            return dearest;
        }

        private static BigDecimal dearest(List<String> names, Map<String, BigDecimal> prices) {
            return names.stream()
                    .map(name -> prices.getOrDefault(name, BigDecimal.ZERO))
                    .reduce(BigDecimal.ZERO, BigDecimal::max);
        }

        private InvalidRequestException unknown(String why) {
            return new InvalidRequestException("The budget cannot tell what a call of "
                    + (model.isEmpty() ? "the account's default model" : model) + " could cost: " + why + ".");
        }
    }
}
