package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.openrouter.internal.api.media.ImageType;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesAnswer;
import java.util.Locale;
import java.util.Set;

/** Maps images to the wire, and generated ones back. */
final class MediaImageMapper {

    private static final Set<String> FETCHABLE = Set.of("http", "https", "data");

    private MediaImageMapper() {}

    static Image toImage(ImagesAnswer.Image image) {
        return Image.builder()
                .base64Data(image.base64())
                .mimeType(image.mediaType())
                .build();
    }

    /** @throws IllegalArgumentException if the provider could not load the image, saying what it needs */
    static String toUrl(Image image) {
        if (image.url() != null) {
            if (!FETCHABLE.contains(String.valueOf(image.url().getScheme()).toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "An image to edit must have an http(s) or data URL, or base64 data, but its URL is of scheme "
                                + image.url().getScheme());
            }
            return ChatMediaData.fetchable(image.url(), "An image to edit");
        }
        String base64 = image.base64Data();
        if (isBlank(base64)) {
            throw new IllegalArgumentException("An image to edit must have a URL or base64 data");
        }
        ChatMediaData data = ChatMediaData.of(image.mimeType(), base64, "An image to edit");
        String type = data.mimeType() == null ? ImageType.of(data.base64()) : data.mimeType();
        if (type == null) {
            throw new IllegalArgumentException("An image to edit needs a mimeType: its first bytes do not show it");
        }
        return new ChatMediaData(type, data.base64()).toUrl("An image to edit");
    }
}
