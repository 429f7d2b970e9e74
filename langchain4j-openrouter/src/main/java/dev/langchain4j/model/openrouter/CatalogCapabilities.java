package dev.langchain4j.model.openrouter;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.openrouter.internal.http.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** Reads the capabilities for AI Services from the catalog; empty while the catalog has no data about the model. */
final class CatalogCapabilities implements Supplier<Set<Capability>> {

    private static final String SCHEMAS = "structured_outputs";

    /** How long to wait after a failed fetch of the catalog, because AI Services ask before each call. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Supplier<Optional<OpenRouterModelInfo>> model;
    private final Time time;
    private final Logger log;

    // Shared by the calling threads: a late reader makes one more attempt.
    private volatile Instant notBefore = Instant.MIN;

    /** @param model looks the model up */
    CatalogCapabilities(Supplier<Optional<OpenRouterModelInfo>> model, Time time, Logger log) {
        this.model = model;
        this.time = time;
        this.log = log;
    }

    @Override
    public Set<Capability> get() {
        if (time.now().isBefore(notBefore)) {
            return Set.of();
        }
        try {
            boolean takesSchemas =
                    model.get().filter(found -> found.supports(SCHEMAS)).isPresent();
            return takesSchemas ? Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA) : Set.of();
        } catch (LangChain4jException unreachable) {
            notBefore = time.now().plus(PATIENCE);
            log.warn(
                    "The catalog is not available, so a model's support of schemas is unknown: {}",
                    unreachable.getMessage());
            return Set.of();
        }
    }
}
