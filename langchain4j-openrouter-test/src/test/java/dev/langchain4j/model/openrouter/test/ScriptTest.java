package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class ScriptTest {

    private OpenRouterServer server;
    private Client client;

    @BeforeEach
    void client(OpenRouterServer server) {
        this.server = server;
        this.client = new Client(server);
    }

    @Test
    void gives_answers_in_order_and_then_its_own() throws Exception {
        server.answer("one").answer(Answer.text("two"), Answer.text("three"));

        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("one");
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("two");
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("three");
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("You said: \"Hi\"");
    }

    @Test
    void null_is_named_where_it_is_given() {
        assertThatThrownBy(() -> Answer.text(null)).hasMessage("text");
        assertThatThrownBy(() -> Answer.json(null)).hasMessage("json");
        assertThatThrownBy(() -> Answer.raw(200, null, "")).hasMessage("contentType");
        assertThatThrownBy(() -> Answer.raw(200, "", (String) null)).hasMessage("body");
        assertThatThrownBy(() -> Answer.payload((String) null)).hasMessage("payload");
        assertThatThrownBy(() -> Answer.fault(null)).hasMessage("fault");
        assertThatThrownBy(() -> Answer.cut(null)).hasMessage("whole");
        assertThatThrownBy(() -> Answer.computed(null)).hasMessage("rule");
        assertThatThrownBy(() -> Match.body(null)).hasMessage("test");
        assertThatThrownBy(() -> Match.model(null)).hasMessage("id");
        assertThatThrownBy(() -> Match.userSays(null)).hasMessage("text");
        assertThatThrownBy(() -> Match.header("X", null)).hasMessage("value");
        assertThatThrownBy(() -> Match.path(null)).hasMessage("path");
        assertThatThrownBy(() -> server.requests(null)).hasMessage("path");
    }

    @Test
    void gives_its_own_answer_between_others() throws Exception {
        server.answer(Answer.text("one"), Answer.unscripted(), Answer.text("three"));

        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("one");
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("You said: \"Hi\"");
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("three");
    }

    @Test
    void keeps_words_for_a_chat_while_passages_are_embedded_and_ranked() throws Exception {
        server.answer(Answer.text("It leaves at two."), Answer.ranking(0.7));

        JsonNode embedded = Json.parse(
                client.post("/embeddings", "{\"model\":\"openai/text-embedding-3-small\",\"input\":\"When?\"}")
                        .body());
        JsonNode ranked = Json.parse(client.post(
                        "/rerank", "{\"model\":\"cohere/rerank-v3.5\",\"query\":\"When?\",\"documents\":[\"At two\"]}")
                .body());

        assertThat(embedded.at("/data/0/embedding").size()).isEqualTo(1536);
        assertThat(ranked.at("/results/0/relevance_score").asDouble()).isEqualTo(0.7);
        assertThat(client.chatText(Client.says("When?"))).isEqualTo("It leaves at two.");
    }

    @Test
    void gives_an_error_to_the_next_request_of_any_kind() throws Exception {
        server.answer(Answer.error(429, "Wait"), Answer.text("Hello"));

        assertThat(client.post("/embeddings", "{\"model\":\"openai/text-embedding-3-small\",\"input\":\"Hi\"}")
                        .statusCode())
                .isEqualTo(429);
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("Hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"models", "/api/v1/models", "http://127.0.0.1:1/api/v1/models", "/models?limit=1"})
    void refuses_a_path_that_no_request_has(String path) {
        String message = "path: below the base URL, such as /models, without a query, not " + path;

        assertThatIllegalArgumentException().isThrownBy(() -> Match.path(path)).withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.requests(path))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterServerAssert.assertThat(server).received("GET", path))
                .withMessage(message);
    }

    @Test
    void tells_the_client_what_a_script_threw() throws Exception {
        server.answer(
                Answer.computed(request -> {
                    throw new AssertionError("no system message");
                }),
                Answer.computed(request -> null));

        HttpResponse<String> asserted = client.chat(Client.says("Hi"));
        assertThat(asserted.statusCode()).isEqualTo(400);
        assertThat(Json.parse(asserted.body()).at("/error/message").asText())
                .isEqualTo("A script of the test threw java.lang.AssertionError: no system message");
        assertThat(client.chat(Client.says("Hi")).body()).contains("Answer.computed returned null");
        server.when(Match.body(body -> {
                    throw new IllegalStateException("broken match");
                }))
                .answer("never");
        assertThat(client.chat(Client.says("Hi")).body()).contains("broken match");
    }

    @Test
    void refuses_what_no_script_can_mean() {
        assertThatThrownBy(() -> server.when((Match) null)).hasMessage("match");
        assertThatThrownBy(() -> Answer.error(99, "odd")).hasMessageContaining("not 99");
        assertThatThrownBy(() -> Answer.stream().toolCall("weather", "{\"city\":\"Oslo\"}"))
                .hasMessageContaining("id, name and parts of the arguments");
        assertThatThrownBy(() -> server.batchPageSize(0)).hasMessageContaining("batchPageSize");
        assertThatThrownBy(() -> server.addModel(Json.object())).hasMessageContaining("id");
        assertThatThrownBy(() -> server.addModel("model"))
                .hasMessageContaining("begins with its author, such as my/model");
        assertThatThrownBy(() -> server.addModel(Json.object().put("id", "model")))
                .hasMessageContaining("begins with its author, such as my/model");
    }

    @Test
    void gives_a_scripted_answer_whatever_the_request() throws Exception {
        server.answer("one");

        assertThat(client.chatText("{")).isEqualTo("one");
    }

    @Test
    void obeys_a_rule_as_often_as_it_matches() throws Exception {
        server.when(Match.userSays("capital of germany")).answer("Berlin");

        assertThat(client.chatText(Client.says("What is the capital of Germany?")))
                .isEqualTo("Berlin");
        assertThat(client.chatText(Client.says("And the capital of France?"))).startsWith("You said");
        assertThat(client.chatText(Client.says("The capital of Germany, please")))
                .isEqualTo("Berlin");
    }

    @Test
    void prefers_the_queue_to_rules_and_new_rules_to_old_ones() throws Exception {
        server.when(Match.model("openai/gpt-4o")).answer("old");
        server.when(Match.userSays("Hi")).answer("new");
        server.answer("next");

        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("next");
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("new");
        assertThat(client.chatText(Client.says("Hello"))).isEqualTo("old");
    }

    @Test
    void stays_with_the_last_answer_of_a_rule() throws Exception {
        server.when(Match.userSays("Hi")).answer(Answer.error(503, "Overloaded"), Answer.text("sorry"));

        assertThat(client.chat(Client.says("Hi")).statusCode()).isEqualTo(503);
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("sorry");
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("sorry");
    }

    @Test
    void matches_by_what_the_request_says() throws Exception {
        ObjectNode withTools = Json.parseObject(Client.says("Hi"));
        withTools.putArray("tools").addObject().put("type", "function");
        ObjectNode withResult = Json.parseObject(Client.says("Hi"));
        withResult.withArray("/messages").addObject().put("role", "tool").put("content", "x");
        server.when(Match.hasTools()).answer("tools");
        server.when(Match.hasToolResult()).answer("result");
        server.when(Match.streaming()).answer("stream");
        server.when(Match.header("X-OpenRouter-Title", "app")).answer("header");
        server.when(body -> body.path("seed").asInt() == 7).answer("body");

        assertThat(client.chatText(Json.text(withTools))).isEqualTo("tools");
        assertThat(client.chatText(Json.text(withResult))).isEqualTo("result");
        assertThat(Payloads.text(client.chat(Client.streams("Hi")).body())).isEqualTo("stream");
        assertThat(client.send(client.chatRequest(Client.says("Hi"))
                                .header("x-openrouter-title", "app")
                                .build())
                        .body())
                .contains("\"header\"");
        assertThat(client.chatText(Client.says("Hi").replace("{\"model\"", "{\"seed\":7,\"model\"")))
                .isEqualTo("body");
    }

    @Test
    void combines_matches() throws Exception {
        server.when(Match.model("openai/gpt-4o").and(Match.streaming().negate()))
                .answer("both");

        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("both");
        assertThat(Payloads.text(client.chat(Client.streams("Hi")).body())).startsWith("You said");
    }

    @Test
    void scripts_other_endpoints_by_their_path() throws Exception {
        server.answer("for a chat");
        server.when(Match.path("/models")).answer(Answer.error(500, "Internal Server Error"), Answer.unscripted());

        assertThat(client.get("/models").statusCode()).isEqualTo(500);
        assertThat(client.get("/models").statusCode()).isEqualTo(200);
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("for a chat");
    }

    @Test
    void keeps_rules_about_bodies_away_from_requests_without() throws Exception {
        server.when(body -> true).answer("anything");

        assertThat(client.get("/models").body()).startsWith("{\"data\":[");
    }

    @Test
    void forgets_everything_with_a_reset() throws Exception {
        server.answer("next");
        server.when(Match.userSays("Hi")).answer("rule");
        client.chat(Client.says("Hi"));
        server.answer("next");

        server.reset();

        assertThat(server.requests()).isEmpty();
        assertThat(server.ledger().charges()).isEmpty();
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("You said: \"Hi\"");
    }

    @Test
    void says_all_that_a_message_can_hold() throws Exception {
        server.answer(Answer.text("Look")
                .thinking("Hm", "SIG")
                .andToolCall("call_x", "f", "{}")
                .model("a/b")
                .provider("Azure")
                .finishReason("length")
                .nativeFinishReason("MAX")
                .usage(12, 3, "0.00006")
                .cachedTokens(4)
                .messageFields("{\"images\":[{\"type\":\"image_url\"}]}")
                .bodyFields("{\"id\":\"gen-mine\",\"service_tier\":\"flex\"}"));

        HttpResponse<String> response = client.chat(Client.says("Hi"));

        JsonNode answer = Json.parse(response.body());
        assertThat(response.headers().firstValue("X-Generation-Id")).contains("gen-mine");
        assertThat(JsonDifference.missing(Json.parse("""
                                {"id": "gen-mine", "model": "a/b", "provider": "Azure", "service_tier": "flex",
                                 "choices": [{"finish_reason": "length", "native_finish_reason": "MAX", "message": {
                                   "content": "Look", "reasoning": "Hm", "reasoning_details": [{"text": "Hm", "signature": "SIG"}],
                                   "tool_calls": [{"id": "call_x", "type": "function", "function": {"name": "f", "arguments": "{}"}}],
                                   "images": [{"type": "image_url"}]}}],
                                 "usage": {"prompt_tokens": 12, "completion_tokens": 3, "total_tokens": 15, "cost": 0.00006,
                                   "prompt_tokens_details": {"cached_tokens": 4}}}
                                """), answer)).isEmpty();
    }

    @Test
    void reports_no_usage_or_any() throws Exception {
        server.answer(Answer.text("x").withoutUsage(), Answer.text("x").usage("{\"cost\":null}"));

        assertThat(client.chatJson(Client.says("Hi")).has("usage")).isFalse();
        assertThat(client.chatJson(Client.says("Hi")).path("usage")).isEqualTo(Json.parse("{\"cost\":null}"));
    }

    @Test
    void takes_json_for_json_only() throws Exception {
        server.answer(Answer.json("{\"a\": 1}"));

        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("{\"a\": 1}");
        assertThatThrownBy(() -> Answer.json("{a")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>no</html>", "{\"choices\": [", ""})
    void sends_any_body_with_any_status(String body) throws Exception {
        server.answer(Answer.raw(207, "text/weird", body).header("X-Mine", "yes"));

        HttpResponse<String> response = client.chat(Client.says("Hi"));

        assertThat(response.statusCode()).isEqualTo(207);
        assertThat(response.body()).isEqualTo(body);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/weird");
        assertThat(response.headers().firstValue("X-Mine")).contains("yes");
    }

    @Test
    void plays_a_recorded_answer() throws Exception {
        String recorded = Payloads.read("answer.json");
        server.answer(Answer.payload(recorded), Answer.payload(recorded).splitInto(100));

        HttpResponse<String> whole = client.chat(Client.says("Hi"));
        HttpResponse<String> pieces = client.chat(Client.says("Hi"));

        assertThat(whole.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(whole.body()).isEqualTo(recorded);
        assertThat(pieces.body()).isEqualTo(recorded);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void breaks_the_connection(Fault fault) throws Exception {
        server.answer(Answer.fault(fault));

        assertThatThrownBy(() -> client.chat(Client.says("Hi"))).isInstanceOf(IOException.class);
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("You said: \"Hi\"");
    }

    @Test
    void answers_not_before_the_delay_has_passed() throws Exception {
        server.answer(Answer.text("late").afterDelay(Duration.ofMillis(50)));
        long start = System.nanoTime();

        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("late");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    @Test
    @Timeout(60)
    void waits_no_longer_when_it_is_reset() throws Exception {
        server.answer(Answer.text("late").afterDelay(Duration.ofHours(1)));
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return client.chatText(Client.says("Hi"));
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        });
        Await.until(() -> !server.requests().isEmpty());

        server.reset();

        assertThat(answer.get()).isEqualTo("late");
    }

    @Test
    void names_what_is_null_or_no_cost_where_it_is_given() {
        Map<String, ThrowingCallable> nulls = Map.of(
                "cost", () -> Answer.text("Hi").usage(1, 1, null),
                "value", () -> Answer.text("Hi").header("X-Mine", null),
                "delay", () -> Answer.text("Hi").afterDelay(null),
                "other", () -> Match.hasTools().and(null),
                "key", () -> server.addKey(null),
                "id", () -> server.addModel((String) null));

        nulls.forEach((name, call) -> assertThatThrownBy(call)
                .isInstanceOf(NullPointerException.class)
                .hasMessage(name));
        assertThatThrownBy(() -> Answer.stream().usage(1, 1, "cheap"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cost: US dollars such as \"0.0001\", not \"cheap\"");
    }

    @Test
    void refuses_pieces_of_nothing() {
        assertThatThrownBy(() -> Answer.payload("{}").splitInto(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("splitInto");
    }

    @Test
    void an_answer_can_depend_on_the_request() throws Exception {
        server.when(Match.userSays("shout"))
                .answer(Answer.computed(request -> Answer.text(request.body()
                                .at("/messages/0/content")
                                .asText()
                                .toUpperCase(Locale.ROOT))
                        .provider("Loud")));

        JsonNode answer = client.chatJson(Client.says("shout this"));

        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("SHOUT THIS");
        assertThat(answer.path("provider").asText()).isEqualTo("Loud");
    }

    @Test
    void a_computed_answer_comes_as_late_and_with_the_headers_that_it_was_given() throws Exception {
        server.answer(Answer.computed(
                request -> Answer.text("late").header("X-Mine", "yes").afterDelay(Duration.ofMillis(80))));
        long start = System.nanoTime();

        HttpResponse<String> response = client.chat(Client.says("Hi"));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
        assertThat(response.headers().firstValue("X-Mine")).contains("yes");
    }

    @Test
    void a_broken_answer_waits_for_a_request_that_the_whole_one_fits() throws Exception {
        server.answer(Answer.cut(Answer.text("Hello")), Answer.lost(Answer.ranking(0.5)));

        HttpResponse<String> embedded =
                client.post("/embeddings", "{\"model\":\"openai/text-embedding-3-small\",\"input\":\"a\"}");

        assertThat(embedded.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> client.chat(Client.says("Hi"))).isInstanceOf(IOException.class);
        assertThat(client.chatText(Client.says("Hi"))).isEqualTo("You said: \"Hi\"");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_broken_answer_comes_as_late_as_the_whole_one(boolean lost) {
        Answer late = Answer.text("late").afterDelay(Duration.ofMillis(80));
        server.answer(lost ? Answer.lost(late) : Answer.cut(late));
        long start = System.nanoTime();

        assertThatThrownBy(() -> client.chat(Client.says("Hi"))).isInstanceOf(IOException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
    }
}
