package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The query of {@code GET /models}. A number is one of JSON, as in OpenRouter's OpenAPI file: {@code 1e-3}, but not
 * {@code 10.}. Where nothing is refused, a text that is no number is ignored, and a number out of range is capped.
 */
final class ModelsQuery {

    private static final int LARGEST_PAGE = 1000;
    private static final int USUAL_PAGE = 500;
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d{1,9})?");

    private static final FieldRules NUMBERS = new FieldRules()
            .integer("offset", 0, Long.MAX_VALUE)
            .integer("limit", 1, LARGEST_PAGE)
            .integer("context", 1, Long.MAX_VALUE)
            .number("min_price", 0, Double.MAX_VALUE)
            .number("max_price", 0, Double.MAX_VALUE)
            .number("min_output_price", 0, Double.MAX_VALUE)
            .number("max_output_price", 0, Double.MAX_VALUE)
            .integer("min_age_days", 0, Long.MAX_VALUE)
            .integer("max_age_days", 0, Long.MAX_VALUE)
            .number("min_intelligence_index", 0, Double.MAX_VALUE)
            .number("max_intelligence_index", 0, Double.MAX_VALUE)
            .number("min_coding_index", 0, Double.MAX_VALUE)
            .number("max_coding_index", 0, Double.MAX_VALUE)
            .number("min_agentic_index", 0, Double.MAX_VALUE)
            .number("max_agentic_index", 0, Double.MAX_VALUE)
            .number("min_tool_success_rate", 0, 1)
            .number("max_tool_success_rate", 0, 1);

    private static final FieldRules WORDS = new FieldRules()
            .word(
                    "sort",
                    "most-popular",
                    "newest",
                    "top-weekly",
                    "pricing-low-to-high",
                    "pricing-high-to-low",
                    "context-high-to-low",
                    "throughput-high-to-low",
                    "latency-low-to-high",
                    "intelligence-high-to-low",
                    "coding-high-to-low",
                    "agentic-high-to-low",
                    "design-arena-elo-high-to-low")
            .word(
                    "category",
                    "programming",
                    "roleplay",
                    "marketing",
                    "marketing/seo",
                    "technology",
                    "science",
                    "translation",
                    "legal",
                    "finance",
                    "health",
                    "trivia",
                    "academia")
            .word("region", "eu", "us")
            .word("distillable", "true", "false")
            .word("zdr", "true");

    private final Map<String, String> values;

    ModelsQuery(RecordedRequest request) {
        this.values = request.queryParameters();
    }

    /** The first violation; null if there is none. */
    @Nullable
    String problem() {
        String problem = NUMBERS.problem(json(ModelsQuery::number));
        return problem == null ? WORDS.problem(json(TextNode::valueOf)) : problem;
    }

    private ObjectNode json(Function<String, JsonNode> value) {
        ObjectNode json = Json.object();
        values.forEach((name, text) -> json.set(name, value.apply(text)));
        return json;
    }

    private static JsonNode number(String text) {
        return NUMBER.matcher(text).matches()
                ? DecimalNode.valueOf(new BigDecimal(text))
                : DoubleNode.valueOf(Double.NaN);
    }

    String order() {
        return values.getOrDefault("sort", "");
    }

    int offset() {
        return integer("offset", 0, 0, Integer.MAX_VALUE);
    }

    /** The page; all models if the query asks for none. */
    List<JsonNode> page(List<JsonNode> models) {
        boolean paged = values.containsKey("offset") || values.containsKey("limit");
        int from = Math.min(models.size(), offset());
        int limit = integer("limit", paged ? USUAL_PAGE : models.size(), 1, LARGEST_PAGE);
        return models.subList(from, from + Math.min(limit, models.size() - from));
    }

    /** Path and query of the page that begins at {@code offset}. */
    String link(String baseUrl, int offset) {
        values.put("offset", String.valueOf(offset));
        return values.entrySet().stream()
                .map(one -> encoded(one.getKey()) + "=" + encoded(one.getValue()))
                .collect(Collectors.joining("&", URI.create(baseUrl).getRawPath() + "/models?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    Predicate<JsonNode> filter() {
        String output = values.getOrDefault("output_modalities", "text");
        String text = values.getOrDefault("q", "").toLowerCase(Locale.ROOT);
        int context = integer("context", 0, 0, Integer.MAX_VALUE);
        BigDecimal maxPrice = decimal("max_price");
        BigDecimal maxOutputPrice = decimal("max_output_price");
        BigDecimal minIntelligence = decimal("min_intelligence_index");
        return model -> (output.equals("all") || any(model.at("/architecture/output_modalities"), output))
                && any(model.at("/architecture/input_modalities"), values.get("input_modalities"))
                && all(model.path("supported_parameters"), values.get("supported_parameters"))
                && model.path("context_length").asInt() >= context
                && (model.path("id").asText() + " " + model.path("name").asText())
                        .toLowerCase(Locale.ROOT)
                        .contains(text)
                && isBy(values.get("model_authors"), model.path("id").asText())
                && (maxPrice == null || pricePerMillion(model, "prompt").compareTo(maxPrice) <= 0)
                && (maxOutputPrice == null
                        || pricePerMillion(model, "completion").compareTo(maxOutputPrice) <= 0)
                && (minIntelligence == null
                        || model.at("/benchmarks/artificial_analysis/intelligence_index")
                                        .asDouble(-1)
                                >= minIntelligence.doubleValue());
    }

    private int integer(String name, int usual, int least, int most) {
        BigDecimal number = decimal(name);
        return number == null
                ? usual
                : number.max(BigDecimal.valueOf(least))
                        .min(BigDecimal.valueOf(most))
                        .intValue();
    }

    private @Nullable BigDecimal decimal(String name) {
        String text = values.getOrDefault(name, "");
        return NUMBER.matcher(text).matches() ? new BigDecimal(text).max(BigDecimal.ZERO) : null;
    }

    private static boolean isBy(@Nullable String authors, String id) {
        return authors == null || List.of(authors.split(",")).stream().anyMatch(author -> id.startsWith(author + "/"));
    }

    /** A test's own model may lack data: it then matches every filter. */
    private static boolean any(JsonNode texts, @Nullable String wanted) {
        return wanted == null
                || texts.isMissingNode()
                || List.of(wanted.split(",")).stream().anyMatch(one -> Catalog.has(texts, one));
    }

    private static boolean all(JsonNode texts, @Nullable String wanted) {
        return wanted == null || List.of(wanted.split(",")).stream().allMatch(one -> Catalog.has(texts, one));
    }

    static BigDecimal pricePerMillion(JsonNode model, String kind) {
        return new BigDecimal(model.path("pricing").path(kind).asText("0")).multiply(MILLION);
    }
}
