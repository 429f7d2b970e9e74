package dev.langchain4j.model.openrouter.tck;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;

/** The pictures of LangChain4j's tests: read from their jar, or named by a URL that nobody fetches. */
enum Picture {
    CAT("cat.jpg"),
    DICE("dice.jpg");

    private static final String PUBLISHED =
            "https://raw.githubusercontent.com/langchain4j/langchain4j/main/langchain4j-core/src/test/resources/images/";

    private final String url;
    private final String base64;

    Picture(String file) {
        this.url = PUBLISHED + file;
        this.base64 = Base64.getEncoder().encodeToString(bytes("/images/" + file));
    }

    String url() {
        return url;
    }

    Image image() {
        return Image.builder().base64Data(base64).mimeType("image/jpeg").build();
    }

    /** Whether this picture is what {@code url} leads to or, if it is a data URL, contains. */
    boolean isAt(String url) {
        return url.equals(this.url) || url.equals("data:image/jpeg;base64," + base64);
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = AbstractChatModelIT.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
