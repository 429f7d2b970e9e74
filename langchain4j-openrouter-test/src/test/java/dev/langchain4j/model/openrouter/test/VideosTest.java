package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class VideosTest {

    private static final String RABBIT = "{\"model\":\"google/veo-3.1\",\"prompt\":\"A rabbit\",\"duration\":4}";

    private final OpenRouterServer server;
    private final Client client;

    VideosTest(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    @Test
    void a_video_is_ready_at_the_second_look_and_costs_something_then() throws Exception {
        HttpResponse<String> accepted = client.post("/videos", RABBIT);
        JsonNode job = Json.parse(accepted.body());
        String path = "/videos/" + job.path("id").asText();

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(job.path("status").asText()).isEqualTo("pending");
        assertThat(job.path("polling_url").asText()).isEqualTo("/api/v1" + path);
        assertThat(client.get(path + "/content").statusCode()).isEqualTo(400);
        assertThat(json(path).path("status").asText()).isEqualTo("in_progress");
        assertThat(server.ledger().cost()).isZero();

        JsonNode ready = json(path);
        assertThat(json(path)).isEqualTo(ready);

        assertThat(ready.path("status").asText()).isEqualTo("completed");
        assertThat(ready.at("/unsigned_urls/0").asText()).isEqualTo(server.baseUrl() + path + "/content?index=0");
        assertThat(ready.at("/usage/cost").decimalValue()).isEqualByComparingTo("1.60");
        assertThat(server.ledger().cost()).isEqualByComparingTo("1.60");
        assertThat(json("/generation?id=" + ready.path("generation_id").asText())
                        .at("/data/total_cost")
                        .decimalValue())
                .isEqualByComparingTo("1.60");
    }

    @Test
    void the_file_of_a_video_needs_the_key() throws Exception {
        String path = "/videos/"
                + Json.parse(client.post("/videos", RABBIT).body()).path("id").asText();
        client.get(path);
        client.get(path);

        HttpResponse<String> file = client.get(path + "/content?index=0");

        assertThat(file.headers().firstValue("Content-Type")).hasValue("video/mp4");
        assertThat(file.body()).contains("ftypisom");
        assertThat(client.get(path + "/content?index=1").statusCode()).isEqualTo(404);
        assertThat(client.send(client.withoutKey(path + "/content").GET().build())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void an_unknown_job_is_not_found() throws Exception {
        assertThat(client.get("/videos/job-none").statusCode()).isEqualTo(404);
        assertThat(client.get("/videos/job-none/content").statusCode()).isEqualTo(404);
    }

    @Test
    void a_rule_lets_a_job_fail() throws Exception {
        server.when(Match.path("/videos/job-0001"))
                .answer(Answer.payload("{\"id\":\"job-0001\",\"status\":\"failed\",\"error\":\"No such image\"}"));
        client.post("/videos", RABBIT);

        assertThat(json("/videos/job-0001").path("error").asText()).isEqualTo("No such image");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"google/veo-3.1\"} | prompt: Too small: expected string to have >=1 characters",
                "{\"model\":\"openai/gpt-4o\",\"prompt\":\"A\"} | openai/gpt-4o is not a valid model ID for video",
                "{\"model\":\"acme/none\",\"prompt\":\"A\"} | acme/none is not a valid model ID",
                "{\"model\":\"google/veo-3.1\",\"prompt\":\"A\",\"duration\":0} | duration: Too small: expected number to be >=1",
                "[] | Invalid JSON in request body"
            })
    void refuses_what_openrouter_refuses(String body, String message) throws Exception {
        HttpResponse<String> answer = client.post("/videos", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(Json.parse(answer.body()).at("/error/message").asText()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"frame_images\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\"},\"frame_type\":\"last_frame\"}]",
                "\"input_references\":[{\"type\":\"video_url\",\"video_url\":{\"url\":\"u\"}}]"
            })
    void needs_no_prompt_for_what_it_is_shown(String shown) throws Exception {
        assertThat(client.post("/videos", "{\"model\":\"google/veo-3.1\"," + shown + "}")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void lists_the_models_for_videos_without_a_key() throws Exception {
        server.addModel("acme/video-1");

        JsonNode models = Json.parse(
                client.send(client.withoutKey("/videos/models").GET().build()).body());

        assertThat(models.path("data").findValuesAsText("id")).containsExactly("google/veo-3.1", "acme/video-1");
        assertThat(models.at("/data/0/pricing_skus/duration_seconds").asText()).isEqualTo("0.40");
    }

    @Test
    void lists_the_models_for_images_and_the_endpoint_of_each() throws Exception {
        JsonNode first = json("/images/models").at("/data/0");
        JsonNode endpoints = json(first.path("endpoints").asText().substring("/api/v1".length()));

        assertThat(endpoints.path("id")).isEqualTo(first.path("id"));
        assertThat(endpoints.at("/endpoints/0/provider_name").isTextual()).isTrue();
        assertThat(client.get("/images/models/openai/gpt-4o/endpoints").statusCode())
                .isEqualTo(404);
    }

    private JsonNode json(String path) throws Exception {
        return Json.parse(client.get(path).body());
    }
}
