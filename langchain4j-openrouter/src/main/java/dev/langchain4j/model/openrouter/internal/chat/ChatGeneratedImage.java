package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.openrouter.internal.api.json.Base64Text;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A generated image: its URL on the wire, nearly always a data URL, and its LangChain4j form. */
public final class ChatGeneratedImage {

    private static final String BASE64 = ";base64";

    private ChatGeneratedImage() {}

    /** Null if the text is not a URL or has no data: an image that nobody can load must not lose the answer. */
    public static @Nullable Image from(String url) {
        try {
            return url.regionMatches(true, 0, "data:", 0, 5) ? inline(url) : remote(url);
        } catch (IllegalArgumentException notAUrl) {
            return null;
        }
    }

    private static @Nullable Image inline(String url) {
        int comma = url.indexOf(',');
        String data = url.substring(comma + 1);
        if (comma < 0 || data.isBlank()) {
            return null;
        }
        String type = url.substring(5, comma);
        int end = type.length() - BASE64.length();
        if (type.regionMatches(true, end, BASE64, 0, BASE64.length())) {
            type = type.substring(0, end);
            data = Base64Text.plain(data);
        } else {
            // SVG may be percent-encoded text; a plus sign is literal there
            String text = URLDecoder.decode(data.replace("+", "%2B"), StandardCharsets.UTF_8);
            data = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }
        int parameters = type.indexOf(';');
        return Image.builder()
                .base64Data(data)
                .mimeType(parameters < 0 ? type : type.substring(0, parameters))
                .build();
    }

    /**
     * The reverse, from an entry of {@code AiMessage.images()}; null if it is not an image. A persisted memory has
     * plain maps there, because LangChain4j does not know their type.
     */
    public static @Nullable String toUrl(@Nullable Object image) {
        if (image instanceof Image fresh) {
            return toUrl(fresh.url(), fresh.mimeType(), fresh.base64Data());
        }
        return image instanceof Map<?, ?> remembered
                ? toUrl(remembered.get("url"), remembered.get("mimeType"), remembered.get("base64Data"))
                : null;
    }

    private static @Nullable String toUrl(@Nullable Object url, @Nullable Object type, @Nullable Object base64) {
        if (url != null) {
            return url.toString();
        }
        return type == null || base64 == null ? null : "data:" + type + BASE64 + "," + base64;
    }

    private static Image remote(String url) {
        return Image.builder().url(URI.create(url.replace(" ", "%20"))).build();
    }
}
