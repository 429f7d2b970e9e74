package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(OpenRouterServerExtension.class)
class EmbeddingsTest {

    private final OpenRouterServer server;
    private final Client client;

    EmbeddingsTest(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    @Test
    void texts_with_the_same_words_are_near() throws Exception {
        float[] cat = embed("\"The cat sleeps.\"", "");
        float[] sameCat = embed("\"the CAT sleeps\"", "");
        float[] otherCat = embed("\"A cat eats\"", "");
        float[] tax = embed("\"Income tax law\"", "");

        assertThat(sameCat).isEqualTo(cat);
        assertThat(cosine(cat, otherCat)).isBetween(0.2, 0.5);
        assertThat(cosine(cat, tax)).isCloseTo(0, within(0.15));
        assertThat(cosine(cat, cat)).isCloseTo(1, within(1e-5));
    }

    @Test
    void numbers_and_base64_are_the_same_vector() throws Exception {
        JsonNode numbers = embeddings("\"Hello\"", "").at("/data/0/embedding");
        JsonNode base64 =
                embeddings("\"Hello\"", ",\"encoding_format\":\"base64\"").at("/data/0/embedding");

        float[] decoded = new float[1536];
        ByteBuffer.wrap(Base64.getDecoder().decode(base64.asText()))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(decoded);
        assertThat(decoded).isEqualTo(floats(numbers));
    }

    @Test
    void fewer_dimensions_are_the_first_of_the_many() throws Exception {
        float[] many = embed("\"Hello world\"", "");
        float[] few = embed("\"Hello world\"", ",\"dimensions\":8");

        assertThat(few).hasSize(8);
        assertThat(few[1] / few[0]).isCloseTo(many[1] / many[0], within(1e-4f));
    }

    @Test
    void queries_differ_a_little_from_documents() throws Exception {
        float[] query = embed("\"capital of France\"", ",\"input_type\":\"search_query\"");
        float[] document = embed("\"capital of France\"", ",\"input_type\":\"search_document\"");

        assertThat(cosine(query, document)).isBetween(0.8, 0.999);
    }

    @Test
    void parts_together_are_one_vector() throws Exception {
        server.lenient(); // its model reads no images
        JsonNode answer = embeddings("""
                [{"content":[{"type":"text","text":"cat"},{"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}}]},
                 {"content":[{"type":"text","text":"cat"}]}]""", "");

        float[] withImage = floats(answer.at("/data/0/embedding"));
        float[] text = floats(answer.at("/data/1/embedding"));
        assertThat(answer.path("data")).hasSize(2);
        assertThat(cosine(withImage, text)).isBetween(0.5, 0.9);
        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(1 + 85 + 1);
    }

    @Test
    void usage_is_in_the_ledger() throws Exception {
        JsonNode answer = embeddings("[\"one two three\",\"four\"]", "");

        assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(5);
        assertThat(server.ledger().cost()).isEqualByComparingTo("0.0000001");
        assertThat(server.ledger().charges().get(0).generationId())
                .isEqualTo(answer.path("id").asText());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"model":"openai/text-embedding-3-small"}                        | 400
            {"model":"openai/text-embedding-3-small","input":null}           | 400
            {"model":"openai/text-embedding-3-small","input":[]}             | 400
            {"model":"openai/text-embedding-3-small","input":["a",""]}       | 400
            {"model":"openai/gpt-4o","input":"Hi"}                           | 400
            {"model":"acme/nothing","input":"Hi"}                            | 400
            no json                                                          | 400
            """)
    void refuses_what_openrouter_refuses(String body, int status) throws Exception {
        assertThat(post(body).statusCode()).isEqualTo(status);
    }

    @Test
    void wants_a_key() throws Exception {
        HttpResponse<String> response = client.send(client.withoutKey("/embeddings")
                .POST(BodyPublishers.ofString("{}"))
                .build());

        assertThat(response.statusCode()).isEqualTo(401);
    }

    private float[] embed(String input, String more) throws IOException, InterruptedException {
        return floats(embeddings(input, more).at("/data/0/embedding"));
    }

    private JsonNode embeddings(String input, String more) throws IOException, InterruptedException {
        return Json.parse(post("{\"model\":\"openai/text-embedding-3-small\",\"input\":" + input + more + "}")
                .body());
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return client.send(client.request("/embeddings")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static float[] floats(JsonNode numbers) {
        float[] floats = new float[numbers.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers.get(i).asDouble();
        }
        return floats;
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
        }
        return product;
    }
}
