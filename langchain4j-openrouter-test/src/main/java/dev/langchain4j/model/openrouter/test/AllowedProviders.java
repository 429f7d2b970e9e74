package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a request that leaves no provider for its model. Anybody may run a model with open weights, and clouds run
 * the models of others: a provider lacks a model only if it is known to run no other author's. A model of an author that
 * a test invented may be anywhere.
 */
final class AllowedProviders {

    /** Providers that run the models of one author, by slug. */
    private static final Map<String, String> AUTHORS = Map.of(
            "anthropic", "anthropic",
            "cohere", "cohere",
            "deepseek", "deepseek",
            "google-ai-studio", "google",
            "inception", "inception",
            "mistral", "mistralai",
            "moonshotai", "moonshotai",
            "openai", "openai",
            "perplexity", "perplexity",
            "xai", "x-ai");

    private AllowedProviders() {}

    /** The refusal; null if a provider may answer. */
    static @Nullable ErrorAnswer refusal(Call call) {
        JsonNode body = call.body();
        JsonNode preferences = body.path("provider");
        JsonNode allowed = preferences.path("only");
        if (allowed.isEmpty() && !preferences.path("allow_fallbacks").asBoolean(true)) {
            allowed = preferences.path("order");
        }
        String model = call.model();
        if (allowed.isEmpty() || model == null || !call.isForOneModel()) {
            return null;
        }
        String author = model.replaceFirst("^~", "").replaceFirst("/.*", "");
        boolean left = !Catalog.isAuthor(author)
                || StreamSupport.stream(allowed.spliterator(), false)
                        .anyMatch(slug -> mayRun(slug, author) && !isIn(preferences.path("ignore"), slug));
        return left ? null : noneAllowed(Catalog.slug(call.backend().catalog().provider(model)), allowed);
    }

    private static boolean mayRun(JsonNode provider, String author) {
        return AUTHORS.getOrDefault(base(provider), author).equals(author);
    }

    private static boolean isIn(JsonNode ignored, JsonNode provider) {
        return StreamSupport.stream(ignored.spliterator(), false)
                .anyMatch(one -> base(provider).equals(one.asText().toLowerCase(Locale.ROOT)));
    }

    /** The slug without variant or region. */
    private static String base(JsonNode provider) {
        return provider.asText().toLowerCase(Locale.ROOT).replaceFirst("/.*", "");
    }

    private static ErrorAnswer noneAllowed(String available, JsonNode requested) {
        ObjectNode metadata = Json.object();
        metadata.putArray("available_providers").add(available);
        metadata.set("requested_providers", requested);
        return Answer.error(404, "No allowed providers are available for the selected model.")
                .metadata(Json.text(metadata))
                .userId(null);
    }
}
