package dev.langchain4j.model.openrouter.internal.api.rerank;

import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a rerank request.
 *
 * @param results best first, not in the order of the documents; some documents may lack one
 * @param raw the body as text that is decoded on demand; null if it was not kept
 */
public record RerankAnswer(
        @Nullable String id,
        @Nullable String model,
        @Nullable String provider,
        List<Result> results,
        @Nullable Usage usage,
        @Nullable ApiError error,
        @Nullable Supplier<String> raw) {

    /** The same with its body, and an id for messages. */
    public RerankAnswer with(@Nullable String presentableId, @Nullable Supplier<String> raw) {
        return new RerankAnswer(presentableId, model, provider, results, usage, error, raw);
    }

    /** Whether it has certainly cost nothing. */
    public boolean isFree() {
        return usage != null && usage.isFree();
    }

    /**
     * One document's score.
     *
     * @param index position of the document in the request
     * @param score on the model's own scale; NaN if it is not a finite number
     */
    public record Result(@Nullable Integer index, double score) {}
}
