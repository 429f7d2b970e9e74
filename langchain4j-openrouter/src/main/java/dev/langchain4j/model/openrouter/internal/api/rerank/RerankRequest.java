package dev.langchain4j.model.openrouter.internal.api.rerank;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a rerank request.
 *
 * @param documents at least one
 * @param provider routing preferences as plain JSON values
 * @param extensions further fields by their wire name
 */
public record RerankRequest(
        String model,
        String query,
        List<Document> documents,
        @Nullable Map<String, Object> provider,
        Map<String, Object> extensions) {

    /**
     * A text, an image, or an image with its text.
     *
     * @param image an http(s) address or a {@code data:} URI
     */
    public record Document(@Nullable String text, @Nullable String image) {}
}
