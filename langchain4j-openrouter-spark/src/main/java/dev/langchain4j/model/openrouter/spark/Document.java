package dev.langchain4j.model.openrouter.spark;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.spark.sql.Row;

/** A text that has a key. */
record Document(String key, String text) {

    /** The width of the key in the journal. */
    static final int LONGEST_KEY = 512;

    /** @throws IllegalArgumentException for a document without a key, or with one that not every database can keep */
    static Document of(Row row) {
        if (row.isNullAt(0)) {
            throw new IllegalArgumentException(
                    "A document has no key: the journal needs one to record that the document is paid for");
        }
        String key = row.getString(0);
        if (key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException(
                    "A key has " + key.length() + " characters, but at most " + LONGEST_KEY + " are allowed");
        }
        if (key.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A key has a NUL character, which PostgreSQL cannot keep");
        }
        return new Document(key, row.isNullAt(1) ? "" : row.getString(1));
    }

    /**
     * Whether the text shows nothing: it has only blanks, control characters, which LangChain4j refuses, and characters
     * without a width.
     */
    boolean isBlank() {
        return text.codePoints()
                .allMatch(character -> Character.isWhitespace(character)
                        || Character.isSpaceChar(character)
                        || Character.isISOControl(character)
                        || Character.getType(character) == Character.FORMAT);
    }

    /** Tells whether a key still stands for the same text. */
    String digest() {
        return digest(text);
    }

    static String digest(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
