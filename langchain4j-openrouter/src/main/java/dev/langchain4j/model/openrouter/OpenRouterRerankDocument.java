package dev.langchain4j.model.openrouter;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What {@link OpenRouterScoringModel} sends for a segment: its text, an image, or both. Images need a multimodal rerank
 * model.
 *
 * @param text null if there is only an image
 * @param image an {@code http(s)} URL, which the provider fetches, or a {@code data:image/…;base64,…} URI; null if there
 *     is only text. If the URL comes from a document's metadata, the author of the document chooses what is fetched
 * @see <a href="https://openrouter.ai/docs/api/api-reference/rerank/create-rerank">Rerank</a>
 */
public record OpenRouterRerankDocument(
        @Nullable String text, @Nullable String image) {

    /** @throws IllegalArgumentException if both are missing, or if the image has another scheme */
    public OpenRouterRerankDocument {
        if (text == null && image == null) {
            throw new IllegalArgumentException("text or image must be set");
        }
        if (image != null && !isAllowed(image.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("image must be an http or https address or a data:image/ URI");
        }
    }

    /** A text. */
    public static OpenRouterRerankDocument text(String text) {
        return new OpenRouterRerankDocument(text, null);
    }

    /** An image without text. */
    public static OpenRouterRerankDocument image(String image) {
        return new OpenRouterRerankDocument(null, image);
    }

    private static boolean isAllowed(String image) {
        return image.startsWith("https://") || image.startsWith("http://") || image.startsWith("data:image/");
    }

    /** Without the content, which belongs to the user. */
    @Override
    public String toString() {
        return "OpenRouterRerankDocument[text=" + (text != null) + ", image=" + (image != null) + "]";
    }
}
