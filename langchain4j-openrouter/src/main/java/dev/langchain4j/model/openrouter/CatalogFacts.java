package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.openrouter.internal.http.Futures;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** The facts from the catalog that models need before a call; unknown while the catalog cannot be fetched. */
final class CatalogFacts {

    private static final String SCHEMAS = "structured_outputs";

    /** How long to wait after a failed fetch of the catalog, because the models ask before each call. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final CatalogCache catalog;
    private final OpenRouterModelAliases aliases;
    private final Time time;
    private final Logger log;

    // Shared by the calling threads: a late reader makes one more attempt.
    private volatile Instant notBefore = Instant.MIN;

    CatalogFacts(CatalogCache catalog, OpenRouterModelAliases aliases, Time time, Logger log) {
        this.catalog = catalog;
        this.aliases = aliases;
        this.time = time;
        this.log = log;
    }

    /** What AI Services may rely on. */
    Set<Capability> capabilities(String modelName) {
        return model(modelName).filter(model -> model.supports(SCHEMAS)).isPresent()
                ? Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                : Set.of();
    }

    /** Whether a model takes a schema, by a catalog that was fetched before: never a request. */
    boolean isKnownToTakeSchemas(String modelId) {
        return catalog.findFetched(modelId)
                .filter(model -> model.supports(SCHEMAS))
                .isPresent();
    }

    /**
     * The content that a model accepts; text if that is unknown.
     *
     * @param sendable the content that can be sent to it
     */
    Set<ContentType> contentTypes(String modelName, Set<ContentType> sendable) {
        Set<ContentType> accepted = model(modelName).stream()
                .flatMap(model -> sendable.stream().filter(type -> model.accepts(modality(type))))
                .collect(Collectors.toUnmodifiableSet());
        return accepted.isEmpty() ? Set.of(ContentType.TEXT) : accepted;
    }

    private static String modality(ContentType type) {
        return type == ContentType.PDF ? "file" : type.name().toLowerCase(Locale.ROOT);
    }

    /**
     * The longest prompt of a request, in tokens: as set, or with {@code fitContext} what the models take. Null for
     * any.
     */
    @Nullable
    Integer maxPromptTokens(OpenRouterChatRequestParameters parameters, List<String> modelIds) {
        if (!mustFitContext(parameters)) {
            return parameters.maxContextTokens();
        }
        Integer output = parameters.maxOutputTokens();
        return modelIds.stream()
                .flatMap(id -> model(id).map(OpenRouterModelInfo::usableContextLength).stream())
                .min(Comparator.naturalOrder())
                .map(context -> Math.max(1, context - (output == null ? context / 4 : output)))
                .orElse(null);
    }

    /** Whether messages are dropped to fit the context of the model, whose length the catalog knows. */
    static boolean mustFitContext(OpenRouterChatRequestParameters parameters) {
        return parameters.maxContextTokens() == null && Boolean.TRUE.equals(parameters.fitContext());
    }

    /**
     * Lets another thread fetch what the other methods would fetch. Never fails.
     *
     * @return null if there is nothing to fetch
     */
    @Nullable
    CompletableFuture<?> lookUp() {
        CompletableFuture<?> fetch = isTooEarly() ? null : catalog.lookUp("");
        return fetch == null
                ? null
                : fetch.handle((fetched, failure) -> {
                    if (failure != null) {
                        unreachable(Futures.cause(failure));
                    }
                    return fetched;
                });
    }

    private Optional<OpenRouterModelInfo> model(String modelName) {
        if (isTooEarly()) {
            return Optional.empty();
        }
        try {
            return catalog.find(aliases.resolve(modelName));
        } catch (LangChain4jException failure) {
            if (!Thread.currentThread().isInterrupted()) { // which tells nothing about the catalog
                unreachable(failure);
            }
            return Optional.empty();
        }
    }

    private void unreachable(Throwable failure) {
        notBefore = time.now().plus(PATIENCE);
        log.warn("The catalog is not available, so it is unknown what a model supports: {}", failure.getMessage());
    }

    private boolean isTooEarly() {
        return time.now().isBefore(notBefore);
    }
}
