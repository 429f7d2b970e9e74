package dev.langchain4j.model.openrouter.internal.api.media;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Detects the format of an image by its first bytes. */
public final class ImageType {

    private static final int LOOKED_AT = 16; // characters of base64, which are 12 bytes

    private ImageType() {}

    /** The MIME type; null if it is not PNG, JPEG, WebP, GIF or SVG. */
    public static @Nullable String of(String base64) {
        String start = start(base64);
        if (start.startsWith("\u0089PNG")) {
            return "image/png";
        }
        if (start.startsWith("\u00FF\u00D8\u00FF")) {
            return "image/jpeg";
        }
        if (start.startsWith("RIFF") && start.endsWith("WEBP")) {
            return "image/webp";
        }
        if (start.startsWith("GIF8")) {
            return "image/gif";
        }
        return start.startsWith("<svg") || start.startsWith("<?xml") ? "image/svg+xml" : null;
    }

    /** One character for each byte. */
    private static String start(String base64) {
        if (base64.length() < LOOKED_AT) {
            return "";
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.substring(0, LOOKED_AT));
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }
}
