package dev.langchain4j.model.openrouter.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;

/** Files that ship with the examples. */
public final class Shipped {

    private Shipped() {}

    public static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    static String base64(String name) {
        return Base64.getEncoder().encodeToString(bytes(name));
    }

    private static byte[] bytes(String name) {
        try (InputStream file = Objects.requireNonNull(Shipped.class.getResourceAsStream(name), name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
