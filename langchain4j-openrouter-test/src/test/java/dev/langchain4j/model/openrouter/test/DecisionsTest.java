package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(OpenRouterServerExtension.class)
class DecisionsTest {

    private static final String TICKET =
            "{\"model\":\"typesafe/jev-1.13\",\"state\":{\"ticket\":\"The app shows error 500 since noon\"},\"questions\":";

    private final OpenRouterServer server;
    private final Client client;

    DecisionsTest(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    @Test
    void the_probability_of_yes_is_the_share_of_common_words() throws Exception {
        JsonNode answer =
                decide(TICKET + "{\"down\":{\"type\":\"noul\",\"instructions\":\"Does the app show an error\"}}}");

        assertThat(answer.at("/answers/down/type").asText()).isEqualTo("noul");
        assertThat(answer.at("/answers/down/noul").asDouble()).isEqualTo(0.5); // the, app, error of six
    }

    @Test
    void criteria_share_the_probability() throws Exception {
        JsonNode answer = decide(TICKET + "{\"down\":{\"type\":\"noul\",\"instructions\":\"Down?\","
                + "\"criteria\":{\"true\":\"error since noon\",\"false\":\"all is well\"}}}}");

        assertThat(answer.at("/answers/down/noul").asDouble()).isEqualTo(0.98);
    }

    @Test
    void a_choice_is_the_option_with_most_common_words() throws Exception {
        JsonNode answer = decide(TICKET + "{\"team\":{\"type\":\"choice\",\"instructions\":\"Which team?\","
                + "\"criteria\":{\"billing\":\"invoices\",\"tech\":\"error in the app\",\"other\":null}}}}");

        assertThat(answer.at("/answers/team/choice").asText()).isEqualTo("tech");
        assertThat(answer.at("/answers/team/probabilities").fieldNames())
                .toIterable()
                .containsExactly("billing", "tech", "other");
        assertThat(answer.at("/answers/team/confidence").asDouble())
                .isEqualTo(answer.at("/answers/team/probabilities/tech").asDouble());
    }

    @Test
    void a_scale_has_a_mean_and_a_legend() throws Exception {
        JsonNode answer = decide(TICKET + "{\"size\":{\"type\":\"score\",\"instructions\":\"How bad?\","
                + "\"criteria\":[\"fine\",\"slow\",\"error\"]}}}");

        assertThat(answer.at("/answers/size/score").asDouble()).isBetween(1.8, 2.0);
        assertThat(answer.at("/answers/size/legend/2").asText()).isEqualTo("error");
        assertThat(answer.at("/answers/size/probabilities").size()).isEqualTo(3);
    }

    @Test
    void scripted_answers_are_sent_as_they_are() throws Exception {
        server.answer(Answer.decision()
                .yesNo("a", 1.5)
                .scale("b", 0.7, 0.3, 0.7)
                .confidence("b", 0.6)
                .json("c", "{\"type\":\"refusal\"}"));

        JsonNode answer = decide(TICKET + "{\"x\":{\"type\":\"noul\",\"instructions\":\"?\"}}}");

        assertThat(answer.path("answers")).isEqualTo(Json.parse("""
                {"a":{"type":"noul","noul":1.5},
                 "b":{"type":"score","score":0.7,"probabilities":{"0":0.3,"1":0.7},"confidence":0.6},
                 "c":{"type":"refusal"}}"""));
    }

    @Test
    void probabilities_for_the_questions_in_their_order_can_be_scripted() throws Exception {
        server.answer(Answer.yesNo(0.2, 0.9));

        JsonNode answer = decide(
                TICKET
                        + "{\"first\":{\"type\":\"noul\",\"instructions\":\"?\"},\"second\":{\"type\":\"noul\",\"instructions\":\"?\"}}}");

        assertThat(answer.at("/answers/first/noul").asDouble()).isEqualTo(0.2);
        assertThat(answer.at("/answers/second/noul").asDouble()).isEqualTo(0.9);
    }

    @Test
    void input_is_charged() throws Exception {
        JsonNode usage = decide(TICKET + "{\"x\":{\"type\":\"noul\",\"instructions\":\"Is it urgent?\"}}}")
                .path("usage");

        assertThat(usage.path("input_tokens").asInt()).isPositive();
        assertThat(server.ledger().cost())
                .isEqualByComparingTo(usage.path("cost").decimalValue())
                .isEqualByComparingTo(new BigDecimal("0.000000042")
                        .multiply(BigDecimal.valueOf(usage.path("input_tokens").asInt())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {'model':'typesafe/jev-1.13','questions':{'x':{'type':'noul','instructions':'?'}}}",
                "400 | {'model':'typesafe/jev-1.13','state':'s'}",
                "400 | {'model':'typesafe/jev-1.13','state':'s','questions':{}}",
                "400 | {'model':'typesafe/jev-1.13','state':'s','questions':{'x':{'type':'noul'}}}",
                "400 | {'model':'typesafe/jev-1.13','state':'s','questions':{'x':{'type':'maybe','instructions':'?'}}}",
                "400 | {'model':'typesafe/jev-1.13','state':'s','questions':{'x':{'type':'noul','instructions':'?','criteria':{'true':'y'}}}}",
                "400 | {'model':'typesafe/jev-1.13','state':'s','questions':{'x':{'type':'choice','instructions':'?','criteria':{'a':null}}}}",
                "400 | {'model':'typesafe/jev-1.13','state':'s','questions':{'x':{'type':'score','instructions':'?','criteria':['low']}}}",
                "400 | {'model':'typesafe/jev-1.13','state':'s','images':[],'questions':{'x':{'type':'noul','instructions':'?'}}}",
                "400 | {'model':'openai/gpt-4o','state':'s','questions':{'x':{'type':'noul','instructions':'?'}}}",
                "404 | {'model':'typesafe/jev-latest','state':'s','questions':{'x':{'type':'noul','instructions':'?'}}}",
                "200 | {'model':'~typesafe/jev-latest','state':'s','questions':{'x':{'type':'noul','instructions':'?'}}}",
                "200 | {'model':'typesafe/jev-1.13','state':[1e999999999],'questions':{'x':{'type':'noul','instructions':'?'}}}"
            })
    void refuses_what_openrouter_refuses(int status, String body) throws Exception {
        assertThat(post(body.replace('\'', '"')).statusCode()).isEqualTo(status);
    }

    @Test
    void a_lenient_server_ignores_unknown_fields() throws Exception {
        String body = TICKET + "{\"x\":{\"type\":\"noul\",\"instructions\":\"?\"}},\"temperature\":1}";
        assertThat(post(body).statusCode()).isEqualTo(400);

        server.lenient();
        assertThat(post(body).statusCode()).isEqualTo(200);
    }

    @Test
    void a_session_id_has_at_most_256_characters() throws Exception {
        assertThat(post(TICKET + "{\"x\":{\"type\":\"noul\",\"instructions\":\"?\"}},\"session_id\":\""
                                + "s".repeat(257) + "\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void the_chat_endpoint_names_the_door_for_a_decision_model() throws Exception {
        HttpResponse<String> refused = client.chat(Client.says("Hi").replace("openai/gpt-4o", "typesafe/jev-1.13"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("/api/alpha/decisions");
    }

    @Test
    void the_catalog_lists_decision_models_only_if_asked() throws Exception {
        assertThat(client.get("/models?output_modalities=decisions&input_modalities=image")
                        .body())
                .contains("openai/gpt-6-luna-decisions")
                .doesNotContain("jev-1.13");
        assertThat(client.get("/models").body()).doesNotContain("jev-1.13");
    }

    private JsonNode decide(String body) throws Exception {
        HttpResponse<String> response = post(body);
        assertThat(response.statusCode()).isEqualTo(200);
        return Json.parse(response.body());
    }

    private HttpResponse<String> post(String body) throws Exception {
        URI url = URI.create(server.baseUrl().replace("/api/v1", "/api/alpha/decisions"));
        return client.send(HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer " + server.apiKey())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }
}
