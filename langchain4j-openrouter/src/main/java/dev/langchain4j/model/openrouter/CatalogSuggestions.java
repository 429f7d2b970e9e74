package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.model.openrouter.internal.api.ClosestNames;
import dev.langchain4j.model.openrouter.internal.api.ModelAlias;
import dev.langchain4j.model.openrouter.internal.api.ModelIds;
import dev.langchain4j.model.openrouter.internal.api.OpenRouterApi;
import dev.langchain4j.model.openrouter.internal.http.Futures;
import dev.langchain4j.model.openrouter.internal.threads.CallerContext;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Suggests a replacement for a model that does not exist: the successor if one is known, else the closest ids. They
 * come from a catalog that was fetched before, or, if OpenRouter answers that the model does not exist, from one that
 * is fetched now, within three seconds.
 *
 * @param catalog null if there is none
 */
record CatalogSuggestions(@Nullable CatalogCache catalog, OpenRouterApi api) {

    /** The result of a call, or the exception for users. */
    <T> T call(Supplier<T> call, String modelId) {
        try {
            return ExceptionMapper.call(call);
        } catch (RuntimeException failure) {
            throw addTo(failure, modelId);
        }
    }

    /** The future of a call, which fails with the exception for users. */
    <T> CompletableFuture<T> callAsync(CompletableFuture<T> call, String modelId) {
        return Futures.recovered(
                call, failure -> Futures.failed(addToAsync(ExceptionMapper.toLangChain4j(failure, false), modelId)));
    }

    /** The exception for users, of an asynchronous call: the catalog is not fetched on this thread. */
    CompletableFuture<RuntimeException> addToAsync(RuntimeException failure, @Nullable String modelId) {
        return failure instanceof ModelNotFoundException
                ? CallerContext.offload(() -> addTo(failure, modelId)).exceptionally(noThread -> failure)
                : CompletableFuture.completedFuture(failure);
    }

    /** @param modelId the requested model; null for the account's default */
    RuntimeException addTo(RuntimeException failure, @Nullable String modelId) {
        if (!(failure instanceof ModelNotFoundException)) {
            return failure;
        }
        OpenRouterException answer = OpenRouterException.in(failure).orElse(null);
        if (answer != null && (answer.isOnlyNotFound() || answer.isOfAnotherEndpoint())) {
            return failure;
        }
        String named = answer == null ? null : answer.missingModel();
        boolean unknown = answer != null && (answer.isNoSuchModel() || isNotServed(answer));
        String id = named == null ? modelId : named;
        String hint = id == null ? null : hint(id, () -> listed(unknown));
        if (hint == null) {
            return failure;
        }
        String message = String.valueOf(failure.getMessage());
        return new ModelNotFoundException(message + (message.endsWith(".") ? " " : ". ") + hint, failure.getCause());
    }

    /** {@code No endpoints found for <model>}, which is also the answer to a name that no model has. */
    private static boolean isNotServed(OpenRouterException answer) {
        return answer.statusCode() == 404 && answer.availability() == null;
    }

    private Set<String> listed(boolean mayFetch) {
        Set<String> listed = catalog == null ? Set.of() : catalog.fetchedIds();
        return listed.isEmpty() && mayFetch ? Set.copyOf(api.modelIdsIfReachable()) : listed;
    }

    /**
     * A sentence about a model that does not exist.
     *
     * @param listed the ids of the catalog, if it is at hand
     * @return null if there is nothing to suggest, because the model is listed, or there are no ids
     */
    static @Nullable String hint(String model, Supplier<Set<String>> listed) {
        String id = ModelIds.withoutDynamicVariant(ModelIds.withoutPreset(model));
        Optional<String> successor = ModelAlias.ofModel(id).map(ModelAlias::successor);
        if (successor.isPresent()) {
            return "Its successor is '" + successor.get() + "'.";
        }
        Set<String> ids = listed.get();
        return ids.isEmpty() || ModelIds.isListed(id, ids) ? null : "Closest ids: " + ClosestNames.of(id, ids) + ".";
    }
}
