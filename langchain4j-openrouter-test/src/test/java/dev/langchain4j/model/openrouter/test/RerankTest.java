package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(OpenRouterServerExtension.class)
class RerankTest {

    private static final String CAPITAL = "{\"model\":\"cohere/rerank-v3.5\",\"query\":\"capital of France\","
            + "\"documents\":[\"Berlin is the capital of Germany\",\"bread\",\"Paris, capital of France\"]";

    private final OpenRouterServer server;
    private final Client client;

    RerankTest(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    @Test
    void scores_documents_by_the_words_they_share_with_the_query_and_sends_the_best_first() throws Exception {
        JsonNode answer = rerank(CAPITAL + "}");

        JsonNode results = answer.path("results");
        assertThat(results.findValuesAsText("index")).containsExactly("2", "0", "1");
        assertThat(results.path(0).path("relevance_score").asDouble()).isCloseTo(0.9 + 0.1 * 3 / 4, within(1e-9));
        assertThat(results.path(1).path("relevance_score").asDouble())
                .isCloseTo(0.9 * 2 / 3 + 0.1 * 2 / 6, within(1e-9));
        assertThat(results.path(2).path("relevance_score").asDouble()).isZero();
        assertThat(results.path(0).at("/document/text").asText()).isEqualTo("Paris, capital of France");
        assertThat(answer.path("id").asText()).startsWith("gen-");
        assertThat(answer.path("provider").asText()).isEqualTo("Cohere");
    }

    @Test
    void top_n_cuts_the_results() throws Exception {
        assertThat(rerank(CAPITAL + ",\"top_n\":1}").path("results").findValuesAsText("index"))
                .containsExactly("2");
    }

    @Test
    void structured_documents_are_scored_by_their_text_and_sent_back_whole() throws Exception {
        JsonNode answer = rerank(
                "{\"model\":\"cohere/rerank-v3.5\",\"query\":\"cat\",\"documents\":[{\"image\":\"https://example.com/a.png\"},{\"text\":\"cat\"}]}");

        assertThat(answer.at("/results/0/document")).isEqualTo(Json.parse("{\"text\":\"cat\"}"));
        assertThat(answer.at("/results/1/document/image").asText()).isEqualTo("https://example.com/a.png");
    }

    @Test
    void a_search_unit_is_charged_for_every_hundred_documents() throws Exception {
        JsonNode usage = rerank("{\"model\":\"cohere/rerank-v3.5\",\"query\":\"q\",\"documents\":["
                        + "\"d\",".repeat(100) + "\"d\"]}")
                .path("usage");

        assertThat(usage.path("search_units").asInt()).isEqualTo(2);
        assertThat(usage.path("total_tokens").asInt()).isEqualTo(102);
        assertThat(usage.path("cost").decimalValue()).isEqualByComparingTo("0.004");
        assertThat(server.ledger().cost()).isEqualByComparingTo(new BigDecimal("0.004"));
        assertThat(server.ledger().promptTokens()).isEqualTo(102);
    }

    @Test
    void scores_can_be_scripted_for_the_documents_as_they_come() throws Exception {
        server.answer(Answer.ranking(0.2, 0.9, 0.5));

        assertThat(rerank(CAPITAL + "}").path("results").findValuesAsText("index"))
                .containsExactly("1", "2", "0");
    }

    @Test
    void results_that_no_model_should_send_can_be_scripted() throws Exception {
        server.answer(Answer.ranking()
                .result(1, 0.5)
                .result(1, Double.NaN)
                .result(7, 0.1)
                .usage(3, 4, "0.5"));

        JsonNode answer = rerank(CAPITAL + "}");

        assertThat(answer.path("results").findValuesAsText("index")).containsExactly("1", "1", "7");
        assertThat(answer.at("/results/1/relevance_score").asText()).isEqualTo("NaN");
        assertThat(server.ledger().cost()).isEqualByComparingTo("0.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"cohere/rerank-v3.5\",\"documents\":[\"d\"]} | 400",
                "{\"model\":\"cohere/rerank-v3.5\",\"query\":\"q\"} | 400",
                "{\"model\":\"cohere/rerank-v3.5\",\"query\":\"q\",\"documents\":[]} | 400",
                "{\"model\":\"cohere/rerank-v3.5\",\"query\":\"q\",\"documents\":[\"d\"],\"top_n\":0} | 400",
                "{\"model\":\"acme/nothing\",\"query\":\"q\",\"documents\":[\"d\"]} | 400",
                "nonsense | 400"
            })
    void refuses_what_openrouter_refuses(String body, int status) throws Exception {
        assertThat(send(body).statusCode()).isEqualTo(status);
    }

    @Test
    void refuses_a_request_without_a_key() throws Exception {
        HttpResponse<String> response = client.send(client.withoutKey("/rerank")
                .POST(BodyPublishers.ofString(CAPITAL + "}"))
                .build());

        assertThat(response.statusCode()).isEqualTo(401);
    }

    private JsonNode rerank(String body) throws Exception {
        return Json.parse(send(body).body());
    }

    private HttpResponse<String> send(String body) throws Exception {
        return client.send(client.request("/rerank")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build());
    }
}
