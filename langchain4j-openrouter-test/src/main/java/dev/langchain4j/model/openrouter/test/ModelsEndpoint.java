package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /models}: the catalog, without a key. Like OpenRouter, it lists models with text output unless
 * {@code output_modalities} asks for others. It supports the filters {@code output_modalities},
 * {@code input_modalities}, {@code supported_parameters}, {@code context}, {@code max_price}, {@code max_output_price},
 * {@code min_intelligence_index}, {@code model_authors}, {@code q}, {@code offset} and {@code limit}, and the order
 * {@code sort=newest}, {@code context-high-to-low} and {@code pricing-low-to-high}.
 */
final class ModelsEndpoint implements Endpoint {

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
        ModelsQuery query = new ModelsQuery(call.request());
        List<JsonNode> found = found(call);
        sort(found, query.order());
        List<JsonNode> page = query.page(found);
        int next = query.offset() + page.size();
        boolean more = next < found.size();
        return list(page, found.size(), more ? query.link(call.backend().baseUrl(), next) : null);
    }

    /** The error for a query with an unknown word, no number, or a number out of range; null for a good query. */
    static @Nullable ErrorAnswer refusedQuery(Call call) {
        String problem = call.backend().isLenient() ? null : new ModelsQuery(call.request()).problem();
        return problem == null ? null : Answer.error(400, problem).userId(null);
    }

    /** The models of the query, in the order of the catalog. */
    static List<JsonNode> found(Call call) {
        Predicate<JsonNode> filter = new ModelsQuery(call.request()).filter();
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
            case "pricing-low-to-high" ->
                models.sort(Comparator.comparing(model -> ModelsQuery.pricePerMillion(model, "prompt")));
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
}
