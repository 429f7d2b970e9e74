package dev.langchain4j.model.openrouter.internal.api.embeddings;

import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /embeddings}. Null is not sent.
 *
 * @param first position of the first input among the user's inputs, to name them
 * @param inputs one vector each, for all parts together; text, image and audio parts only
 * @param encodingFormat {@code base64} or {@code float}
 * @param inputType for example {@code search_query}
 * @param extensions further fields by their wire name
 */
public record EmbeddingsRequest(
        String model,
        int first,
        List<List<ContentPart>> inputs,
        @Nullable Integer dimensions,
        @Nullable String encodingFormat,
        @Nullable String inputType,
        Map<String, Object> extensions) {

    private static final String BASE64 = "base64";

    /** The same request for some of its inputs. */
    public EmbeddingsRequest with(int first, List<List<ContentPart>> some) {
        return new EmbeddingsRequest(model, first, some, dimensions, encodingFormat, inputType, extensions);
    }

    /** The same request for vectors as numbers. */
    public EmbeddingsRequest asFloat() {
        return new EmbeddingsRequest(model, first, inputs, dimensions, "float", inputType, extensions);
    }

    public boolean asksForBase64() {
        return BASE64.equals(encodingFormat);
    }
}
