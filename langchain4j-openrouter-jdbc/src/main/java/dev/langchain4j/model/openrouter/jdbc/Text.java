package dev.langchain4j.model.openrouter.jdbc;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text that every database accepts. */
final class Text {

    /** The longest text in an unbounded column, in characters. */
    static final int LONGEST = 100_000;

    private Text() {}

    /** Without NUL and half characters, cut to a column's length. */
    static @Nullable String of(@Nullable String text, int longest) {
        if (text == null) {
            return null;
        }
        String clean =
                new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
        if (clean.length() <= longest) {
            return clean;
        }
        int end = Character.isHighSurrogate(clean.charAt(longest - 1)) ? longest - 1 : longest;
        return clean.substring(0, end);
    }
}
