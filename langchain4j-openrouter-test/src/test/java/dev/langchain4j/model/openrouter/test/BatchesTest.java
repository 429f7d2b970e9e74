package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class BatchesTest {

    private static final String TWO = """
            {"endpoint":"/v1/chat/completions","model":"openai/gpt-4o-mini","requests":[
             {"custom_id":"a","body":{"messages":[{"role":"user","content":"One"}]}},
             {"custom_id":"b","body":{"messages":[{"role":"user","content":"Two"}]}}]}""";

    private final OpenRouterServer server;
    private final Client client;

    BatchesTest(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    @Test
    void accepts_a_batch_with_status_202() throws Exception {
        HttpResponse<String> answer = submit(TWO);

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode batch = Json.parse(answer.body());
        assertThat(batch.path("status").asText()).isEqualTo("validating");
        assertThat(batch.at("/request_counts/total").asInt()).isEqualTo(2);
        assertThat(batch.path("results").isNull()).isTrue();
    }

    @Test
    void a_batch_advances_with_every_look_at_it() throws Exception {
        String id = id(submit(TWO));

        List<String> states = new ArrayList<>();
        for (int look = 0; look < 4; look++) {
            JsonNode batch = get("/batches/" + id);
            states.add(batch.path("status").asText() + " "
                    + batch.at("/request_counts/completed").asInt());
        }

        assertThat(states).containsExactly("in_progress 1", "finalizing 2", "completed 2", "completed 2");
    }

    @Test
    void a_test_moves_a_batch_that_is_held() throws Exception {
        server.holdBatches();
        String id = id(submit(TWO));

        assertThat(get("/batches/" + id).path("status").asText()).isEqualTo("validating");
        server.batch(id).progress(1);
        assertThat(get("/batches/" + id).at("/request_counts/completed").asInt())
                .isOne();
        server.batch(id).fail("No");
        assertThat(get("/batches/" + id).at("/error/message").asText()).isEqualTo("No");
        server.batch(id).moveTo("unheard_of");
        assertThat(get("/batches/" + id).path("status").asText()).isEqualTo("unheard_of");
        assertThatThrownBy(() -> server.batch("batch_9"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(id);
    }

    @Test
    void answers_of_lines_have_ids_of_their_own_kind() throws Exception {
        String id = id(submit(TWO));
        server.batch(id).complete();

        assertThat(get("/batches/" + id).at("/results/0/response/body/id").asText())
                .startsWith("gen-batch-");
    }

    @Test
    void lines_are_answered_like_live_requests_at_half_the_price() throws Exception {
        String id = id(submit(TWO));
        server.batch(id).complete();

        JsonNode results = get("/batches/" + id).path("results");
        assertThat(results.at("/0/custom_id").asText()).as("the last first").isEqualTo("b");
        assertThat(results.at("/1/response/body/choices/0/message/content").asText())
                .isEqualTo("You said: \"One\"");
        assertThat(results.at("/1/response/body/model").asText()).isEqualTo("openai/gpt-4o-mini");
        JsonNode usage = results.at("/1/response/body/usage");
        BigDecimal batched = usage.path("prompt_tokens")
                .decimalValue()
                .multiply(new BigDecimal("0.000000075"))
                .add(usage.path("completion_tokens").decimalValue().multiply(new BigDecimal("0.0000003")));
        assertThat(usage.path("cost").decimalValue()).isEqualByComparingTo(batched);
        assertThat(get("/batches/" + id).at("/usage/cost").decimalValue())
                .isEqualByComparingTo(server.ledger().cost());
    }

    @Test
    void rules_answer_lines_and_the_queue_answers_the_submission() throws Exception {
        server.when(Match.userSays("One")).answer(Answer.error(400, "Too long").errorType("context_length_exceeded"));
        server.when(Match.userSays("Two")).answer(Answer.fault(Fault.CONNECTION_RESET));
        server.answer(Answer.error(429, "Slow down"));

        assertThat(submit(TWO).statusCode()).isEqualTo(429);
        String id = id(submit(TWO));
        server.batch(id).complete();

        JsonNode results = get("/batches/" + id).path("results");
        assertThat(results.at("/1/error/message").asText()).isEqualTo("Too long");
        assertThat(results.at("/1/response").isNull()).isTrue();
        assertThat(results.at("/0/error/message").asText()).isEqualTo("Provider disconnected");
        assertThat(get("/batches/" + id).at("/request_counts/failed").asInt()).isEqualTo(2);
    }

    @Test
    void embeddings_work_as_well() throws Exception {
        String id = id(submit("""
                {"endpoint":"/v1/embeddings","model":"openai/text-embedding-3-small",
                 "requests":[{"custom_id":"a","body":{"input":"Berlin","dimensions":4}}]}"""));
        server.batch(id).complete();

        assertThat(get("/batches/" + id).at("/results/0/response/body/data/0/embedding"))
                .hasSize(4);
    }

    @Test
    void results_come_in_pages() throws Exception {
        server.batchPageSize(1);
        String id = id(submit(TWO));
        assertThat(status("/batches/" + id + "/results")).isEqualTo(409);
        server.batch(id).complete();

        JsonNode first = get("/batches/" + id + "/results");
        JsonNode second = get("/batches/" + id + "/results?cursor="
                + first.path("next_cursor").asText());

        assertThat(first.at("/data/0/custom_id").asText()).isEqualTo("b");
        assertThat(second.at("/data/0/custom_id").asText()).isEqualTo("a");
        assertThat(first.path("has_more").asBoolean()).isTrue();
        assertThat(second.path("next_cursor").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "c-5", "next", "c99999999999"})
    void a_page_of_results_that_does_not_exist_is_refused(String cursor) throws Exception {
        String id = id(submit(TWO));
        server.batch(id).complete();

        HttpResponse<String> answer = client.get("/batches/" + id + "/results?cursor=" + cursor);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Invalid cursor '" + cursor + "'");
    }

    @Test
    void lists_the_newest_first() throws Exception {
        String old = id(submit(TWO));
        String young = id(submit(TWO));
        server.batch(old).complete();

        JsonNode page = get("/batches?limit=1");
        assertThat(page.at("/data/0/id").asText()).isEqualTo(young);
        assertThat(page.path("has_more").asBoolean()).isTrue();
        JsonNode rest = get("/batches?after=" + page.path("last_id").asText());
        assertThat(rest.at("/data/0/id").asText()).isEqualTo(old);
        assertThat(rest.at("/data/0/results").isNull()).isTrue();
        assertThat(rest.path("has_more").asBoolean()).isFalse();
        assertThat(get("/batches?status=completed").path("data")).hasSize(1);
        assertThat(get("/batches?created_after=99999999999").path("data")).isEmpty();
    }

    @Test
    void a_list_is_restricted_to_states_and_times() throws Exception {
        server.batch(id(submit(TWO))).complete();
        server.holdBatches();
        submit(TWO);

        assertThat(get("/batches?status=completed&status=validating").path("data"))
                .hasSize(2);
        assertThat(get("/batches?status=completed&status=failed").path("data")).hasSize(1);
        assertThat(get("/batches?created_after=2020-01-01T00:00:00Z").path("data"))
                .hasSize(2);
        assertThat(get("/batches?created_before=2020-01-01T00:00:00%2B01:00").path("data"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=101",
                "limit=ten",
                "status=finalizing",
                "created_after=2020-13-01T00:00:00Z",
                "created_after=yesterday",
                "after=batch_none",
                "created_after=20&created_before=10"
            })
    void a_list_with_a_wrong_query_is_refused(String query) throws Exception {
        assertThat(status("/batches?" + query)).isEqualTo(400);
    }

    @Test
    void deletes_what_is_over_alone() throws Exception {
        String id = id(submit(TWO));
        assertThat(delete(id).statusCode()).isEqualTo(409);
        server.batch(id).complete();

        assertThat(Json.parse(delete(id).body()).at("/deletion/openrouter").asText())
                .isEqualTo("deleted");

        assertThat(status("/batches/" + id)).isEqualTo(404);
        assertThat(delete(id).statusCode()).isEqualTo(404);
    }

    @Test
    void neither_the_list_nor_results_alone_can_be_deleted() throws Exception {
        String id = id(submit(TWO));
        server.batch(id).complete();

        assertThat(delete(id + "/results").statusCode()).isEqualTo(404);
        assertThat(client.send(client.request("/batches").DELETE().build()).statusCode())
                .isEqualTo(404);
        assertThat(server.batches()).hasSize(1);
    }

    @Test
    void a_new_batch_can_be_missing_for_a_moment() throws Exception {
        server.recordBatchesAfter(1);
        String id = id(submit(TWO));

        assertThat(status("/batches/" + id)).isEqualTo(404);
        assertThat(status("/batches/" + id)).isEqualTo(200);
    }

    @Test
    void a_lost_answer_leaves_a_batch() {
        server.answer(Answer.lost(Answer.unscripted()));

        assertThatThrownBy(() -> submit(TWO)).isInstanceOf(IOException.class);
        assertThat(server.batches())
                .singleElement()
                .satisfies(batch -> assertThat(batch.size()).isEqualTo(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"requests\":[],\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4o-mini\"}",
                "{\"model\":\"openai/gpt-4o-mini\",\"requests\":[{\"custom_id\":\"a\",\"body\":{}}]}",
                "{\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4o-mini\",\"requests\":[]}",
                "{\"endpoint\":\"/v1/images\",\"model\":\"openai/gpt-4o-mini\",\"requests\":[{\"custom_id\":\"a\",\"body\":{}}]}",
                "{\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4-turbo\",\"requests\":[{\"custom_id\":\"a\",\"body\":{}}]}",
                "{\"endpoint\":\"/v1/chat/completions\",\"model\":\"acme/none\",\"requests\":[{\"custom_id\":\"a\",\"body\":{}}]}",
                "{\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4o-mini\",\"provider\":{\"sort\":\"price\"},\"requests\":[{\"custom_id\":\"a\",\"body\":{}}]}",
                "{\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4o-mini\",\"requests\":[{\"custom_id\":\"a\",\"body\":{\"model\":\"openai/gpt-4o\"}}]}",
                "{\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4o-mini\",\"requests\":[{\"custom_id\":\"a\",\"body\":{}},{\"custom_id\":\"a\",\"body\":{}}]}"
            })
    void refuses_at_once_what_openrouter_refuses(String body) throws Exception {
        assertThat(submit(body).statusCode()).isEqualTo(400);
        assertThat(server.batches()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"stream\":true | stream",
                "\"image\":\"data:image/png;base64,aGk=\" | data URLs",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,aGk=\"}}]}] | data URLs",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_data\":\"data:application/pdf;base64,aGk=\"}}]}] | data URLs",
                "\"modalities\":[\"text\",\"image\"] | modality image",
                "\"speed\":\"fast\" | speed",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\",\"input_audio\":{}}]}] | audio",
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"file\":{\"file_id\":\"f\"}}]}] | files",
                "\"plugins\":[{\"id\":\"web\"}] | plugin web",
                "\"tools\":[{\"type\":\"openrouter:web_search\",\"parameters\":{\"engine\":\"exa\"}}] | engine exa"
            })
    void a_batch_fails_after_its_202_for_what_a_line_must_not_contain(String field, String words) throws Exception {
        String id = id(submit("{\"endpoint\":\"/v1/chat/completions\",\"model\":\"openai/gpt-4o-mini\","
                + "\"requests\":[{\"custom_id\":\"a\",\"body\":{" + field + "}}]}"));

        JsonNode batch = get("/batches/" + id);

        assertThat(batch.path("status").asText()).isEqualTo("failed");
        assertThat(batch.at("/error/message").asText()).contains(words);
        assertThat(batch.path("usage").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"input_type\":\"search_query\"", "\"provider\":{\"only\":[\"openai\"]}"})
    void a_batch_of_embeddings_fails_for_what_a_line_must_not_contain(String field) throws Exception {
        String id = id(submit("{\"endpoint\":\"/v1/embeddings\",\"model\":\"openai/text-embedding-3-small\","
                + "\"requests\":[{\"custom_id\":\"a\",\"body\":{\"input\":\"Hi\"," + field + "}}]}"));

        assertThat(get("/batches/" + id).path("status").asText()).isEqualTo("failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: [DONE]", "data:image/png;base64,aGk= is what?"})
    void a_text_that_begins_like_a_data_url_is_only_a_text(String text) throws Exception {
        String id = id(submit(TWO.replace("One", text)));

        get("/batches/" + id);
        get("/batches/" + id);

        assertThat(get("/batches/" + id).path("status").asText()).isEqualTo("completed");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, 1",
        "limit=101, 2",
        "limit=ten, 2",
        "status=finalizing, 2",
        "status=finalizing&status=validating, 2",
        "created_after=yesterday, 2",
        "after=batch_none, 2",
        "created_after=20&created_before=10, 0"
    })
    void a_lenient_server_lists_batches_for_any_query(String query, int size) throws Exception {
        submit(TWO);
        submit(TWO);
        server.lenient();

        assertThat(get("/batches?" + query).path("data")).hasSize(size);
    }

    @Test
    void a_field_that_it_does_not_know_passes() throws Exception {
        assertThat(submit(TWO.replace("\"requests\"", "\"priority\":1,\"requests\""))
                        .statusCode())
                .isEqualTo(202);
        assertThat(submit(TWO.replaceFirst("}$", ",\"priority\":1}")).statusCode())
                .as("after the requests")
                .isEqualTo(400);
    }

    @Test
    void a_lenient_server_accepts_lines_and_preferences_that_batches_do_not_have() throws Exception {
        server.lenient();
        String id = id(submit(TWO.replace("\"messages\"", "\"speed\":\"fast\",\"messages\"")
                .replace("\"requests\"", "\"provider\":{\"sort\":\"price\"},\"requests\"")));

        server.batch(id).complete();

        assertThat(get("/batches/" + id).at("/request_counts/completed").asInt())
                .isEqualTo(2);
        assertThat(get("/batches/" + id + "/results?cursor=x").path("data")).hasSize(2);
    }

    @Test
    void only_a_lenient_server_takes_more_than_five_thousand_lines() throws Exception {
        String line = "{\"custom_id\":\"%d\",\"body\":{\"input\":\"Hi\"}}";
        String lines = IntStream.range(0, 5001).mapToObj(line::formatted).collect(Collectors.joining(","));
        String body = "{\"endpoint\":\"/v1/embeddings\",\"model\":\"openai/text-embedding-3-small\",\"requests\":["
                + lines + "]}";

        assertThat(submit(body).statusCode()).isEqualTo(400);
        server.lenient();
        assertThat(submit(body).statusCode()).isEqualTo(202);
    }

    @Test
    void needs_a_key() throws Exception {
        assertThat(client.send(client.withoutKey("/batches").GET().build()).statusCode())
                .isEqualTo(401);
    }

    private HttpResponse<String> submit(String body) throws IOException, InterruptedException {
        return client.send(client.request("/batches")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static String id(HttpResponse<String> submitted) {
        return Json.parse(submitted.body()).path("id").asText();
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return Json.parse(client.get(path).body());
    }

    private int status(String path) throws IOException, InterruptedException {
        return client.get(path).statusCode();
    }

    private HttpResponse<String> delete(String id) throws IOException, InterruptedException {
        return client.send(client.request("/batches/" + id).DELETE().build());
    }
}
