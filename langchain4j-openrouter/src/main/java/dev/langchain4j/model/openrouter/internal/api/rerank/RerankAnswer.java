package dev.langchain4j.model.openrouter.internal.api.rerank;

import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a rerank request.
 *
 * @param results best first, not in the order of the documents; some documents may lack one
 */
public record RerankAnswer(
        @Nullable String id,
        @Nullable String model,
        @Nullable String provider,
        List<Result> results,
        @Nullable Usage usage,
        @Nullable ApiError error) {

    public RerankAnswer {
        results = List.copyOf(results);
    }

    public RerankAnswer withId(@Nullable String id) {
        return new RerankAnswer(id, model, provider, results, usage, error);
    }

    /** Whether OpenRouter reports a cost of zero. */
    public boolean isFree() {
        return usage != null && usage.charged() != null && usage.charged().signum() == 0;
    }

    /**
     * One document's score.
     *
     * @param index position of the document in the request
     * @param score on the model's own scale; null if it is not a finite number
     */
    public record Result(@Nullable Integer index, @Nullable Double score) {}
}
