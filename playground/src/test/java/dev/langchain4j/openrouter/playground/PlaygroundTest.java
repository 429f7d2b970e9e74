package dev.langchain4j.openrouter.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaygroundTest {

    private static RunningPlayground playground;

    @BeforeAll
    static void start() {
        playground = new RunningPlayground();
    }

    @AfterAll
    static void stop() {
        playground.close();
    }

    @BeforeEach
    void enoughMoney() throws Exception {
        playground.post("/api/budget", "{\"limit\": 1}");
    }

    private static HttpResponse<String> ask(String id, String text, boolean tools) throws Exception {
        return playground.post(
                "/api/chats/" + id,
                "{\"model\": \"openai/gpt-4o-mini\", \"text\": \"" + text + "\", \"files\": [], \"tools\": " + tools
                        + ", \"again\": false}");
    }

    @Test
    void streams_an_answer_with_its_cost() throws Exception {
        assertThat(ask("stream", "Hello there", false).body())
                .contains("event:text\ndata:{\"text\":\"You \"}")
                .contains("event:usage", "\"cost\":0.00000")
                .endsWith("event:done\ndata:{}\n\n");
    }

    @Test
    void shows_a_tool_call_with_its_result() throws Exception {
        assertThat(ask("tools", "Use the tool count_letters", true).body())
                .contains("event:tool", "count_letters", "event:done");
    }

    @Test
    void ends_a_turn_whose_model_calls_tools_without_end() throws Exception {
        playground.post("/api/budget", "{\"limit\": 0.05}");
        OpenRouterServer server = playground.bean(OpenRouterServer.class);
        server.when(Match.userSays("Never stop")).answer(Answer.toolCall("clock", "{\"zone\": \"UTC\"}"));
        int before = server.requests("/chat/completions").size();

        assertThat(ask("endless", "Never stop", true).body())
                .contains("event:failed", "5 rounds", "\"known\":true")
                .doesNotContain("event:done");
        assertThat(server.requests("/chat/completions")).hasSize(before + 5);
    }

    @Test
    void shows_that_an_answer_broke_off() throws Exception {
        assertThat(ask("broken", "Let it break", false).body())
                .contains("This ", "event:failed")
                .doesNotContain("event:done");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Fail for free     | {\"cost\":0,\"known\":true}",
                "Fail for two cents | {\"cost\":0.02,\"known\":true}",
                "Fail in silence   | {\"cost\":0,\"known\":false}"
            })
    void tells_what_a_failed_answer_has_cost(String question, String charge) throws Exception {
        OpenRouterServer server = playground.bean(OpenRouterServer.class);
        server.when(Match.userSays("Fail for free")).answer(Answer.error(400, "Bad request"));
        server.when(Match.userSays("Fail for two cents"))
                .answer(Answer.stream().text("Half").usage(10, 10, "0.02").error(502, "Overloaded"));
        server.when(Match.userSays("Fail in silence")).answer(Answer.stream().cut());

        assertThat(ask("failed", question, false).body()).contains("event:failed", "\"charge\":" + charge);
    }

    @Test
    void adds_the_calls_of_a_turn_up() throws Exception {
        OpenRouterServer server = playground.bean(OpenRouterServer.class);
        server.when(Match.userSays("Two rounds"))
                .answer(Answer.toolCall("clock", "{\"zone\": \"UTC\"}").usage(10, 10, "0.02"));
        server.when(Match.userSays("Two rounds").and(Match.hasToolResult()))
                .answer(Answer.text("Noon").usage(10, 10, "0.03"));

        assertThat(ask("rounds", "Two rounds", true).body())
                .contains("\"cost\":0.02,\"known\":true", "\"cost\":0.05,\"known\":true");
    }

    @Test
    void tells_what_a_ranking_without_verdicts_has_cost() throws Exception {
        playground.bean(OpenRouterServer.class).when(Match.userSays("zebra")).answer("banana");

        HttpResponse<String> answer = playground.post(
                "/api/rerank/chat",
                "{\"query\": \"zebra\", \"passages\": [\"a\", \"b\"], \"model\": \"openai/gpt-4o-mini\"}");

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body())
                .contains("OpenRouterRerankException", "\"known\":true")
                .doesNotContain("\"cost\":0,");
    }

    @Test
    void refuses_a_question_that_could_exceed_the_budget_before_it_is_sent() throws Exception {
        playground.post("/api/budget", "{\"limit\": 0.000001}");
        int before = playground
                .bean(OpenRouterServer.class)
                .requests("/chat/completions")
                .size();

        assertThat(ask("refused", "Hello", false).body())
                .contains("event:failed", "OpenRouterBudgetExceededException", "\"refused\":true");
        assertThat(playground.bean(OpenRouterServer.class).requests("/chat/completions"))
                .hasSize(before);
    }

    @Test
    void answers_again_without_the_first_answer() throws Exception {
        ask("again", "Hello", false);
        playground.post(
                "/api/chats/again", "{\"model\": \"openai/gpt-4o\", \"files\": [], \"tools\": false, \"again\": true}");

        assertThat(playground.bean(OpenRouterServer.class).lastChatRequest().path("messages"))
                .hasSize(1);
    }

    @Test
    void a_question_that_failed_is_asked_again_but_not_with_the_next_one() throws Exception {
        OpenRouterServer server = playground.bean(OpenRouterServer.class);
        server.when(Match.userSays("What is in this image?"))
                .answer(Answer.error(404, "No endpoints found that support image input"));
        ask("failed", "Hello", false);

        assertThat(ask("failed", "What is in this image?", false).body()).contains("event:failed");
        playground.post("/api/chats/failed", "{\"model\": \"openai/gpt-4o\", \"again\": true}");
        assertThat(said(server)).last().isEqualTo("What is in this image?");
        assertThat(ask("failed", "And now?", false).body()).contains("event:done");

        assertThat(said(server)).hasSize(3).startsWith("Hello").endsWith("And now?");
    }

    @Test
    void a_question_to_an_unknown_model_can_be_asked_again_of_another() throws Exception {
        ask("unknown", "Hello", false);

        assertThat(playground
                        .post("/api/chats/unknown", "{\"model\": \"gpt4\", \"text\": \"Who are you?\"}")
                        .body())
                .contains("event:failed", "Unknown model 'gpt4'");
        playground.post("/api/chats/unknown", "{\"model\": \"openai/gpt-4o\", \"again\": true}");

        assertThat(said(playground.bean(OpenRouterServer.class)))
                .hasSize(3)
                .startsWith("Hello")
                .endsWith("Who are you?");
    }

    @Test
    void a_question_whose_answer_was_stopped_stays_in_the_conversation() throws Exception {
        OpenRouterServer server = playground.bean(OpenRouterServer.class);
        server.when(Match.userSays("A long story")).answer(Answer.stream().silence());
        CompletableFuture<HttpResponse<String>> answer = playground.postAsync(
                "/api/chats/stopped", "{\"model\": \"openai/gpt-4o-mini\", \"text\": \"A long story\", \"files\": []}");
        await(() -> server.openStreams() == 1);
        playground.post("/api/chats/stopped/cancel", "{}");
        answer.get(10, TimeUnit.SECONDS);

        ask("stopped", "Shorter, please", false);

        assertThat(said(server)).containsExactly("A long story", "Shorter, please");
    }

    private static List<String> said(OpenRouterServer server) {
        List<String> texts = new ArrayList<>();
        server.lastChatRequest().path("messages").forEach(message -> texts.add(text(message.path("content"))));
        return texts;
    }

    private static String text(JsonNode content) {
        return content.isTextual() ? content.asText() : content.at("/0/text").asText();
    }

    @Test
    void sends_the_earlier_questions_and_answers_of_a_conversation() throws Exception {
        ask("memory", "My name is Ada.", false);
        ask("memory", "What is my name?", false);

        assertThat(playground.bean(OpenRouterServer.class).lastChatRequest().path("messages"))
                .extracting(message -> message.path("role").asText())
                .containsExactly("user", "assistant", "user");
    }

    @Test
    void ranks_by_all_rerankers() throws Exception {
        String question = "{\"query\": \"bicycle\", \"passages\": [\"The ferry\", \"A bicycle\"], \"model\": \"%s\"}";

        assertThat(playground
                        .post("/api/rerank/endpoint", question.formatted("cohere/rerank-v3.5"))
                        .body())
                .contains("\"scores\":[", "\"cost\":");
        assertThat(playground
                        .post("/api/rerank/chat", question.formatted("openai/gpt-4o-mini"))
                        .body())
                .contains("\"scores\":[", "\"calls\":1");
        assertThat(playground
                        .post("/api/rerank/decision", question.formatted("typesafe/jev-1.13"))
                        .body())
                .contains("\"scores\":[", "\"cost\":");
    }

    @Test
    void shows_each_call_inside_of_the_agent_that_made_it() throws Exception {
        String events =
                playground.post("/api/agents/1", "{\"product\": \"a bicycle\"}").body();

        assertThat(events)
                .contains("event:done")
                .contains("Folded in ten seconds", "Five folding bicycles are in stock");
        assertThat(bars(events))
                .contains(
                        "sequence",
                        "sequence > researcher > google/gemini-2.5-flash",
                        "sequence > loop > critic > openai/gpt-4o",
                        "sequence > loop > editor > anthropic/claude-haiku-4.5 retried after RateLimitException",
                        "sequence > parallel > translator > mistralai/mistral-large",
                        "sequence > parallel > headliner > meta-llama/llama-3.1-70b-instruct",
                        "sequence > supervisor > anthropic/claude-sonnet-4.5",
                        "sequence > supervisor > clerk > openai/gpt-4o-mini",
                        "sequence > supervisor > clerk > inStock");
    }

    @Test
    void every_bar_of_the_agents_ends_if_the_budget_refuses_a_call() throws Exception {
        playground.post("/api/budget", "{\"limit\": 0.000001}");

        String events =
                playground.post("/api/agents/1", "{\"product\": \"a bicycle\"}").body();

        assertThat(events).contains("event:failed", "\"refused\":true").doesNotContain("event:done");
        assertThat(events.split("event:end", -1)).hasSize(events.split("\"kind\":\"AGENT\"", -1).length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Which three facts about a lost", "Translate into German: Lost"})
    void says_what_the_model_of_an_agent_said(String asked) throws Exception {
        OpenRouterServer server = playground.bean(OpenRouterServer.class);
        server.when(Match.userSays("facts about a lost")).answer("Lost things");
        server.when(Match.userSays("Lost things")).answer("Lost, and found");
        server.when(Match.userSays("Score").and(Match.userSays("Lost, and found")))
                .answer("{\"score\": 9, \"advice\": \"None\"}");
        server.when(Match.userSays(asked)).answer(Answer.error(401, "User not found."));

        String events = playground
                .post("/api/agents/lost", "{\"product\": \"a lost one\"}")
                .body();

        assertThat(events)
                .contains("\"kind\":\"AuthenticationException\",\"message\":\"OpenRouter answered 401: User not found.")
                .doesNotContain("AgentInvocationException");
    }

    /** The bars that ended, each after what it is inside of. */
    private static List<String> bars(String events) throws IOException {
        Map<Integer, String> names = new HashMap<>();
        List<String> bars = new ArrayList<>();
        for (String data : events.lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring(5))
                .toList()) {
            JsonNode event = new ObjectMapper().readTree(data);
            int id = event.path("id").asInt();
            if (event.has("kind")) {
                String parent = names.get(event.path("parent").asInt());
                names.put(
                        id,
                        (parent == null ? "" : parent + " > ")
                                + event.path("name").asText());
            } else if (event.has("call") || event.has("failed")) {
                JsonNode retried = event.at("/call/retriedAfter/0");
                bars.add(names.get(id) + (retried.isMissingNode() ? "" : " retried after " + retried.asText()));
            }
        }
        return bars;
    }

    @Test
    void explains_what_excludes_an_endpoint() throws Exception {
        assertThat(playground
                        .post(
                                "/api/explain",
                                "{\"model\": \"openai/gpt-4o-mini\", \"maxInputPrice\": 0.0001, \"tools\": true}")
                        .body())
                .contains("provider.max_price.prompt");
    }

    @Test
    void has_every_call_in_the_ledger_and_in_its_file() throws Exception {
        ask("ledger", "Hello", false);

        assertThat(playground.get("/api/costs").body()).contains("\"tab\":\"chat\"", "\"outcome\":\"answered\"");
        assertThat(playground.get("/api/costs.csv").body()).startsWith("time,").contains("openai/gpt-4o-mini");
    }

    @Test
    void a_cost_that_becomes_known_later_is_no_further_call() {
        Money money = playground.bean(Money.class);
        int before = money.state().calls();
        Bill bill = money.bill();

        bill.accept(BillTest.record(Outcome.UNKNOWN, null));
        bill.accept(BillTest.record(Outcome.SETTLED, BigDecimal.ONE));

        assertThat(money.state().calls()).isEqualTo(before + 1);
    }

    @Test
    void names_an_unknown_model_as_the_library_does() throws Exception {
        HttpResponse<String> answer =
                playground.post("/api/rerank/chat", "{\"query\": \"a\", \"passages\": [\"b\"], \"model\": \"gpt-3\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("gpt-3");
    }

    @Test
    void refuses_calls_of_other_sites() throws Exception {
        assertThat(playground
                        .post("/api/budget", "{\"limit\": 9}", "Origin", "https://elsewhere.example")
                        .statusCode())
                .isEqualTo(403);
        for (String path : new String[] {"/api/costs", "/%61pi/costs", "/api;a=b/costs"}) {
            assertThat(playground.get(path, "Sec-Fetch-Site", "cross-site").statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(playground
                        .send(
                                HttpRequest.newBuilder(URI.create(playground.url() + "/api/budget"))
                                        .POST(BodyPublishers.ofString("limit=9")),
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .statusCode())
                .isEqualTo(403);
        assertThat(playground.get("/api/budget").body()).contains("\"limit\":1");
    }

    @Test
    void a_header_of_a_proxy_does_not_change_the_host() throws Exception {
        URI page = URI.create(playground.url());
        try (Socket socket = new Socket(page.getHost(), page.getPort())) {
            socket.getOutputStream().write("""
                            GET /api/costs HTTP/1.1
                            Host: elsewhere.example
                            X-Forwarded-Host: localhost
                            Forwarded: host=localhost
                            Connection: close

                            """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/budget | {}",
                "/api/budget | {\"limit\": 0}",
                "/api/budget | {\"limit\": -1}",
                "/api/budget | {\"limit\": 1e999999999}",
                "/api/budget | {\"limit\": \"much\"}",
                "/api/budget | {\"limit\": 2, \"limit\": 3}",
                "/api/chats/1 | {}",
                "/api/chats/1 | {\"model\": \"m\"}",
                "/api/chats/1 | {\"model\": \"m\", \"text\": \"t\", \"files\": [{}]}",
                "/api/chats/1 | {\"model\": \"m\", \"text\": \"t\", \"files\": [null]}",
                "/api/chats/1 | {\"model\": \"m\", \"again\": true}",
                "/api/chats/1 | {\"model\":",
                "/api/rerank/endpoint | {}",
                "/api/rerank/chat | {\"query\": \"q\", \"model\": \"m\", \"passages\": []}",
                "/api/rerank/chat | {\"query\": \"q\", \"passages\": [\"p\"], \"model\": null}",
                "/api/explain | {\"model\": \"openai/gpt-4o-mini\", \"maxInputPrice\": 1e999999999}",
                "/api/explain | {\"model\": \"openai/gpt-4o-mini\", \"maxInputPrice\": 1e-999999999}",
                "/api/agents/1 | {}"
            })
    void refuses_what_the_page_does_not_send(String path, String body) throws Exception {
        HttpResponse<String> answer = playground.post(path, body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"kind\":").doesNotContain("trace", "jackson");
        assertThat(playground.get("/api/budget").body()).contains("\"limit\":1,");
    }

    @Test
    void takes_a_picture_of_20_MB_and_refuses_a_larger_one() throws Exception {
        String ask =
                "{\"model\": \"openai/gpt-4o-mini\", \"text\": \"What is this?\", \"files\": [{\"name\": \"big.png\","
                        + " \"type\": \"image/png\", \"data\": \"%s\"}]}";

        assertThat(playground
                        .post("/api/chats/big", ask.formatted("A".repeat(26_666_664)))
                        .statusCode())
                .isEqualTo(200);
        assertThat(playground
                        .post("/api/chats/big", ask.formatted("A".repeat(26_666_680)))
                        .body())
                .contains("big.png has more than 20 MB");
    }

    @Test
    void closes_the_connection_of_a_stopped_answer_before_its_first_token() throws Exception {
        OpenRouterServer server = playground.bean(OpenRouterServer.class);
        server.when(Match.userSays("wait for me")).answer(Answer.stream().silence());
        CompletableFuture<HttpResponse<String>> answer = playground.postAsync(
                "/api/chats/slow", "{\"model\": \"openai/gpt-4o-mini\", \"text\": \"wait for me\", \"files\": []}");
        await(() -> server.openStreams() == 1);

        playground.post("/api/chats/slow/cancel", "{}");

        assertThat(answer.get(10, TimeUnit.SECONDS).body()).contains("event:cancelled");
        await(() -> server.openStreams() == 0);
    }

    @Test
    void ends_the_call_of_agents_that_are_stopped() throws Exception {
        OpenRouterServer server = playground.bean(OpenRouterServer.class);
        server.when(Match.userSays("facts about a slow one"))
                .answer(Answer.text("late").afterDelay(Duration.ofMinutes(5)));
        int before = server.requests("/chat/completions").size();
        CompletableFuture<HttpResponse<String>> run =
                playground.postAsync("/api/agents/slow", "{\"product\": \"a slow one\"}");
        await(() -> server.requests("/chat/completions").size() > before);

        playground.post("/api/agents/slow/cancel", "{}");

        assertThat(run.get(30, TimeUnit.SECONDS).body())
                .contains("event:failed")
                .doesNotContain("\"writer\"");
        assertThat(server.requests("/chat/completions")).hasSize(before + 1);
    }

    @Test
    void ends_the_calls_of_agents_that_are_stopped_side_by_side() throws Exception {
        OpenRouterServer server = playground.bean(OpenRouterServer.class);
        server.when(Match.userSays("facts about twins")).answer("Two of them.");
        server.when(Match.userSays("Two of them.")).answer("Twins, twice as good");
        server.when(Match.userSays("Score").and(Match.userSays("Twins, twice as good")))
                .answer("{\"score\": 9, \"advice\": \"None\"}");
        server.when(Match.userSays("Translate").and(Match.userSays("Twins, twice as good")))
                .answer(Answer.text("late").afterDelay(Duration.ofMinutes(5)));
        server.when(Match.userSays("headline").and(Match.userSays("Twins, twice as good")))
                .answer(Answer.text("late").afterDelay(Duration.ofMinutes(5)));
        int before = server.requests("/chat/completions").size();
        CompletableFuture<HttpResponse<String>> run =
                playground.postAsync("/api/agents/twins", "{\"product\": \"twins\"}");
        await(() -> server.requests("/chat/completions").size() == before + 5);

        playground.post("/api/agents/twins/cancel", "{}");

        assertThat(run.get(30, TimeUnit.SECONDS).body())
                .contains("event:failed")
                .doesNotContain("\"supervisor\"");
        await(() -> playground.bean(Money.class).state().reserved().signum() == 0);
    }

    @Test
    void agents_that_are_stopped_before_they_begin_end_their_stream_and_call_nothing() {
        OpenRouterServer server = playground.bean(OpenRouterServer.class);
        int before = server.requests("/chat/completions").size();
        Events events = new Events(() -> {});

        Thread.currentThread().interrupt();
        try {
            new AgentRun(playground.bean(OpenRouter.class), playground.bean(Money.class), events).run("a kettle");
        } finally {
            Thread.interrupted();
        }

        assertThatThrownBy(() -> events.emitter().send("more")).hasMessageContaining("already completed");
        assertThat(server.requests("/chat/completions")).hasSize(before);
    }

    /** Looks again after each answer of the server. */
    private static void await(BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            playground.get("/api/mode");
        }
    }

    @Test
    void forgets_the_oldest_of_many_conversations() throws Exception {
        ask("first", "Hello", false);
        for (int i = 0; i < 100; i++) {
            playground.post("/api/chats/later-" + i, "{\"model\": \"gpt-3\", \"text\": \"Hello\"}");
        }

        assertThat(playground
                        .post("/api/chats/first", "{\"model\": \"openai/gpt-4o\", \"again\": true}")
                        .body())
                .contains("Nothing has been asked yet");
    }

    @Test
    void runs_only_its_own_scripts() throws Exception {
        HttpResponse<String> page = playground.get("/");

        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).contains("default-src 'self'").doesNotContain("unsafe"));
        assertThat(page.body()).doesNotContain("http:", "https:", "style=", "onclick");
        assertThat(playground.get("/webjars/chart.js/4.5.1/dist/chart.umd.js").statusCode())
                .isEqualTo(200);
    }

    @Test
    void tells_the_browser_no_key() throws Exception {
        String key = playground.bean(OpenRouterServer.class).apiKey();

        for (String path :
                new String[] {"/", "/api/mode", "/api/budget", "/api/models", "/api/costs", "/api/costs.csv"}) {
            assertThat(playground.get(path).body()).as(path).doesNotContain(key);
        }
    }
}
