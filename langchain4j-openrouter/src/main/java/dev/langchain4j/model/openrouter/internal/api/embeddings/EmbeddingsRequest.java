package dev.langchain4j.model.openrouter.internal.api.embeddings;

import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /embeddings}. Null is not sent.
 *
 * @param inputs one vector each, for all parts together; text, image and audio parts only
 * @param encodingFormat {@code base64} or {@code float}
 * @param inputType for example {@code search_query}
 * @param extensions further fields by their wire name
 */
public record EmbeddingsRequest(
        String model,
        List<List<ContentPart>> inputs,
        @Nullable Integer dimensions,
        @Nullable String encodingFormat,
        @Nullable String inputType,
        Map<String, Object> extensions) {

    /** The same request for other inputs. */
    public EmbeddingsRequest with(List<List<ContentPart>> others) {
        return new EmbeddingsRequest(model, others, dimensions, encodingFormat, inputType, extensions);
    }
}
