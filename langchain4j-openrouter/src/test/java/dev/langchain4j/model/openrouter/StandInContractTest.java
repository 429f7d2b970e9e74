package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.langchain4j.model.openrouter.support.OpenApiFile;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stand-in answers in the form that OpenRouter's own OpenAPI file describes, also where it refuses. */
@ExtendWith(OpenRouterServerExtension.class)
class StandInContractTest {

    private static final String BASE = "https://openrouter.example/openapi.yaml";
    private static final String TEXT = "{\"model\":\"openai/text-embedding-3-small\",\"input\":\"a\"}";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    private static SchemaRegistry registry;

    private final OpenRouterServer server;

    StandInContractTest(OpenRouterServer server) {
        this.server = server;
    }

    @BeforeAll
    static void read_the_file() {
        String file = OpenApiFile.read().toString();
        registry = SchemaRegistry.withDialect(Dialects.getOpenApi31(), builder -> builder.schemas(Map.of(BASE, file)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/key",
                "/credits",
                "/models",
                "/models?sort=cheapest",
                "/models/count",
                "/embeddings/models",
                "/providers",
                "/images/models",
                "/videos/models",
                "/generation?id=gen-none"
            })
    void what_is_read(String path) throws Exception {
        assertDescribed("get", path, get(path, server.apiKey()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/key", "/credits", "/keys", "/activity"})
    void what_the_account_reads(String path) throws Exception {
        post("/keys", "{\"name\":\"test\",\"limit\":1}", server.managementKey());
        post("/embeddings", TEXT, server.apiKey());

        HttpResponse<String> answer = get(path, server.managementKey());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertDescribed("get", path, answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            /embeddings           | {"model":"openai/text-embedding-3-small","input":["a","b"]}
            /embeddings           | {"model":"openai/gpt-4o","input":"a"}
            /rerank               | {"model":"cohere/rerank-v3.5","query":"q","documents":["a","b"]}
            /images               | {"model":"bytedance-seed/seedream-4.5","prompt":"a"}
            /images               | {"model":"bytedance-seed/seedream-4.5","prompt":""}
            /audio/transcriptions | {"model":"openai/whisper-large-v3","input_audio":{"data":"AAAA","format":"wav"},"response_format":"verbose_json","timestamp_granularities":["word"]}
            /videos               | {"model":"google/veo-3.1","prompt":"a"}
            /auth/keys            | {"code":"none"}
            """)
    void what_is_sent(String path, String body) throws Exception {
        assertDescribed("post", path, post(path, body, server.apiKey()));
    }

    @Test
    void a_generation() throws Exception {
        post("/embeddings", TEXT, server.apiKey());
        String id = server.ledger().charges().get(0).generationId();

        HttpResponse<String> answer = get("/generation?id=" + id, server.apiKey());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertDescribed("get", "/generation", answer);
    }

    private static void assertDescribed(String method, String path, HttpResponse<String> answer) {
        String place = "#/paths/" + path.replaceFirst("\\?.*", "").replace("/", "~1") + "/" + method + "/responses/"
                + answer.statusCode() + "/content/application~1json/schema";
        Schema described = registry.getSchema(SchemaLocation.of(BASE + place));
        assertThat(described.validate(answer.body(), InputFormat.JSON)).isEmpty();
    }

    private HttpResponse<String> get(String path, String key) throws IOException, InterruptedException {
        return HTTP.send(request(path, key).GET().build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body, String key) throws IOException, InterruptedException {
        return HTTP.send(request(path, key).POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create(server.baseUrl() + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + key);
    }
}
