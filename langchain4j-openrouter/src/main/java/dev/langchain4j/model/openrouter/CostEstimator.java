package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.openrouter.internal.api.ModelIds;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.PromptSize;
import dev.langchain4j.model.openrouter.internal.api.chat.TokenEstimate;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionQuestion;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsRequest;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsRequest;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesRequest;
import dev.langchain4j.model.openrouter.internal.api.media.SpeechRequest;
import dev.langchain4j.model.openrouter.internal.api.media.TranscriptionRequest;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankRequest;
import dev.langchain4j.model.openrouter.internal.chat.ChatMultiples;
import dev.langchain4j.model.openrouter.internal.cost.CostEstimate;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prices requests before they are sent: the whole input at the highest input price, and the whole possible output. A
 * {@code max_price} of the request overrides the catalog's prices, because it binds the endpoints.
 */
final class CostEstimator {

    /** More than models need for an image of the largest size. */
    private static final int TOKENS_PER_DRAWN_IMAGE = 8192;

    /** More than a slowly spoken character takes. */
    private static final int AUDIO_TOKENS_PER_CHARACTER = 16;

    /** More than a second of audio and its transcript take. */
    private static final int AUDIO_TOKENS_PER_SECOND = 100;

    /** Fewer than a second of audio has in any common format: 4 kbit/s. */
    private static final int BYTES_PER_SECOND = 500;

    /**
     * A search unit is a query with this number of documents, each of this number of tokens including the query; longer
     * documents are split.
     */
    private static final int DOCUMENTS_PER_SEARCH_UNIT = 100;

    private static final int TOKENS_PER_DOCUMENT = 500;

    /** More than the answer to a question has, besides the names and probabilities of its options. */
    private static final long TOKENS_PER_DECISION = 64;

    private static final long TOKENS_PER_OUTCOME = 32;

    private static final Pattern IMAGE = Pattern.compile("data:image/[^,]*;base64,", Pattern.CASE_INSENSITIVE);

    private static final Pattern URL = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);

    /** Options of providers for the number of images, without their underscores. */
    private static final Set<String> NUMBERS_OF_IMAGES = Set.of(
            "n",
            "numimages",
            "numimagesperprompt",
            "numoutputs",
            "numberofimages",
            "maximages",
            "imagecount",
            "samplecount",
            "numsamples",
            "batchsize");

    /** Fields that no model reads as text: preferences, images, and what is for records. */
    private static final Set<String> NOT_READ = Set.of("provider", "assets", "user", "session_id", "trace");

    private static final BigDecimal HALF = new BigDecimal("0.5");

    private final TokenEstimate estimate;
    private final Function<String, Optional<OpenRouterModelInfo>> catalog;
    private final Function<String, @Nullable String> suggestions;
    private final boolean ofBatch;

    /** The catalog's prices by model, as long as the catalog has the same model. */
    private final Map<String, CostPrices> known = new ConcurrentHashMap<>();

    /** @param suggestions a sentence with what to use instead of a model that the catalog does not list, if any */
    CostEstimator(
            int bytesPerToken,
            Function<String, Optional<OpenRouterModelInfo>> catalog,
            Function<String, @Nullable String> suggestions) {
        this(TokenEstimate.atMost(bytesPerToken), catalog, suggestions, false);
    }

    private CostEstimator(
            TokenEstimate estimate,
            Function<String, Optional<OpenRouterModelInfo>> catalog,
            Function<String, @Nullable String> suggestions,
            boolean ofBatch) {
        this.estimate = estimate;
        this.catalog = catalog;
        this.suggestions = suggestions;
        this.ofBatch = ofBatch;
    }

    /** @throws InvalidRequestException if a price or a limit is unknown, with what to set */
    CostEstimate of(ChatCompletionRequest request) {
        PromptSize prompt = PromptSize.of(request);
        long tokens = estimate.of(prompt) + tokens(bytes(customTexts(request.extensions())));
        long answers = ChatMultiples.answers(request.extensions());
        long predicted =
                tokens(bytes(texts(request.extensions().get("prediction")))); // what is wrong is billed as output
        Collection<String> models = models(request);
        List<CostEstimate.Rate> rates = new ArrayList<>(models.size());
        for (String name : models) {
            CostPrices prices = prices(name, request.extensions().get("provider"));
            prices.requireTokenPrices(request.maxTokens());
            if (request.extensions().containsKey("preset")) {
                prices.requireLimitsOf(request);
            }
            rates.add(prices.rate(
                    prices.promptTokens(prompt, tokens),
                    1,
                    prompt.images(),
                    answers * (prices.outputTokens(request.maxTokens()) + predicted)));
        }
        return new CostEstimate(rates);
    }

    /** @throws InvalidRequestException if the price is unknown */
    CostEstimate of(EmbeddingsRequest request) {
        PromptSize inputs = PromptSize.of(request.inputs());
        long withEach = tokens(bytes(ownTexts(request.extensions())));
        return inputAlone(
                prices(request.model(), request.extensions().get("provider")),
                estimate.of(inputs) + withEach * request.inputs().size(),
                1,
                inputs.images());
    }

    /** @throws InvalidRequestException if the price is unknown */
    CostEstimate of(RerankRequest request) {
        long query = tokens(PromptSize.bytes(request.query()) + bytes(ownTexts(request.extensions())));
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
        return inputAlone(prices(request.model(), request.provider()), tokens, searchUnits, images);
    }

    /** @throws InvalidRequestException if the price is unknown */
    CostEstimate of(DecisionsRequest request) {
        PromptSize size = request.size();
        CostPrices prices = prices(request.model(), request.extensions().get("provider"));
        prices.requirePromptPrice();
        long outcomes = request.questions().values().stream()
                .mapToLong(DecisionQuestion::outcomes)
                .sum();
        long tokens = estimate.of(size) + tokens(bytes(ownTexts(request.extensions())));
        return new CostEstimate(List.of(prices.rate(
                tokens,
                1,
                size.images(),
                TOKENS_PER_DECISION * request.questions().size() + TOKENS_PER_OUTCOME * outcomes + tokens)));
    }

    /** @throws InvalidRequestException if the price is unknown */
    CostEstimate of(ImagesRequest request) {
        refuseMoreImages(request.options());
        Map<Boolean, List<String>> images =
                texts(request.options()).stream().collect(Collectors.partitioningBy(CostEstimator::isImage));
        List<String> others = images.get(false);
        int references = request.references().size() + images.get(true).size() + countUrls(others);
        long bytes = PromptSize.bytes(request.prompt()) + bytes(others);
        long tokens = estimate.of(new PromptSize(bytes, references, true));
        long drawn = request.n() == null ? 1 : request.n();
        CostPrices prices = prices(request.model(), null);
        prices.requireOneOf("image_output", "completion", "request");
        return new CostEstimate(List.of(prices.rate(tokens, drawn, references, drawn * TOKENS_PER_DRAWN_IMAGE)));
    }

    /** @throws InvalidRequestException if the price is unknown */
    CostEstimate of(SpeechRequest request) {
        long bytes = PromptSize.bytes(request.input());
        CostPrices prices = prices(request.model(), null);
        prices.requireOneOf("prompt", "completion", "audio_output", "request");
        return new CostEstimate(List.of(
                prices.rate(bytes + bytes(texts(request.options())), 1, 0, bytes * AUDIO_TOKENS_PER_CHARACTER)));
    }

    /**
     * A model that prices its output counts tokens of audio; other models count seconds.
     *
     * @throws InvalidRequestException if the price is unknown
     */
    CostEstimate of(TranscriptionRequest request) {
        long bytes = request.audio().data().length() / 4 * 3L + 3;
        long seconds = 1 + bytes / BYTES_PER_SECOND;
        CostPrices prices = prices(request.model(), null);
        prices.requireOneOf("prompt", "completion", "audio", "request");
        long tokens = seconds * AUDIO_TOKENS_PER_SECOND;
        long input = prices.hasOutput() ? tokens + tokens(bytes(texts(request.options()))) : seconds;
        return new CostEstimate(List.of(prices.rate(input, 1, 0, tokens)));
    }

    /**
     * All lines of a batch, at the catalog's prices of the model's {@code :batch} variant, or at half the price of the
     * model if it lists no variant.
     *
     * @throws InvalidRequestException if a price or a limit is unknown
     */
    <R> CostEstimate ofBatch(String model, List<R> lines, BiFunction<CostEstimator, R, CostEstimate> pricing) {
        String base = ModelIds.withoutBatchVariant(model);
        Optional<OpenRouterModelInfo> variant = catalog.apply(ModelIds.withBatchVariant(base));
        CostEstimator ofVariant = new CostEstimator(
                estimate, any -> variant.isPresent() ? variant : catalog.apply(base), suggestions, true);
        List<CostEstimate> estimates =
                lines.stream().map(line -> pricing.apply(ofVariant, line)).toList();
        return CostEstimate.sum(estimates, variant.isPresent() ? BigDecimal.ONE : HALF);
    }

    /** Maximum tokens of this number of bytes. */
    long tokens(long bytes) {
        return estimate.ofBytes(bytes);
    }

    /** @throws InvalidRequestException for an option that asks for more images than the request */
    private static void refuseMoreImages(@Nullable Object option) {
        if (option instanceof Collection<?> several) {
            several.forEach(CostEstimator::refuseMoreImages);
        }
        if (option instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> {
                boolean isNumber = NUMBERS_OF_IMAGES.contains(
                        name.toString().replace("_", "").toLowerCase(Locale.ROOT));
                if (isNumber && value != null && !value.toString().equals("1")) {
                    throw new InvalidRequestException("The budget cannot price a call with '" + name
                            + "' in providerOptions or customParameters. Remove it, set maxCost, or call without a"
                            + " budget.");
                }
                if (!name.equals("trace")) { // names of the user
                    refuseMoreImages(value);
                }
            });
        }
    }

    /** The texts in an option, such as a provider's {@code instructions}: models may read any of them. */
    private static List<String> texts(@Nullable Object option) {
        List<String> texts = new ArrayList<>();
        addTexts(option, texts);
        return texts;
    }

    private static void addTexts(@Nullable Object option, List<String> texts) {
        if (option instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> {
                if (!name.equals("input_audio")) { // a sample of a voice
                    addTexts(value, texts);
                }
            });
        } else if (option instanceof Collection<?> several) {
            several.forEach(one -> addTexts(one, texts));
        } else if (option instanceof String text) {
            texts.add(text);
        }
    }

    /** The texts in fields that have no setter, without those that no model reads. */
    private static List<String> ownTexts(Map<String, Object> fields) {
        return texts(fields, name -> !NOT_READ.contains(name));
    }

    /** The texts in {@code customParameters} of a chat. */
    private static List<String> customTexts(Map<String, Object> fields) {
        return texts(fields, name -> ChatParameter.setterFor(name) == null);
    }

    private static List<String> texts(Map<String, Object> fields, Predicate<String> isRead) {
        List<String> texts = new ArrayList<>();
        fields.forEach((name, value) -> {
            if (isRead.test(name)) {
                addTexts(value, texts);
            }
        });
        return texts;
    }

    private static long bytes(List<String> texts) {
        long bytes = 0;
        for (String text : texts) {
            bytes += PromptSize.bytes(text);
        }
        return bytes;
    }

    /** Whether a text is a URL with the data of an image: models see it like an image to edit. */
    private static boolean isImage(String text) {
        return IMAGE.matcher(text).lookingAt();
    }

    /** How many texts are URLs: each may be that of an image. */
    private static int countUrls(List<String> texts) {
        return (int)
                texts.stream().filter(text -> URL.matcher(text).lookingAt()).count();
    }

    private static CostEstimate inputAlone(CostPrices prices, long tokens, long requests, int images) {
        return new CostEstimate(List.of(prices.rateOfInput(tokens, requests, images)));
    }

    /** All possible models of the request; empty text for the account's default. */
    private static Collection<String> models(ChatCompletionRequest request) {
        if (request.model() != null && !request.extensions().containsKey("models")) {
            return List.of(request.model());
        }
        Set<String> models = new LinkedHashSet<>();
        if (request.extensions().get("models") instanceof List<?> fallbacks) {
            fallbacks.forEach(model -> models.add((String) model));
        }
        if (request.model() != null || models.isEmpty()) {
            models.add(request.model() == null ? "" : request.model());
        }
        return models;
    }

    private CostPrices prices(String model, @Nullable Object preferences) {
        Object ceilings = preferences instanceof Map<?, ?> provider ? provider.get("max_price") : null;
        OpenRouterModelInfo info = model.isEmpty() ? null : catalog.apply(model).orElse(null);
        if (ceilings instanceof Map<?, ?> limits && !limits.isEmpty()) {
            return prices(model, info, limits);
        }
        return info == null ? prices(model, null, Map.of()) : known(model, info);
    }

    private CostPrices prices(String model, @Nullable OpenRouterModelInfo info, Map<?, ?> ceilings) {
        return new CostPrices(model, info, ceilings, suggestions, ofBatch);
    }

    private CostPrices known(String model, OpenRouterModelInfo info) {
        CostPrices prices = known.get(model);
        if (prices == null || prices.info() != info) {
            prices = prices(model, info, Map.of());
            known.put(model, prices); // no more than names in the catalog
        }
        return prices;
    }
}
