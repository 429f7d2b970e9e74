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

/** What AI Services may rely on, by what the catalog says about a model; nothing while it says nothing. */
final class CatalogCapabilities implements Supplier<Set<Capability>> {

    private static final String SCHEMAS = "structured_outputs";

    /** How long a catalog that cannot be had is not asked for again: AI Services ask before each call. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Supplier<Optional<OpenRouterModelInfo>> model;
    private final Time time;
    private final Logger log;

    // Shared by the threads that ask: a late reader makes one attempt more.
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
            log.warn("The model catalog cannot say whether a model takes schemas: {}", unreachable.getMessage());
            return Set.of();
        }
    }
}
