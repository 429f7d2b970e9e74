package dev.langchain4j.model.openrouter.spark;

import static org.apache.spark.sql.functions.col;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A text that has a key. */
record Document(String key, String text) {

    /** The width of the key in the journal. */
    static final int LONGEST_KEY = 512;

    /**
     * The key and the text of documents.
     *
     * @throws IllegalArgumentException for one that is no text: Spark would write an array as {@code [a, b]}, and bytes
     *     that are not UTF-8 as question marks
     */
    static Dataset<Row> columns(Dataset<?> documents) {
        Dataset<Row> columns = documents.select(col("key"), col("text"));
        for (StructField column : columns.schema().fields()) {
            DataType type = column.dataType();
            if (type instanceof ArrayType
                    || type instanceof MapType
                    || type instanceof StructType
                    || type instanceof BinaryType) {
                throw new IllegalArgumentException(
                        "documents must have a string in the column '" + column.name() + "', but it is "
                                + type.simpleString() + ": convert it, such as with concat_ws, to_json or decode");
            }
        }
        return columns.select(col("key").cast("string"), col("text").cast("string"));
    }

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
