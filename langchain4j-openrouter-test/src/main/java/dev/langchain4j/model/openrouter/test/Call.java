package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.openrouter.test.Backend.Generation;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that waits for its reply. */
record Call(RecordedRequest request, Backend backend) {

    private static final Logger LOG = LoggerFactory.getLogger(OpenRouterServer.class);

    private static final Map<String, String> ID_PREFIXES =
            Map.of("/embeddings", "gen-emb-", "/rerank", "gen-rerank-", DecisionsEndpoint.PATH, "gen-dec-");

    JsonNode body() {
        return request.json();
    }

    boolean asksForStream() {
        return body().path("stream").asBoolean();
    }

    /** The model that answers: the first known one of {@code model} and {@code models}; null if none is known. */
    @Nullable
    String model() {
        Catalog catalog = backend.catalog();
        JsonNode fallbacks = body().path("models");
        if (!body().hasNonNull("model") && fallbacks.isEmpty()) {
            return catalog.resolve("openrouter/auto");
        }
        String model = catalog.resolve(body().path("model").asText());
        for (int i = 0; model == null && i < fallbacks.size(); i++) {
            model = catalog.resolve(fallbacks.path(i).asText());
        }
        return model;
    }

    /** Whether no other model can answer: one of the fallbacks, of a router or of a preset. */
    boolean isForOneModel() {
        String asked = body().path("model").asText();
        boolean chooses = asked.startsWith("openrouter/") || asked.contains("@preset/") || body().hasNonNull("preset");
        return !asked.isEmpty() && !chooses && body().path("models").isEmpty();
    }

    /** The model of a scripted answer: the requested one if the catalog does not know it. */
    String modelOrAsAsked() {
        String known = model();
        return known == null ? body().path("model").asText("openrouter/auto") : known;
    }

    /** OpenRouter's answer if all requested models are unknown or retired. */
    ErrorAnswer unknownModel() {
        String asked = body().path("model").asText(body().path("models").path(0).asText());
        String base = asked.endsWith(":free") ? asked.substring(0, asked.length() - ":free".length()) : null;
        return base != null && backend.catalog().model(base) != null
                ? missing(asked, Answer.error(404, "No endpoints found for " + asked + "."))
                        .availability("free_variant_ended", false)
                        .fallbackModels(base)
                : unknownModel(400, asked);
    }

    ErrorAnswer unknownModel(int status, String id) {
        return missing(id, Answer.error(status, id + " is not a valid model ID"));
    }

    /** OpenRouter's answer, whose words do not tell how to add the model or variant: the log does, once for each. */
    ErrorAnswer missing(String id, ErrorAnswer answer) {
        String missing = Catalog.base(id);
        if (backend.catalog().isFirstMiss(missing)) {
            LOG.warn(
                    "The stand-in does not know the model {}. If OpenRouter has it, server.addModel(\"{}\") adds it.",
                    missing,
                    missing);
        }
        return answer;
    }

    /** OpenRouter's answer to a missing or unknown key; null for a known one. */
    @Nullable
    ErrorAnswer refusedKey() {
        if (!hasKey()) {
            return Answer.error(401, "No auth credentials found").userId(null);
        }
        return backend.isLenient() || backend.keys().contain(key())
                ? null
                : Answer.error(401, "User not found.").userId(null);
    }

    /** The same, and its answer to a key that has used up its limit. */
    @Nullable
    ErrorAnswer refusedSpending() {
        ErrorAnswer refused = refusedKey();
        ManagedKey made = backend.keys().withText(key());
        return refused != null || made == null || backend.isLenient() ? refused : made.exceeded(backend.paidBy(key()));
    }

    /** OpenRouter's answer to another key than that of the account; null for this one. */
    @Nullable
    ErrorAnswer refusedManagement() {
        if (isManagement()) {
            return null;
        }
        ErrorAnswer refused = refusedKey();
        return refused != null || backend.isLenient()
                ? refused
                : Answer.error(403, "Only management keys can perform this operation")
                        .userId(null);
    }

    boolean isManagement() {
        return key().equals(Keys.MANAGEMENT);
    }

    /** The next generation, at the expense of the request's key. */
    Generation nextGeneration() {
        return backend.nextGeneration(idPrefix(), key());
    }

    /** Batches and some endpoints have ids of their own. */
    private String idPrefix() {
        String prefix = ID_PREFIXES.getOrDefault(request.path(), "gen-");
        return body().path("model").asText().endsWith(":batch") ? "gen-batch-" : prefix;
    }

    boolean hasKey() {
        return !key().isEmpty();
    }

    /** The key of the request; empty without one. */
    String key() {
        String authorization = request.header("Authorization");
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7).strip()
                : "";
    }
}
