package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Warns once per model that an AI service describes its schema in the prompt although the model takes schemas. It knows
 * that only from a catalog that was fetched for another reason.
 */
final class ChatSchemaHint {

    private final @Nullable CatalogFacts catalog;
    private final Logger log;
    private final AtomicBoolean given = new AtomicBoolean();

    /** @param catalog null if the user has set the model's capabilities */
    ChatSchemaHint(@Nullable CatalogFacts catalog, Logger log) {
        this.catalog = catalog;
        this.log = log;
    }

    /** @param modelId null for the account's default model */
    void look(ChatRequest request, @Nullable String modelId) {
        if (catalog != null
                && modelId != null
                && !given.get()
                && request.responseFormat() == null
                && ChatAnswerCheck.asksForJson(request.messages())
                && catalog.isKnownToTakeSchemas(modelId)
                && given.compareAndSet(false, true)) {
            log.warn(
                    "An AI service describes its schema in the prompt, but {} takes JSON schemas: set"
                            + " supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA) or capabilitiesFromCatalog()"
                            + " on the model, and answers fit the schema",
                    modelId);
        }
    }
}
