package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.openrouter.internal.api.ModelIds;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says which ids come close to one that does not exist, where a catalog has been fetched anyway: no call is made for it.
 *
 * @param catalog null where there is none
 */
record CatalogSuggestions(@Nullable CatalogCache catalog) {

    RuntimeException addTo(RuntimeException failure, @Nullable String modelId) {
        if (!(failure instanceof ModelNotFoundException) || catalog == null || modelId == null) {
            return failure;
        }
        Set<String> listed = catalog.fetchedIds();
        if (listed.isEmpty() || ModelIds.isListed(modelId, listed)) {
            return failure;
        }
        String message = String.valueOf(failure.getMessage());
        return new ModelNotFoundException(
                message + (message.endsWith(".") ? "" : ".") + " Closest ids: "
                        + OpenRouterModelAliases.closest(modelId, listed) + ".",
                failure.getCause());
    }
}
