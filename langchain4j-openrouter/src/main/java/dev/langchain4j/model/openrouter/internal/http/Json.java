package dev.langchain4j.model.openrouter.internal.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** The one JSON factory: streaming only, no data binding, so that the first call needs no reflection. */
public final class Json {

    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            // The default pools use thread locals, which do not work as a pool on virtual threads.
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            // An image in an answer is one string of many megabytes; other code limits the size of a body.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    // A number stays text until its value is needed, which is never the case for such a number.
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            // For embeddings as numbers: half the time of Java's own parser, and no garbage.
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();

    private Json() {}

    public static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
    }

    /**
     * A parser over characters from {@code from} inclusive to {@code to} exclusive; its offsets count from
     * {@code from}.
     */
    public static JsonParser parser(char[] text, int from, int to) throws IOException {
        return FACTORY.createParser(text, from, to - from);
    }

    public static JsonGenerator generator(Writer target) throws IOException {
        return FACTORY.createGenerator(target);
    }

    /** Writes UTF-8. */
    public static JsonGenerator generator(OutputStream target) throws IOException {
        return FACTORY.createGenerator(target);
    }

    /** A parser over bytes from {@code from} inclusive to {@code to} exclusive. */
    public static JsonParser parser(byte[] bytes, int from, int to) throws IOException {
        JsonParser json = FACTORY.createParser(bytes, from, to - from);
        json.assignCurrentValue(new Source(bytes, from));
        return json;
    }

    /**
     * A parser over the bytes of an answer. It takes NaN and Infinity, as Python writes them: one in a number beside
     * the content must not lose the answer.
     */
    public static JsonParser answerParser(byte[] bytes, int from, int to) throws IOException {
        return parser(bytes, from, to).enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature());
    }

    /** A parser over the characters of an answer, which takes NaN and Infinity. */
    public static JsonParser answerParser(char[] text, int from, int to) throws IOException {
        return parser(text, from, to).enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature());
    }

    /**
     * The current string of the parser, if it may be very long: it is copied from the parser's bytes if nothing in it
     * is escaped, as in base64. Jackson would first collect it in characters, at several times its size.
     */
    public static String longText(JsonParser json) throws IOException {
        if (root(json).getCurrentValue() instanceof Source source) {
            int start = source.startOfString(json);
            int end = source.endOfPlain(start);
            if (end >= 0) {
                return new String(source.bytes(), start, end - start, StandardCharsets.ISO_8859_1);
            }
        }
        return json.getText();
    }

    /**
     * Like {@link #longText}, as bytes.
     *
     * @param reusable is filled and returned if it has the string's length, as consecutive strings often have
     */
    public static byte[] longBytes(JsonParser json, byte[] reusable) throws IOException {
        if (root(json).getCurrentValue() instanceof Source source) {
            int start = source.startOfString(json);
            int end = source.endOfPlain(start);
            if (end >= 0) {
                byte[] copy = reusable.length == end - start ? reusable : new byte[end - start];
                System.arraycopy(source.bytes(), start, copy, 0, copy.length);
                return copy;
            }
        }
        return json.getText().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonStreamContext root(JsonParser json) {
        JsonStreamContext context = json.getParsingContext();
        while (context.getParent() != null) {
            context = context.getParent();
        }
        return context;
    }

    /** The input of a parser, and its start. */
    private record Source(byte[] bytes, int from) {

        /** The position after the opening quote of the parser's current string. */
        int startOfString(JsonParser json) {
            return from + (int) json.currentTokenLocation().getByteOffset() + 1;
        }

        /** The closing quote of a string of ASCII without escapes; -1 for every other. */
        int endOfPlain(int start) {
            int at = start;
            while (at < bytes.length && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
                at++;
            }
            return at < bytes.length && bytes[at] == '"' ? at : -1;
        }
    }
}
