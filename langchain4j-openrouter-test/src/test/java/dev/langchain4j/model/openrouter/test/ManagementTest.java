package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the key of the account can do, and no other. */
@ExtendWith(OpenRouterServerExtension.class)
class ManagementTest {

    private final OpenRouterServer server;
    private final Client client;
    private final Client manager;

    ManagementTest(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
        this.manager = new Client(server.baseUrl(), server.managementKey());
    }

    @Test
    void a_key_works_from_its_making_to_its_deletion() throws Exception {
        JsonNode made = make("{\"name\":\"Tenant 1\",\"limit\":5,\"limit_reset\":\"monthly\"}");
        String hash = made.at("/data/hash").asText();
        Client tenant = new Client(server.baseUrl(), made.path("key").asText());

        assertThat(tenant.chat(Client.says("Hi")).statusCode()).isEqualTo(200);
        JsonNode own = json(tenant.get("/key")).path("data");
        assertThat(own.path("limit").asInt()).isEqualTo(5);
        assertThat(own.path("limit_reset").asText()).isEqualTo("monthly");
        assertThat(json(manager.get("/keys/" + hash)).at("/data/name").asText()).isEqualTo("Tenant 1");

        assertThat(json(manager.send(manager.request("/keys/" + hash).DELETE().build()))
                        .path("deleted")
                        .asBoolean())
                .isTrue();
        assertThat(tenant.chat(Client.says("Hi")).statusCode()).isEqualTo(401);
        assertThat(manager.get("/keys/" + hash).statusCode()).isEqualTo(404);
    }

    @Test
    void a_key_pays_for_its_own_calls_until_its_limit() throws Exception {
        JsonNode made = make("{\"name\":\"Tenant 1\",\"limit\":1,\"limit_reset\":\"daily\"}");
        String path = "/keys/" + made.at("/data/hash").asText();
        Client tenant = new Client(server.baseUrl(), made.path("key").asText());
        server.answer(
                Answer.text("Cheap").usage(10, 5, "0.25"),
                Answer.text("Other key").usage(10, 5, "7"));

        tenant.chat(Client.says("Hi"));
        client.chat(Client.says("Hi"));

        for (JsonNode own : List.of(json(tenant.get("/key")), json(manager.get(path)), json(manager.get("/keys")))) {
            assertThat(own.findValue("usage").decimalValue()).isEqualByComparingTo("0.25");
            assertThat(own.findValue("usage_daily").decimalValue()).isEqualByComparingTo("0.25");
            assertThat(own.findValue("limit_remaining").decimalValue()).isEqualByComparingTo("0.75");
        }
        assertThat(json(client.get("/key")).at("/data/usage").decimalValue()).isEqualByComparingTo("7");

        server.answer(Answer.text("Expensive").usage(10, 5, "2"));
        assertThat(tenant.chat(Client.says("Hi")).statusCode()).isEqualTo(200);

        HttpResponse<String> refused = tenant.chat(Client.says("Hi"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(json(refused).at("/error/message").asText())
                .isEqualTo("Key limit exceeded (daily limit). Manage it using https://openrouter.ai/settings/keys");
        assertThat(tenant.post("/embeddings", "{}").statusCode()).isEqualTo(403);
        assertThat(json(tenant.get("/key")).at("/data/limit_remaining").asInt(-1))
                .isZero();

        patch(path, "{\"limit\":null}");
        assertThat(tenant.chat(Client.says("Hi")).statusCode()).isEqualTo(200);
        assertThat(json(tenant.get("/key")).at("/data/limit_remaining").isNull())
                .isTrue();
    }

    @Test
    void a_reset_forgets_keys_videos_and_activity() throws Exception {
        JsonNode made = make("{\"name\":\"One\"}");
        client.chat(Client.says("Hi"));
        client.post("/videos", "{\"model\":\"google/veo-3.1\",\"prompt\":\"A rabbit\"}");

        server.reset();

        assertThat(names("/keys?include_disabled=true")).isEmpty();
        assertThat(json(manager.get("/activity")).path("data")).isEmpty();
        assertThat(json(client.get("/key")).at("/data/usage").decimalValue()).isZero();
        assertThat(client.get("/videos/job-0001").statusCode()).isEqualTo(404);
        assertThat(new Client(server.baseUrl(), made.path("key").asText())
                        .get("/key")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_disabled_key_is_refused_and_listed_on_request_only() throws Exception {
        JsonNode made = make("{\"name\":\"One\"}");
        make("{\"name\":\"Two\"}");
        String path = "/keys/" + made.at("/data/hash").asText();

        JsonNode changed = json(patch(path, "{\"disabled\":true,\"limit\":null}"));

        assertThat(changed.at("/data/disabled").asBoolean()).isTrue();
        assertThat(changed.at("/data/updated_at").isTextual()).isTrue();
        assertThat(new Client(server.baseUrl(), made.path("key").asText())
                        .chat(Client.says("Hi"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(names("/keys")).containsExactly("Two");
        assertThat(names("/keys?include_disabled=true")).containsExactly("One", "Two");
        assertThat(names("/keys?include_disabled=true&offset=1")).containsExactly("Two");
        assertThat(names("/keys?offset=7")).isEmpty();
        assertThat(json(manager.get("/keys?offset=first")).at("/error/message").asText())
                .isEqualTo("offset: Invalid input: expected number, received NaN");
    }

    @Test
    void a_key_that_is_over_is_refused() throws Exception {
        JsonNode made = make("{\"name\":\"One\",\"expires_at\":\"2020-01-01T00:00:00Z\"}");

        assertThat(new Client(server.baseUrl(), made.path("key").asText())
                        .get("/key")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_page_has_a_hundred_keys() throws Exception {
        for (int i = 1; i <= 101; i++) {
            make("{\"name\":\"" + i + "\"}");
        }

        assertThat(names("/keys")).hasSize(100);
        assertThat(names("/keys?offset=100")).containsExactly("101");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | name: Invalid input: expected string, received undefined",
                "{\"name\":\"\"} | name: Too small: expected string to have >=1 characters",
                "{\"name\":\"A\",\"limit\":-1} | limit: Too small: expected number to be >=0",
                "{\"name\":\"A\",\"limit_reset\":7} | 'limit_reset: Invalid option: expected one of \"daily\"|\"weekly\"|\"monthly\"'",
                "{\"name\":\"A\",\"expires_at\":\"2030-01-01T00:00:00+02:00\"} | expires_at: Invalid ISO datetime",
                "{\"name\":\"A\",\"expires_at\":\"2030-19-39T00:00:00Z\"} | expires_at: Invalid ISO datetime",
                "no | Invalid JSON in request body"
            })
    void refuses_a_key_with_wrong_fields(String body, String message) throws Exception {
        HttpResponse<String> answer = manager.post("/keys", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).at("/error/message").asText()).isEqualTo(message);
        assertThat(names("/keys")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/keys", "/keys/none", "/activity", "/credits"})
    void refuses_other_keys(String path) throws Exception {
        HttpResponse<String> refused = client.get(path);

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(json(refused).at("/error/message").asText())
                .isEqualTo("Only management keys can perform this operation");
        assertThat(client.send(client.withoutKey(path).GET().build()).statusCode())
                .isEqualTo(401);
        assertThat(new Client(server.baseUrl(), "sk-or-v1-none").get(path).statusCode())
                .isEqualTo(401);
    }

    @Test
    void the_key_of_the_account_calls_no_model() throws Exception {
        assertThat(manager.chat(Client.says("Hi")).statusCode()).isEqualTo(401);
        assertThat(json(manager.get("/key")).at("/data/is_management_key").asBoolean())
                .isTrue();
        assertThat(json(client.get("/key")).at("/data/is_management_key").asBoolean())
                .isFalse();
    }

    @Test
    void the_credits_are_used_by_what_was_charged() throws Exception {
        client.chat(Client.says("Hi"));

        assertThat(json(manager.get("/credits")).at("/data/total_usage").decimalValue())
                .isEqualByComparingTo(server.ledger().cost());
    }

    @Test
    void the_activity_adds_up_the_charges_of_each_model() throws Exception {
        client.chat(Client.says("Hi"));
        client.chat(Client.says("Hello"));
        client.post("/embeddings", "{\"model\":\"openai/text-embedding-3-small\",\"input\":\"Hi\"}");

        JsonNode rows = json(manager.get("/activity")).path("data");

        assertThat(rows.findValuesAsText("model")).containsExactly("openai/gpt-4o", "openai/text-embedding-3-small");
        assertThat(rows.at("/0/requests").asInt()).isEqualTo(2);
        assertThat(rows.at("/0/usage").decimalValue().add(rows.at("/1/usage").decimalValue()))
                .isEqualByComparingTo(server.ledger().cost());
        assertThat(json(manager.get("/activity?date=" + rows.at("/0/date").asText()))
                        .path("data"))
                .isEqualTo(rows);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "2020-01-01", "2999-01-01", "2026-02-30", ""})
    void the_activity_is_of_the_last_thirty_days(String date) throws Exception {
        assertThat(manager.get("/activity?date=" + date).statusCode()).isEqualTo(400);
    }

    @Test
    void a_lenient_server_takes_any_key_and_day() throws Exception {
        server.lenient();
        client.chat(Client.says("Hi"));

        JsonNode made = make("{\"name\":\"A\",\"limit\":-1,\"limit_reset\":7,\"expires_at\":\"never\"}");
        assertThat(patch("/keys/" + made.at("/data/hash").asText(), "{\"disabled\":\"no\"}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(names("/keys?offset=first")).containsExactly("A");
        assertThat(names("/keys?offset=99999999999")).isEmpty();
        assertThat(json(manager.get("/activity?date=yesterday")).path("data")).hasSize(1);
    }

    private JsonNode make(String body) throws Exception {
        HttpResponse<String> answer = manager.post("/keys", body);
        assertThat(answer.statusCode()).isEqualTo(201);
        return json(answer);
    }

    private HttpResponse<String> patch(String path, String body) throws Exception {
        return manager.send(manager.request(path)
                .method("PATCH", BodyPublishers.ofString(body))
                .build());
    }

    private Iterable<String> names(String path) throws Exception {
        return json(manager.get(path)).path("data").findValuesAsText("name");
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.parse(answer.body());
    }
}
