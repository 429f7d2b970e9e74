package dev.langchain4j.model.openrouter.internal.chat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** Warns once per model that an AI service describes its schema in the prompt although the model takes schemas. */
public final class SchemaHint {

    private final Predicate<String> takesSchemas;
    private final Logger log;
    private final AtomicBoolean given = new AtomicBoolean();

    /** @param takesSchemas whether the model of an id is known to take schemas; sends no request */
    public SchemaHint(Predicate<String> takesSchemas, Logger log) {
        this.takesSchemas = takesSchemas;
        this.log = log;
    }

    /** @param modelId of a request that describes a schema in its prompt; null for the account's default model */
    public void look(@Nullable String modelId) {
        if (modelId != null && !given.get() && takesSchemas.test(modelId) && given.compareAndSet(false, true)) {
            log.warn(
                    "An AI service describes its schema in the prompt, but {} takes JSON schemas: set"
                            + " supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA) or capabilitiesFromCatalog()"
                            + " on the model, and answers fit the schema",
                    modelId);
        }
    }
}
