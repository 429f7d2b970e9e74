package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.openrouter.internal.api.ModelIds;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says what to use for a model that does not exist: the successor where one is known, else the ids that come close to it
 * where a catalog has been fetched anyway. No call is made for it.
 *
 * @param catalog null where there is none
 */
record CatalogSuggestions(@Nullable CatalogCache catalog) {

    RuntimeException addTo(RuntimeException failure, @Nullable String modelId) {
        if (!(failure instanceof ModelNotFoundException) || modelId == null) {
            return failure;
        }
        String hint = hint(ModelIds.withoutDynamicVariant(modelId));
        if (hint == null) {
            return failure;
        }
        String message = String.valueOf(failure.getMessage());
        return new ModelNotFoundException(message + (message.endsWith(".") ? " " : ". ") + hint, failure.getCause());
    }

    private @Nullable String hint(String modelId) {
        Optional<String> successor = ModelAlias.ofModel(modelId).map(ModelAlias::successor);
        if (successor.isPresent()) {
            return "Its successor is '" + successor.get() + "'.";
        }
        Set<String> listed = catalog == null ? Set.of() : catalog.fetchedIds();
        return listed.isEmpty() || ModelIds.isListed(modelId, listed)
                ? null
                : "Closest ids: " + OpenRouterModelAliases.closest(modelId, listed) + ".";
    }
}
