package dev.langchain4j.model.openrouter.internal.media;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.openrouter.internal.api.media.ImageType;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesAnswer;
import java.util.Locale;
import java.util.Set;

/** Maps images to the wire, and generated ones back. */
public final class ImageMapper {

    private static final Set<String> FETCHABLE = Set.of("http", "https", "data");

    private ImageMapper() {}

    public static Image toImage(ImagesAnswer.Image image) {
        return Image.builder()
                .base64Data(image.base64())
                .mimeType(image.mediaType())
                .build();
    }

    /** @throws IllegalArgumentException if the provider could not load the image, saying what it needs */
    public static String toUrl(Image image) {
        if (image.url() != null) {
            if (!FETCHABLE.contains(String.valueOf(image.url().getScheme()).toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "An image to edit must have an http(s) or data URL, or base64 data, but its URL is of scheme "
                                + image.url().getScheme());
            }
            return MediaData.fetchable(image.url(), image.mimeType(), "An image to edit");
        }
        String base64 = image.base64Data();
        if (isBlank(base64)) {
            throw new IllegalArgumentException("An image to edit must have a URL or base64 data");
        }
        MediaData data = MediaData.of(image.mimeType(), base64, "An image to edit");
        String type = data.mimeType() == null ? ImageType.of(data.base64()) : data.mimeType();
        if (type == null) {
            throw new IllegalArgumentException("An image to edit needs a mimeType: its first bytes do not show it");
        }
        return new MediaData(type, data.base64()).toUrl("An image to edit");
    }
}
