package dev.langchain4j.model.openrouter.internal.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;

/** The one JSON factory: streaming only, no data binding, so that the first call needs no reflection. */
public final class Json {

    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            // The default pools hang on threads, which is no pool at all on virtual ones.
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            // An image in an answer is one string of many megabytes; the size of a body is bounded elsewhere.
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private Json() {}

    public static JsonParser parser(byte[] bytes) throws IOException {
        return FACTORY.createParser(bytes);
    }

    public static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
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
        return FACTORY.createParser(bytes, from, to - from);
    }
}
