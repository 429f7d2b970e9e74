package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
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
        List<JsonNode> found = found(call);
        sort(found, new ModelsQuery(call.request()).order());
        return ModelsPage.of(found, call, this);
    }

    /** The error for a filter with an unknown word, no number, or a number out of range; null for good ones. */
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
}
