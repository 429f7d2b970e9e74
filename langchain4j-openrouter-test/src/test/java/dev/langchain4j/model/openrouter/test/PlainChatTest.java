package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class PlainChatTest {

    private OpenRouterServer server;
    private Client client;

    @BeforeEach
    void client(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    @Test
    void answers_in_the_shape_of_openrouter() throws Exception {
        HttpResponse<String> response = client.chat(Client.says("Hi"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode answer = Json.parse(response.body());
        JsonNode recorded = Json.parse(Payloads.read("answer.json"));
        assertThat(Payloads.shape(answer)).isEqualTo(Payloads.shape(recorded));
        assertThat(answer.path("usage")).isEqualTo(recorded.path("usage"));
        assertThat(answer.path("choices")).isEqualTo(recorded.path("choices"));
    }

    @Test
    void names_the_generation_in_body_and_header() throws Exception {
        HttpResponse<String> response = client.chat(Client.says("Hi"));

        String id = Json.parse(response.body()).path("id").asText();
        assertThat(id).startsWith("gen-");
        assertThat(response.headers().firstValue("X-Generation-Id")).contains(id);
    }

    @Test
    void gives_every_answer_its_own_id() throws Exception {
        JsonNode first = client.chatJson(Client.says("Hi"));
        JsonNode second = client.chatJson(Client.says("Hi"));

        assertThat(first.path("id")).isNotEqualTo(second.path("id"));
        assertThat(first.path("choices")).isEqualTo(second.path("choices"));
    }

    @Test
    void starts_again_after_a_reset() throws Exception {
        JsonNode first = client.chatJson(Client.says("Hi"));
        server.reset();

        assertThat(client.chatJson(Client.says("Hi"))).isEqualTo(first);
    }

    @Test
    void repeats_what_it_was_asked_last() throws Exception {
        String text = client.chatText("""
                {"model": "openai/gpt-4o", "messages": [
                  {"role": "user", "content": "First"}, {"role": "assistant", "content": "Yes"},
                  {"role": "user", "content": [{"type": "text", "text": "Second"},
                    {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}]}]}
                """);

        assertThat(text).isEqualTo("You said: \"Second\" (with image_url)");
    }

    @Test
    void stops_at_the_limit_of_tokens() throws Exception {
        JsonNode answer = client.chatJson("""
                {"model": "openai/gpt-4o", "max_tokens": 3, "messages": [{"role": "user", "content": "Tell me a story"}]}
                """);

        assertThat(answer.at("/choices/0/finish_reason").asText()).isEqualTo("length");
        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("You said: \"T");
        assertThat(answer.at("/usage/completion_tokens").asInt()).isEqualTo(3);
    }

    @Test
    void never_stops_inside_a_character() throws Exception {
        String text = client.chatText("""
                {"model": "openai/gpt-4o", "max_tokens": 3, "messages": [{"role": "user", "content": "😀😀😀"}]}
                """);

        assertThat(text).isEqualTo("You said: \"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"lot\"", "[\"lot\", \"never\"]"})
    void stops_at_a_stop_sequence(String stop) throws Exception {
        String text = client.chatText("{\"model\": \"openai/gpt-4o\", \"stop\": " + stop
                + ", \"messages\": [{\"role\": \"user\", \"content\": \"A lot\"}]}");

        assertThat(text).isEqualTo("You said: \"A ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"reasoning\": {\"effort\": \"high\"}",
                "\"reasoning\": {\"enabled\": true}",
                "\"reasoning_effort\": \"low\""
            })
    void thinks_when_it_is_asked_to(String field) throws Exception {
        JsonNode message = client.chatJson("{\"model\": \"anthropic/claude-sonnet-4.6\", " + field
                        + ", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}")
                .at("/choices/0/message");

        assertThat(message.path("reasoning").asText()).isNotBlank();
        assertThat(message.at("/reasoning_details/0/type").asText()).isEqualTo("reasoning.text");
        assertThat(message.at("/reasoning_details/0/format").asText()).isEqualTo("anthropic-claude-v1");
        assertThat(message.at("/reasoning_details/0/text")).isEqualTo(message.path("reasoning"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"reasoning\": {\"effort\": \"none\"}",
                "\"reasoning\": {\"enabled\": false}",
                "\"reasoning\": {\"exclude\": true}"
            })
    void shows_no_thoughts_when_they_are_not_wanted(String field) throws Exception {
        JsonNode message = client.chatJson("{\"model\": \"openai/gpt-5.2\", " + field
                        + ", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}")
                .at("/choices/0/message");

        assertThat(message.path("reasoning").isNull()).isTrue();
        assertThat(message.has("reasoning_details")).isFalse();
    }

    @Test
    void reports_the_routing_to_those_who_ask_for_it() throws Exception {
        HttpResponse<String> response = client.send(client.chatRequest(Client.says("Hi"))
                .header("X-OpenRouter-Metadata", "enabled")
                .build());

        JsonNode metadata = Json.parse(response.body()).path("openrouter_metadata");
        assertThat(metadata.path("requested").asText()).isEqualTo("openai/gpt-4o");
        assertThat(metadata.at("/endpoints/available/0/selected").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-4o, openai/gpt-4o",
        "openai/gpt-4o:nitro, openai/gpt-4o",
        "openai/gpt-4o:floor, openai/gpt-4o",
        "openai/gpt-4o:exacto, openai/gpt-4o",
        "openai/gpt-4o:online, openai/gpt-4o",
        "openai/gpt-4o@preset/mine, openai/gpt-4o",
        "openai/gpt-5.2-20251211, openai/gpt-5.2",
        "openai/gpt-oss-20b:free, openai/gpt-oss-20b:free",
        "~anthropic/claude-sonnet-latest, anthropic/claude-sonnet-5",
        "~moonshotai/kimi-latest, moonshotai/kimi-k3",
        "@preset/mine, openai/gpt-4o-mini",
        "openrouter/auto, openai/gpt-4o-mini",
        "openrouter/free, openai/gpt-oss-20b:free",
    })
    void understands_all_forms_of_a_model_id(String asked, String answers) throws Exception {
        JsonNode answer = client.chatJson(Client.says("Hi").replace("openai/gpt-4o", asked));

        assertThat(answer.path("model").asText()).isEqualTo(answers);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"model\":\"acme/fake\",\"models\":[\"acme/other\",\"openai/gpt-4o\"]', openai/gpt-4o",
        "'\"models\":[\"anthropic/claude-3-haiku\",\"openai/gpt-4o\"]', anthropic/claude-3-haiku",
        "'\"temperature\":1', openai/gpt-4o-mini"
    })
    void takes_the_first_model_that_it_knows(String fields, String answers) throws Exception {
        JsonNode answer = client.chatJson("{" + fields + ",\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}");

        assertThat(answer.path("model").asText()).isEqualTo(answers);
    }

    @Test
    void refuses_a_request_without_key() throws Exception {
        HttpResponse<String> response = client.send(client.withoutKey("/chat/completions")
                .POST(BodyPublishers.ofString(Client.says("Hi")))
                .build());

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(Json.parse(response.body()).at("/error/code").asInt()).isEqualTo(401);
        assertThat(Json.parse(response.body()).at("/error/message").asText()).isEqualTo("No auth credentials found");
        assertThat(Json.parse(response.body()).has("user_id")).isFalse(); // nobody knows whose request it is
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer  ", "Basic abc"})
    void refuses_a_blank_key(String authorization) throws Exception {
        HttpResponse<String> response = client.send(client.withoutKey("/chat/completions")
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString(Client.says("Hi")))
                .build());

        assertThat(response.statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void refuses_an_unknown_model_in_openrouters_words(boolean stream) throws Exception {
        String request = stream ? Client.streams("Hi") : Client.says("Hi");

        HttpResponse<String> response = client.chat(request.replace("openai/gpt-4o", "acme/fake-1.0"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Json.parse(response.body())).isEqualTo(Json.parse("""
                {"error": {"message": "acme/fake-1.0 is not a valid model ID", "code": 400}, "user_id": "user_2standin"}
                """));
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic/claude-3.5-sonnet", "google/gemini-flash-1.5", "~acme/family-latest"})
    void refuses_a_retired_model_as_an_unknown_one(String id) throws Exception {
        HttpResponse<String> response = client.chat(Client.says("Hi").replace("openai/gpt-4o", id));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Json.parse(response.body()).at("/error/message").asText())
                .isEqualTo(id + " is not a valid model ID");
    }

    @Test
    void says_what_is_left_of_a_model_that_was_once_free() throws Exception {
        HttpResponse<String> response =
                client.chat(Client.says("Hi").replace("openai/gpt-4o", "meta-llama/llama-3.2-3b-instruct:free"));

        JsonNode error = Json.parse(response.body()).path("error");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(error.at("/availability/code").asText()).isEqualTo("free_variant_ended");
        assertThat(error.at("/availability/fallback_models/0").asText()).isEqualTo("meta-llama/llama-3.2-3b-instruct");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"openai/gpt-4o\",\"messages\":[]} | Input must have at least 1 token.",
                "{\"model\":\"openai/gpt-4o\"} | Input required: specify \"prompt\" or \"messages\"",
                "{\"model\": | Invalid JSON in request body",
                "[] | Invalid JSON in request body"
            })
    void refuses_a_request_that_asks_nothing(String body, String message) throws Exception {
        HttpResponse<String> response = client.chat(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Json.parse(response.body()).at("/error/message").asText()).isEqualTo(message);
    }

    @Test
    void reads_a_text_as_long_as_a_film() throws Exception {
        server.lenient();

        assertThat(client.chat(Client.says("A".repeat(20_100_000)).replace("}]}", "}],\"max_tokens\":1}"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void answers_for_a_model_that_was_added() throws Exception {
        server.addModel("acme/fake-1.0");

        JsonNode answer = client.chatJson(Client.says("Hi").replace("openai/gpt-4o", "acme/fake-1.0"));

        assertThat(answer.path("model").asText()).isEqualTo("acme/fake-1.0");
        assertThat(answer.at("/usage/cost").decimalValue()).isEqualByComparingTo("0.000009");
    }

    @Test
    void forgets_added_models_with_a_reset() throws Exception {
        server.addModel("acme/fake-1.0");
        server.reset();

        assertThat(client.chat(Client.says("Hi").replace("openai/gpt-4o", "acme/fake-1.0"))
                        .statusCode())
                .isEqualTo(400);
    }
}
