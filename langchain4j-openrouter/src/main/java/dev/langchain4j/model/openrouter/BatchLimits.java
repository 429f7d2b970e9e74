package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.openrouter.internal.api.ModelIds;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What all requests of a batch must have in common, because OpenRouter has it once for the whole batch. */
final class BatchLimits {

    static final String PROVIDER = "provider";

    private static final Set<String> OF_BATCHES = Set.of("only", "allow_fallbacks");
    private static final String ONLINE = ":online";

    private BatchLimits() {}

    /** @throws IllegalArgumentException if the list is empty or one of its requests is null */
    static void checkAll(List<?> requests) {
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("request: a batch needs at least one request");
        }
        for (int i = 0; i < requests.size(); i++) {
            ensureNotNull(requests.get(i), "request " + i);
        }
    }

    /** The one model of all requests. */
    static String oneModel(List<@Nullable String> ids) {
        String first = ids.get(0);
        if (first == null) {
            throw new IllegalArgumentException(
                    "modelName must be set: a batch has no default model; see https://openrouter.ai/models");
        }
        for (int i = 1; i < ids.size(); i++) {
            if (!first.equals(ids.get(i))) {
                throw new InvalidRequestException("A batch has one model, but request 0 is for " + first
                        + " and request " + i + " for " + ids.get(i) + ". Submit a batch for each model");
            }
        }
        return first;
    }

    /** @throws UnsupportedFeatureException if the variant cannot be used in a batch */
    static void checkVariant(String modelId) {
        if (modelId.endsWith(ONLINE)) {
            throw new UnsupportedFeatureException(
                    "A batch cannot search the web: use the model without " + ONLINE + " instead of " + modelId);
        }
    }

    /** The entries of the catalog for a model of a batch: the {@code :batch} variant, and the model itself. */
    static List<String> entries(String modelId) {
        String base = ModelIds.withoutBatchVariant(modelId);
        return List.of(modelId, modelId.equals(base) ? ModelIds.withBatchVariant(base) : base);
    }

    /**
     * The provider preferences of the batch; null for none.
     *
     * @throws InvalidRequestException if requests differ
     * @throws UnsupportedFeatureException if they contain what batches do not support
     */
    static @Nullable Map<String, Object> provider(List<@Nullable OpenRouterProviderPreferences> asked) {
        Map<String, Object> first = members(asked.get(0));
        for (int i = 1; i < asked.size(); i++) {
            if (!first.equals(members(asked.get(i)))) {
                throw new InvalidRequestException(
                        "provider holds for a whole batch, but those of request 0 and request " + i
                                + " differ. Submit a batch for each");
            }
        }
        for (String name : first.keySet()) {
            if (!OF_BATCHES.contains(name)) {
                throw new UnsupportedFeatureException("provider." + name
                        + " is not supported by OpenRouter's batches: only 'only' and" + " 'allow_fallbacks' are");
            }
        }
        return first.isEmpty() ? null : first;
    }

    private static Map<String, Object> members(@Nullable OpenRouterProviderPreferences preferences) {
        return preferences == null ? Map.of() : preferences.toMap();
    }

    /** The tags that all requests have. */
    static Map<String, String> common(List<Map<String, String>> tags) {
        Map<String, String> common = new TreeMap<>(tags.get(0));
        for (Map<String, String> other : tags) {
            common.entrySet().retainAll(other.entrySet());
        }
        return common;
    }
}
