package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;

/**
 * Reads from the catalog what a model supports; only what every model supports while the catalog has no data about it.
 *
 * @param <T> the kind of things that a model supports
 */
final class CatalogCapabilities<T> implements Supplier<Set<T>> {

    private static final String SCHEMAS = "structured_outputs";

    /** How long to wait after a failed fetch of the catalog, because the models ask before each call. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Supplier<Optional<OpenRouterModelInfo>> model;
    private final Function<OpenRouterModelInfo, Set<T>> supported;
    private final Set<T> unknown;
    private final Time time;
    private final Logger log;

    // Shared by the calling threads: a late reader makes one more attempt.
    private volatile Instant notBefore = Instant.MIN;

    /** @param model looks the model up */
    private CatalogCapabilities(
            Supplier<Optional<OpenRouterModelInfo>> model,
            Function<OpenRouterModelInfo, Set<T>> supported,
            Set<T> unknown,
            Time time,
            Logger log) {
        this.model = model;
        this.supported = supported;
        this.unknown = unknown;
        this.time = time;
        this.log = log;
    }

    /** What AI Services may rely on. */
    static Supplier<Set<Capability>> ofChat(Supplier<Optional<OpenRouterModelInfo>> model, Time time, Logger log) {
        return new CatalogCapabilities<>(
                model,
                found -> found.supports(SCHEMAS) ? Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA) : Set.of(),
                Set.of(),
                time,
                log);
    }

    /**
     * The content that a model accepts.
     *
     * @param sendable the content that can be sent to it
     */
    static Supplier<Set<ContentType>> contentTypes(
            Supplier<Optional<OpenRouterModelInfo>> model, Set<ContentType> sendable, Time time, Logger log) {
        return new CatalogCapabilities<>(
                model,
                found -> sendable.stream()
                        .filter(type -> found.accepts(type.name().toLowerCase(Locale.ROOT)))
                        .collect(Collectors.toUnmodifiableSet()),
                Set.of(ContentType.TEXT),
                time,
                log);
    }

    @Override
    public Set<T> get() {
        if (time.now().isBefore(notBefore)) {
            return unknown;
        }
        try {
            return model.get().map(supported).filter(set -> !set.isEmpty()).orElse(unknown);
        } catch (LangChain4jException unreachable) {
            notBefore = time.now().plus(PATIENCE);
            log.warn(
                    "The catalog is not available, so it is unknown what a model supports: {}",
                    unreachable.getMessage());
            return unknown;
        }
    }
}
