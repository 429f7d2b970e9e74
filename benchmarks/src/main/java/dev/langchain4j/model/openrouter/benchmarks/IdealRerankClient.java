package dev.langchain4j.model.openrouter.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import okhttp3.Response;

/** {@link IdealClient} for reranking. */
final class IdealRerankClient implements Client {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .build();
    private static final List<String> DOCUMENTS = Workload.documents();

    private final BareHttp http;

    IdealRerankClient(String baseUrl) {
        http = new BareHttp(baseUrl + Scenario.Kind.RERANK.path);
    }

    @Override
    public Supplier<String> call() {
        ReusedBody body = ReusedBody.empty();
        write(body);
        try (Response response = http.post(body.toRequest())) {
            List<Double> scores = read(response.body().byteStream());
            return () -> Workload.words(scores);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] body() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        write(bytes);
        return bytes.toByteArray();
    }

    private static void write(OutputStream bytes) {
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("model", "cohere/rerank-v3.5");
            json.writeStringField("query", Workload.QUERY);
            json.writeArrayFieldStart("documents");
            for (String document : DOCUMENTS) {
                json.writeString(document);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Double> read(InputStream body) throws IOException {
        Double[] scores = new Double[DOCUMENTS.size()];
        try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                if (name.equals("results")) {
                    readResults(json, scores);
                } else {
                    json.skipChildren();
                }
            }
        }
        return Arrays.asList(scores);
    }

    private static void readResults(JsonParser json, Double[] scores) throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            int index = 0;
            double score = 0;
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                switch (name) {
                    case "index" -> index = json.getIntValue();
                    case "relevance_score" -> score = json.getDoubleValue();
                    default -> json.skipChildren();
                }
            }
            scores[index] = score;
        }
    }
}
