package dev.langchain4j.model.openrouter.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import okhttp3.Response;

/** {@link IdealClient} for embeddings. */
final class IdealEmbeddingClient implements Client {

    private static final JsonFactory JSON = new JsonFactory();
    private static final List<String> TEXTS = Workload.texts();

    private final BareHttp http;

    IdealEmbeddingClient(String baseUrl) {
        http = new BareHttp(baseUrl + Scenario.Kind.EMBED.path);
    }

    @Override
    public Supplier<String> call() {
        try (Response response = http.post(body())) {
            List<float[]> vectors = read(response.body().bytes());
            return () -> Workload.wordsOfVectors(vectors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] body() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 * 1024);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("model", Workload.MODEL);
            json.writeStringField("encoding_format", "base64");
            json.writeArrayFieldStart("input");
            for (String text : TEXTS) {
                json.writeString(text);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static List<float[]> read(byte[] body) throws IOException {
        float[][] vectors = new float[TEXTS.size()][];
        try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                if (name.equals("data")) {
                    readData(json, vectors);
                } else {
                    json.skipChildren();
                }
            }
        }
        return Arrays.asList(vectors);
    }

    private static void readData(JsonParser json, float[][] vectors) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            int index = 0;
            float[] vector = {};
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                switch (name) {
                    case "index" -> index = json.getIntValue();
                    case "embedding" -> vector = value == JsonToken.VALUE_STRING ? ofBase64(json) : ofNumbers(json);
                    default -> json.skipChildren();
                }
            }
            vectors[index] = vector;
        }
    }

    private static float[] ofBase64(JsonParser json) throws IOException {
        float[] vector = new float[Workload.DIMENSIONS];
        ByteBuffer.wrap(json.getBinaryValue())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(vector);
        return vector;
    }

    private static float[] ofNumbers(JsonParser json) throws IOException {
        float[] vector = new float[Workload.DIMENSIONS];
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
            vector[i] = json.getFloatValue();
        }
        return vector;
    }
}
