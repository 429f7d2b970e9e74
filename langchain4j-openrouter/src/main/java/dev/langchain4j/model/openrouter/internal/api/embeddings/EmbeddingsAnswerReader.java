package dev.langchain4j.model.openrouter.internal.api.embeddings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsAnswer.Vector;
import dev.langchain4j.model.openrouter.internal.api.error.ReportedError;
import dev.langchain4j.model.openrouter.internal.api.json.Base64Text;
import dev.langchain4j.model.openrouter.internal.api.json.JsonValues;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import dev.langchain4j.model.openrouter.internal.api.usage.UsageReader;
import dev.langchain4j.model.openrouter.internal.http.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to an embeddings request: vectors from base64 or from numbers, whichever arrives, directly into
 * float arrays. One reader reads one answer.
 */
public final class EmbeddingsAnswerReader {

    private static final int USUAL_DIMENSIONS = 1024;

    private byte[] base64 = {}; // both reused: the next vector has the same length
    private byte[] decoded = {};
    private final ReportedError error = new ReportedError();
    private @Nullable String problem; // of the current vector
    private int dimensions = USUAL_DIMENSIONS; // of the last vector: the next one has as many

    private EmbeddingsAnswerReader() {}

    /**
     * Reads a whole body, in the first {@code length} bytes.
     *
     * @throws IOException if the body is not JSON, ends too early or continues after the answer
     */
    public static EmbeddingsAnswer read(byte[] body, int length) throws IOException {
        try (JsonParser json = Json.answerParser(body, 0, length)) {
            return new EmbeddingsAnswerReader().read(json);
        }
    }

    private EmbeddingsAnswer read(JsonParser json) throws IOException {
        String id = null;
        String model = null;
        String provider = null;
        List<Vector> vectors = null;
        Usage usage = null;
        JsonValues.begin(json);
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "id" -> id = JsonValues.name(json);
                case "model" -> model = JsonValues.name(json);
                case "provider" -> provider = JsonValues.name(json);
                case "data" -> vectors = vectors(json);
                case "usage" -> usage = UsageReader.read(json, usage);
                default -> error.readOrSkip(name, json);
            }
        }
        JsonValues.ensureEnd(json);
        return new EmbeddingsAnswer(id, model, provider, vectors, usage, error.get(), null);
    }

    private @Nullable List<Vector> vectors(JsonParser json) throws IOException {
        if (!JsonValues.isArray(json)) {
            return null;
        }
        List<Vector> vectors = new ArrayList<>();
        while (JsonValues.nextObject(json)) {
            vectors.add(vector(json));
        }
        return vectors;
    }

    private Vector vector(JsonParser json) throws IOException {
        Integer index = null;
        float[] values = null;
        problem = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            switch (name) {
                case "index" -> index = JsonValues.place(json);
                case "embedding" -> values = values(json);
                case "error" -> error.readError(json);
                default -> json.skipChildren();
            }
        }
        return new Vector(index, values, problem);
    }

    private float @Nullable [] values(JsonParser json) throws IOException {
        float[] values = switch (json.currentToken()) {
            case VALUE_STRING -> fromBase64(json);
            case START_ARRAY -> fromNumbers(json);
            default -> null;
        };
        if (values == null) {
            json.skipChildren();
            return null;
        }
        if (values.length > 0) {
            dimensions = values.length;
        }
        float sum = 0;
        for (float value : values) {
            sum += value * 0; // NaN for non-finite values, without a branch
        }
        if (sum != 0 && problem == null) {
            problem = "has a value that is not a 32-bit number";
        }
        return values;
    }

    /** Little-endian 32-bit floats. */
    private float[] fromBase64(JsonParser json) throws IOException {
        base64 = Json.longBytes(json, base64);
        if (decoded.length < base64.length) {
            decoded = new byte[base64.length];
        }
        int length = decode();
        if (length % Float.BYTES != 0) {
            problem = "has " + length + " bytes, which are not whole floats";
        }
        float[] values = new float[length / Float.BYTES];
        ByteBuffer.wrap(decoded, 0, length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    private int decode() {
        try {
            return Base64.getDecoder().decode(base64, decoded);
        } catch (IllegalArgumentException notPlain) {
            return decodePlain();
        }
    }

    private int decodePlain() {
        String plain = Base64Text.plain(new String(base64, StandardCharsets.ISO_8859_1));
        try {
            return Base64.getDecoder().decode(plain.getBytes(StandardCharsets.ISO_8859_1), decoded);
        } catch (IllegalArgumentException e) {
            problem = "is no base64";
            return 0;
        }
    }

    private float[] fromNumbers(JsonParser json) throws IOException {
        float[] values = new float[dimensions];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = number(json);
        }
        return count == values.length ? values : Arrays.copyOf(values, count);
    }

    private static float number(JsonParser json) throws IOException {
        if (json.currentToken().isNumeric()) {
            return json.getFloatValue();
        }
        BigDecimal number = JsonValues.decimal(json);
        return number == null ? Float.NaN : number.floatValue();
    }
}
