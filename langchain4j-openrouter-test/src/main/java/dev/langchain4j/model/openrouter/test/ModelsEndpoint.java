package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /models}: the catalog, without a key. Like OpenRouter, it lists models with text output unless
 * {@code output_modalities} asks for others. It supports the filters {@code output_modalities},
 * {@code input_modalities}, {@code supported_parameters}, {@code context}, {@code max_price}, {@code max_output_price},
 * {@code min_intelligence_index}, {@code model_authors}, {@code q}, {@code offset} and {@code limit}, and the order
 * {@code sort=newest}, {@code context-high-to-low} and {@code pricing-low-to-high}.
 */
final class ModelsEndpoint implements Endpoint {

    private static final int LARGEST_PAGE = 1000;
    private static final Map<String, Long> SMALLEST = Map.of("context", 0L, "offset", 0L, "limit", 1L);
    private static final Set<String> DECIMALS = Set.of(
            "min_price",
            "max_price",
            "min_output_price",
            "max_output_price",
            "min_age_days",
            "max_age_days",
            "min_intelligence_index",
            "max_intelligence_index",
            "min_coding_index",
            "max_coding_index",
            "min_agentic_index",
            "max_agentic_index",
            "min_tool_success_rate",
            "max_tool_success_rate");
    private static final Map<String, String[]> WORDS = Map.of(
            "sort",
                    words("most-popular newest top-weekly pricing-low-to-high pricing-high-to-low context-high-to-low"
                            + " throughput-high-to-low latency-low-to-high intelligence-high-to-low"
                            + " coding-high-to-low agentic-high-to-low design-arena-elo-high-to-low"),
            "category",
                    words("programming roleplay marketing marketing/seo technology science translation legal finance"
                            + " health trivia academia"),
            "region", words("eu us"),
            "distillable", words("true false"),
            "zdr", words("true"));
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    private static String[] words(String words) {
        return words.split(" ");
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/models";
    }

    @Override
    public Reply reply(Call call) {
        ErrorAnswer refused = refusedQuery(call);
        if (refused != null) {
            return refused.content(call, this);
        }
        Map<String, String> query = call.request().queryParameters();
        List<JsonNode> found = found(call);
        sort(found, query.getOrDefault("sort", ""));
        List<JsonNode> page = page(found, query);
        int next = offset(query) + page.size();
        return list(page, found.size(), next < found.size() ? link(call, query, next) : null);
    }

    private static String link(Call call, Map<String, String> query, int offset) {
        query.put("offset", String.valueOf(offset));
        return query.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", call.backend().baseUrl() + "/models?", ""));
    }

    /** The error for a query with an unknown word, no number, or a number out of range; null for a good query. */
    static @Nullable ErrorAnswer refusedQuery(Call call) {
        for (Map.Entry<String, String> parameter :
                call.request().queryParameters().entrySet()) {
            String[] words = call.backend().isLenient() ? null : WORDS.get(parameter.getKey());
            String problem = words == null
                    ? numberProblem(parameter.getKey(), parameter.getValue())
                    : FieldRules.oneOf(TextNode.valueOf(parameter.getValue()), words);
            if (problem != null) {
                return Answer.error(400, parameter.getKey() + problem).userId(null);
            }
        }
        return null;
    }

    private static @Nullable String numberProblem(String name, String value) {
        Long smallest = SMALLEST.get(name);
        if (smallest == null && !DECIMALS.contains(name)) {
            return null;
        }
        if (!value.matches(smallest == null ? "[-+]?\\d{0,15}\\.?\\d{1,15}" : "[-+]?\\d{1,9}")) {
            return ": Invalid input: expected number, received NaN";
        }
        if (smallest != null && Long.parseLong(value) < smallest) {
            return ": Too small: expected number to be >=" + smallest;
        }
        return name.equals("limit") && Long.parseLong(value) > LARGEST_PAGE
                ? ": Too big: expected number to be <=" + LARGEST_PAGE
                : null;
    }

    /** The models of the query, in the order of the catalog. */
    static List<JsonNode> found(Call call) {
        Predicate<JsonNode> filter = filter(call.request().queryParameters());
        List<JsonNode> found = new ArrayList<>();
        for (JsonNode model : call.backend().catalog().list()) {
            if (filter.test(model)) {
                found.add(model);
            }
        }
        return found;
    }

    private static void sort(List<JsonNode> models, String order) {
        switch (order) {
            case "newest" -> models.sort(byLong("/created").reversed());
            case "context-high-to-low" -> models.sort(byLong("/context_length").reversed());
            case "pricing-low-to-high" -> models.sort(Comparator.comparing(model -> pricePerMillion(model, "prompt")));
            default -> {}
        }
    }

    private static Comparator<JsonNode> byLong(String place) {
        return Comparator.comparingLong(model -> model.at(place).asLong());
    }

    /** All models of a list. */
    static Reply list(List<JsonNode> models) {
        return list(models, models.size(), null);
    }

    private static Reply list(List<JsonNode> models, int total, @Nullable String next) {
        ObjectNode body = Json.object();
        body.set("data", Json.array().addAll(models));
        body.put("total_count", total);
        body.putObject("links").put("next", next);
        return Reply.json(200, body);
    }

    private static Predicate<JsonNode> filter(Map<String, String> query) {
        String output = query.getOrDefault("output_modalities", "text");
        String text = query.getOrDefault("q", "").toLowerCase(Locale.ROOT);
        int context = Integer.parseInt(query.getOrDefault("context", "0"));
        BigDecimal maxPrice = number(query, "max_price");
        BigDecimal maxOutputPrice = number(query, "max_output_price");
        BigDecimal minIntelligence = number(query, "min_intelligence_index");
        return model -> (output.equals("all") || any(model.at("/architecture/output_modalities"), output))
                && any(model.at("/architecture/input_modalities"), query.get("input_modalities"))
                && all(model.path("supported_parameters"), query.get("supported_parameters"))
                && model.path("context_length").asInt() >= context
                && (model.path("id").asText() + " " + model.path("name").asText())
                        .toLowerCase(Locale.ROOT)
                        .contains(text)
                && isBy(query.get("model_authors"), model.path("id").asText())
                && (maxPrice == null || pricePerMillion(model, "prompt").compareTo(maxPrice) <= 0)
                && (maxOutputPrice == null
                        || pricePerMillion(model, "completion").compareTo(maxOutputPrice) <= 0)
                && (minIntelligence == null
                        || model.at("/benchmarks/artificial_analysis/intelligence_index")
                                        .asDouble(-1)
                                >= minIntelligence.doubleValue());
    }

    private static @Nullable BigDecimal number(Map<String, String> query, String name) {
        return query.containsKey(name) ? new BigDecimal(query.get(name)) : null;
    }

    private static boolean isBy(@Nullable String authors, String id) {
        return authors == null || List.of(authors.split(",")).stream().anyMatch(author -> id.startsWith(author + "/"));
    }

    /** A test's own model may lack data: it then matches every filter. */
    private static boolean any(JsonNode texts, String wanted) {
        return wanted == null
                || texts.isMissingNode()
                || List.of(wanted.split(",")).stream().anyMatch(one -> Catalog.has(texts, one));
    }

    private static boolean all(JsonNode texts, String wanted) {
        return wanted == null || List.of(wanted.split(",")).stream().allMatch(one -> Catalog.has(texts, one));
    }

    private static BigDecimal pricePerMillion(JsonNode model, String kind) {
        return new BigDecimal(model.path("pricing").path(kind).asText("0")).multiply(MILLION);
    }

    private static int offset(Map<String, String> query) {
        return Integer.parseInt(query.getOrDefault("offset", "0"));
    }

    private static List<JsonNode> page(List<JsonNode> models, Map<String, String> query) {
        int from = Math.min(models.size(), offset(query));
        int limit = Integer.parseInt(query.getOrDefault("limit", "" + LARGEST_PAGE));
        return models.subList(from, Math.min(models.size(), from + limit));
    }
}
