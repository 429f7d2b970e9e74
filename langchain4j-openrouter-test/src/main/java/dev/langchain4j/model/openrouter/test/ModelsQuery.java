package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The filters and the order of {@code GET /models}; {@link ModelsPage} is its pages. */
final class ModelsQuery {

    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private static final FieldRules NUMBERS = new FieldRules()
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
    private final QueryNumbers numbers;

    ModelsQuery(RecordedRequest request) {
        this.values = request.queryParameters();
        this.numbers = new QueryNumbers(values);
    }

    /** The first violation; null if there is none. */
    @Nullable
    String problem() {
        ObjectNode words = Json.object();
        values.forEach(words::put);
        String problem = numbers.problem(NUMBERS);
        return problem == null ? WORDS.problem(words) : problem;
    }

    String order() {
        return values.getOrDefault("sort", "");
    }

    Predicate<JsonNode> filter() {
        String output = values.getOrDefault("output_modalities", "text");
        String text = values.getOrDefault("q", "").toLowerCase(Locale.ROOT);
        int context = numbers.integer("context", 0);
        BigDecimal maxPrice = numbers.decimal("max_price");
        BigDecimal maxOutputPrice = numbers.decimal("max_output_price");
        BigDecimal minIntelligence = numbers.decimal("min_intelligence_index");
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
