package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The models that the server knows, as OpenRouter lists them. Thread-safe. */
final class Catalog {

    private static final Set<String> DYNAMIC_VARIANTS = Set.of("nitro", "floor", "exacto", "online");
    private static final Map<String, String> ROUTERS = Map.of(
            "openrouter/auto", "openai/gpt-4o-mini",
            "openrouter/auto-beta", "openai/gpt-4o-mini",
            "openrouter/free", "openai/gpt-oss-20b:free",
            "openrouter/pareto-code", "anthropic/claude-sonnet-5");
    private static final Map<String, String> PROVIDERS = Map.ofEntries(
            Map.entry("openai", "OpenAI"),
            Map.entry("anthropic", "Anthropic"),
            Map.entry("cohere", "Cohere"),
            Map.entry("google", "Google"),
            Map.entry("inception", "Inception"),
            Map.entry("liquid", "Liquid"),
            Map.entry("meta-llama", "DeepInfra"),
            Map.entry("mistralai", "Mistral"),
            Map.entry("nvidia", "Nvidia"),
            Map.entry("deepseek", "DeepSeek"),
            Map.entry("moonshotai", "Moonshot AI"),
            Map.entry("perplexity", "Perplexity"),
            Map.entry("typesafe", "TypeSafe"),
            Map.entry("qwen", "Alibaba"));

    /** The models that have a variant for batches. */
    private static final List<String> BATCHES = List.of(
            "openai/gpt-5-mini",
            "openai/gpt-4o",
            "openai/gpt-4o-mini",
            "anthropic/claude-sonnet-4.6",
            "anthropic/claude-haiku-4.5",
            "google/gemini-2.5-flash",
            "openai/text-embedding-3-small",
            "openai/text-embedding-3-large");

    private static final List<ObjectNode> LISTED = read();

    private static final String PRESET = "@preset/";

    private final Map<String, ObjectNode> models = new LinkedHashMap<>();
    private final Set<String> missed = new HashSet<>();

    Catalog() {
        LISTED.forEach(this::add);
        BATCHES.forEach(id -> add(batchVariant(models.get(id))));
    }

    /** The entry of a model for batches, at half the price. */
    private static ObjectNode batchVariant(ObjectNode model) {
        ObjectNode variant = model.deepCopy();
        variant.put("id", model.path("id").asText() + ":batch")
                .put("name", model.path("name").asText() + " (batch)");
        ObjectNode prices = variant.putObject("pricing");
        for (Map.Entry<String, JsonNode> price : model.path("pricing").properties()) {
            String text = price.getValue().asText();
            prices.put(
                    price.getKey(),
                    new BigDecimal(text)
                            .multiply(new BigDecimal("0.5"))
                            .stripTrailingZeros()
                            .toPlainString());
        }
        return variant;
    }

    private static List<ObjectNode> read() {
        try (InputStream file = Catalog.class.getResourceAsStream("models.json")) {
            List<ObjectNode> listed = new ArrayList<>();
            Json.MAPPER.readTree(file).forEach(model -> listed.add((ObjectNode) model));
            return listed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized void add(ObjectNode model) {
        models.put(model.path("id").asText(), model);
    }

    synchronized ArrayNode list() {
        return Json.array().addAll(models.values());
    }

    /**
     * The id of the model that answers a request for {@code requested}; null if OpenRouter knows no such model.
     * Variants that only control routing, presets and routers lead to the model behind them.
     */
    synchronized @Nullable String resolve(String requested) {
        if (requested.startsWith(PRESET)) {
            return ROUTERS.get("openrouter/auto");
        }
        String id = base(requested);
        JsonNode model = models.get(id);
        if (model == null) {
            return bySlug(id);
        }
        return model.at("/alias_target/slug").asText(ROUTERS.getOrDefault(id, id));
    }

    /** The id without a preset and without a variant that only controls routing. */
    static String base(String requested) {
        int preset = requested.indexOf(PRESET);
        return withoutDynamicVariant(preset < 0 ? requested : requested.substring(0, preset));
    }

    /** Whether it begins with an author, as the ids of OpenRouter do. */
    static boolean isId(String text) {
        return text.indexOf('/') > 0;
    }

    private static String withoutDynamicVariant(String id) {
        int colon = id.lastIndexOf(':');
        return colon > 0 && DYNAMIC_VARIANTS.contains(id.substring(colon + 1)) ? id.substring(0, colon) : id;
    }

    /** All variants of a model have one slug: a request names them by the slug with the variant. */
    private @Nullable String bySlug(String requested) {
        for (Map.Entry<String, ObjectNode> entry : models.entrySet()) {
            String id = entry.getKey();
            String variant = id.indexOf(':') < 0 ? "" : id.substring(id.indexOf(':'));
            if (requested.equals(entry.getValue().path("canonical_slug").asText() + variant)) {
                return id;
            }
        }
        return null;
    }

    /** Whether this missing model is asked for the first time, by an id that a model can have. */
    synchronized boolean isFirstMiss(String id) {
        return isId(id) && missed.add(id);
    }

    synchronized @Nullable JsonNode model(String id) {
        return models.get(id);
    }

    synchronized boolean produces(String modelId, String modality) {
        JsonNode model = models.get(modelId);
        return model != null && has(model.at("/architecture/output_modalities"), modality);
    }

    static boolean has(JsonNode texts, String wanted) {
        for (JsonNode text : texts) {
            if (text.asText().equals(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** The display name of the company that runs a model. */
    String provider(String modelId) {
        String author = modelId.substring(0, Math.max(0, modelId.indexOf('/')));
        return PROVIDERS.getOrDefault(author, "Fireworks");
    }

    /** Whether it is known who runs the models of an author. */
    static boolean isAuthor(String name) {
        return PROVIDERS.containsKey(name);
    }

    /** The display names of the known companies, in order. */
    static List<String> providers() {
        return PROVIDERS.values().stream().distinct().sorted().toList();
    }

    /** What requests call a company. */
    static String slug(String provider) {
        return provider.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    /** US dollars per token; {@code kind} is {@code prompt} or {@code completion}. */
    synchronized BigDecimal price(String modelId, String kind) {
        JsonNode model = models.get(modelId);
        String price =
                model == null ? "0.000001" : model.path("pricing").path(kind).asText("0");
        return new BigDecimal(price).max(BigDecimal.ZERO);
    }

    /** A model that a test invented, with all features of its {@link ModelKind}; a {@code :free} one costs nothing. */
    static ObjectNode invent(String id) {
        boolean free = id.endsWith(":free");
        ObjectNode model = Json.parseObject("""
                {"hugging_face_id":null,"created":1755600000,"description":"","context_length":131072,
                 "architecture":{"modality":"text->text","input_modalities":["text"],"output_modalities":["text"],"tokenizer":"Other","instruct_type":null},
                 "top_provider":{"context_length":131072,"max_completion_tokens":null,"is_moderated":false},
                 "per_request_limits":null,
                 "supported_parameters":["max_tokens","temperature","top_p","top_k","min_p","top_a","frequency_penalty","presence_penalty",
                   "repetition_penalty","logit_bias","logprobs","top_logprobs","seed","stop","tools","tool_choice","response_format",
                   "structured_outputs","reasoning"]}
                """);
        model.put("id", id).put("canonical_slug", id.replaceFirst(":.*", "")).put("name", id);
        ModelKind.of(id).describe(model);
        model.putObject("pricing").put("prompt", free ? "0" : "0.000001").put("completion", free ? "0" : "0.000002");
        return id.endsWith(":batch") ? batchVariant(model).put("id", id) : model;
    }
}
