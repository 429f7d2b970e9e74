package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class CatalogEndpointsTest {

    private final OpenRouterServer server;
    private final Client client;

    CatalogEndpointsTest(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    @Test
    void lists_text_models_unless_asked_for_others() throws Exception {
        assertThat(ids("/models")).contains("openai/gpt-4o").doesNotContain("openai/text-embedding-3-small");
        assertThat(ids("/models?output_modalities=all")).contains("openai/gpt-4o", "openai/text-embedding-3-small");
        assertThat(ids("/models?output_modalities=embeddings"))
                .contains("openai/text-embedding-3-small")
                .isEqualTo(ids("/embeddings/models"));
    }

    @ParameterizedTest
    @CsvSource({
        "input_modalities=audio, openai/gpt-audio, openai/gpt-4o",
        "'supported_parameters=tools,reasoning', openai/gpt-5.2, openai/gpt-4o",
        "context=300000, openai/gpt-5.2, openai/gpt-4o",
        "max_price=0.2, openai/gpt-4o-mini, openai/gpt-4o",
        "q=Sonnet, anthropic/claude-sonnet-4.6, openai/gpt-4o"
    })
    void filters(String query, String in, String out) throws Exception {
        assertThat(ids("/models?" + query)).contains(in).doesNotContain(out);
    }

    @Test
    void the_list_of_models_takes_offset_and_limit() throws Exception {
        List<String> all = ids("/models");

        assertThat(ids("/models?offset=2&limit=3")).isEqualTo(all.subList(2, 5));
    }

    @Test
    void a_page_of_models_names_the_next_one() throws Exception {
        List<String> found = ids("/models?q=gpt&output_modalities=text,image");
        List<String> paged = new ArrayList<>();

        for (String next = "/models?q=gpt&limit=2&output_modalities=text%2Cimage"; next != null; ) {
            JsonNode page = Json.parse(client.get(next).body());
            paged.addAll(page.path("data").findValuesAsText("id"));
            String link = page.at("/links/next").asText(null);
            assertThat(link == null || link.startsWith("/api/v1/models?q=gpt&limit=2&"))
                    .isTrue();
            next = link == null ? null : link.substring("/api/v1".length());
        }

        assertThat(paged).hasSizeGreaterThan(2).isEqualTo(found);
    }

    @Test
    void the_link_to_the_next_page_escapes_names_and_values() throws Exception {
        JsonNode page = Json.parse(client.get("/models?limit=1&a%26b=c%3Dd").body());

        assertThat(page.at("/links/next").asText()).isEqualTo("/api/v1/models?limit=1&a%26b=c%3Dd&offset=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/models/user", "/embeddings/models"})
    void every_list_of_models_has_pages(String path) throws Exception {
        List<String> all = ids(path);
        JsonNode page = Json.parse(client.get(path + "?limit=1&offset=1").body());

        assertThat(page.path("data").findValuesAsText("id")).containsExactly(all.get(1));
        assertThat(page.path("total_count").asInt()).isEqualTo(all.size());
        assertThat(page.at("/links/next").asText()).isEqualTo("/api/v1" + path + "?limit=1&offset=2");
        assertThat(client.get(path + "?limit=0").statusCode()).isEqualTo(400);
        server.lenient();
        assertThat(ids(path + "?limit=0")).containsExactly(all.get(0));
    }

    @Test
    void a_page_without_a_limit_has_five_hundred_models() throws Exception {
        for (int i = 0; i < 1001; i++) {
            server.addModel("acme/model-" + i);
        }

        assertThat(ids("/models?model_authors=acme")).hasSize(1001);
        assertThat(ids("/models?model_authors=acme&offset=0")).hasSize(500);
        assertThat(ids("/models?model_authors=acme&limit=1000")).hasSize(1000);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=1001, ''",
        "limit=1e99, ''",
        "limit=many, ''",
        "limit=0, limit=1",
        "offset=-1, ''",
        "offset=x, ''",
        "offset=99999999999, offset=9999",
        "context=large, ''",
        "context=0, ''",
        "min_price=cheap, ''",
        "max_price=cheap, ''",
        "max_price=-1, max_price=0",
        "max_output_price=., ''",
        "min_intelligence_index=NaN, ''",
        "max_tool_success_rate=2, ''",
        "region=mars, ''",
        "sort=cheapest, ''"
    })
    void a_lenient_server_ignores_what_is_no_value_and_caps_the_others(String query, String taken) throws Exception {
        server.lenient();

        assertThat(ids("/models?" + query)).isEqualTo(ids("/models?" + taken));
        assertThat(client.get("/models?" + query).statusCode()).isEqualTo(200);
        assertThat(client.get("/models/count?" + query).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max_price=1e-3", "max_price=1E1", "limit=1e1", "offset=2.0", "min_tool_success_rate=0.95"})
    void reads_numbers_as_json_writes_them(String query) throws Exception {
        assertThat(client.get("/models?" + query).statusCode()).isEqualTo(200);
    }

    @Test
    void counts_the_models_of_a_list() throws Exception {
        assertThat(data("/models/count").path("count").asInt())
                .isEqualTo(ids("/models").size());
        assertThat(data("/models/count?output_modalities=embeddings")
                        .path("count")
                        .asInt())
                .isEqualTo(ids("/embeddings/models").size());
    }

    @Test
    void shows_one_model_without_a_key() throws Exception {
        server.addModel("acme/own:free");

        JsonNode own = Json.parse(
                client.send(client.withoutKey("/model/acme/own%3Afree").GET().build())
                        .body());

        assertThat(own.at("/data/id").asText()).isEqualTo("acme/own:free");
        assertThat(client.get("/model/acme/nothing").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, 'limit: Too small: expected number to be >=1'",
        "offset=-1, 'offset: Too small: expected number to be >=0'",
        "limit=1.5, 'limit: Invalid input: expected int, received number'",
        "context=large, 'context: Invalid input: expected number, received NaN'",
        "context=0, 'context: Too small: expected number to be >=1'",
        "max_price=-1, 'max_price: Too small: expected number to be >=0'",
        "max_price=10., 'max_price: Invalid input: expected number, received NaN'",
        "max_price=NaN, 'max_price: Invalid input: expected number, received NaN'",
        "min_age_days=0.5, 'min_age_days: Invalid input: expected int, received number'",
        "max_tool_success_rate=2, 'max_tool_success_rate: Too big: expected number to be <=1'",
        "max_price=cheap, 'max_price: Invalid input: expected number, received NaN'",
        "min_price=cheap, 'min_price: Invalid input: expected number, received NaN'",
        "limit=1001, 'limit: Too big: expected number to be <=1000'",
        "region=mars, 'region: Invalid option: expected one of \"eu\"|\"us\"'",
        "zdr=yes, 'zdr: Invalid option: expected one of \"true\"'"
    })
    void refuses_values_that_are_none(String query, String message) throws Exception {
        assertThat(Json.parse(client.get("/models?" + query).body())
                        .at("/error/message")
                        .asText())
                .isEqualTo(message);
    }

    @Test
    void a_count_has_filters_but_no_pages() throws Exception {
        assertThat(client.get("/models/count?region=mars").statusCode()).isEqualTo(400);
        assertThat(client.get("/models/count?limit=0").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sort=cheapest", "category=cooking", "sort=", "distillable=maybe"})
    void refuses_unknown_words(String query) throws Exception {
        assertThat(Json.parse(client.get("/models?" + query).body())
                        .at("/error/message")
                        .asText())
                .startsWith(query.substring(0, query.indexOf('=')) + ": Invalid option: expected one of ");
    }

    @Test
    void tells_the_endpoints_of_a_model_and_their_speed_to_those_with_a_key() throws Exception {
        String path = "/models/openai/gpt-oss-20b%3Afree/endpoints";

        JsonNode known = data(path).at("/endpoints/0");
        JsonNode anonymous = Json.parse(
                        client.send(client.withoutKey(path).GET().build()).body())
                .at("/data/endpoints/0");

        assertThat(known.path("tag").asText()).isEqualTo("openai");
        assertThat(known.at("/pricing/prompt").asText()).isEqualTo("0");
        assertThat(known.at("/latency_last_30m/p50").isNumber()).isTrue();
        assertThat(anonymous.path("latency_last_30m").isNull()).isTrue();
        assertThat(client.get("/models/acme/nothing/endpoints").statusCode()).isEqualTo(404);
    }

    @Test
    void every_endpoint_tells_its_context_length_as_a_number() throws Exception {
        assertThat(data("/endpoints/zdr").findValues("context_length"))
                .isNotEmpty()
                .allMatch(JsonNode::isInt);
    }

    @Test
    void accounts_for_what_was_charged() throws Exception {
        String id = client.chatJson(Client.says("Hi")).path("id").asText();

        assertThat(data("/generation?id=" + id).path("total_cost").decimalValue())
                .isEqualByComparingTo(server.ledger().cost());
        assertThat(client.get("/generation?id=gen-none").statusCode()).isEqualTo(404);
    }

    @Test
    void a_generation_tells_what_its_answer_told() throws Exception {
        server.answer(Answer.text("Hi")
                .thinking("I think.")
                .cachedTokens(7)
                .finishReason("length")
                .nativeFinishReason("max_tokens"));
        server.answer(Answer.text("Hi"));
        String plain = client.chatJson(Client.says("Hi")).path("id").asText();
        String streamed = client.chat(Client.streams("Hi"))
                .headers()
                .firstValue("X-Generation-Id")
                .orElseThrow();

        JsonNode ofPlain = data("/generation?id=" + plain);
        JsonNode ofStreamed = data("/generation?id=" + streamed);

        assertThat(ofPlain.path("native_tokens_cached").asInt()).isEqualTo(7);
        assertThat(ofPlain.path("native_tokens_reasoning").asInt()).isEqualTo(2);
        assertThat(ofPlain.path("finish_reason").asText()).isEqualTo("length");
        assertThat(ofPlain.path("native_finish_reason").asText()).isEqualTo("max_tokens");
        assertThat(ofPlain.path("streamed").asBoolean()).isFalse();
        assertThat(ofStreamed.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(ofStreamed.path("streamed").asBoolean()).isTrue();
    }

    @Test
    void a_generation_without_a_finish_reason_has_none() throws Exception {
        String id = Json.parse(
                        client.post("/embeddings", "{\"model\":\"openai/text-embedding-3-small\",\"input\":\"a\"}")
                                .body())
                .path("id")
                .asText();

        assertThat(data("/generation?id=" + id).path("finish_reason").isNull()).isTrue();
    }

    private List<String> ids(String path) throws Exception {
        return data(path).findValuesAsText("id");
    }

    private JsonNode data(String path) throws Exception {
        return Json.parse(client.get(path).body()).path("data");
    }
}
