package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.examples.scripts.AgentChainScript;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AgentChainTest {

    private static final Pattern BILLED = Pattern.compile("(?m)^    (\\w+) +\\S+/\\S+ +(\\d+) +\\d+ +\\d+ +\\$(\\S+)$");

    private static OfflineRun run;

    @BeforeAll
    static void run_the_chain() {
        run = OfflineRun.of(AgentChain::run);
    }

    @Test
    void hands_the_facts_of_the_researcher_to_the_writer() {
        assertThat(run.step(1)).containsSubsequence("    researcher  It folds", "    writer      Fold it");
        assertThat(prompt(1)).contains("these facts and no others: It folds in ten seconds");
    }

    @Test
    void improves_the_text_until_the_critic_is_content() {
        assertThat(run.step(2))
                .containsSubsequence(
                        "    critic      Review[score=5",
                        "    editor      Ten seconds to fold",
                        "    critic      Review[score=9")
                .containsOnlyOnce("    editor  ");
    }

    @Test
    void makes_a_leaflet_of_what_two_agents_have_made() {
        assertThat(run.step(3))
                .contains("    translator  In zehn Sekunden", "    headliner   Folded in ten seconds\n")
                .containsIgnoringWhitespaces("leaflet Folded in ten seconds: In zehn Sekunden gefaltet");
    }

    @Test
    void asks_two_agents_at_the_same_time() throws Exception {
        CyclicBarrier bothHaveAsked = new CyclicBarrier(2);
        try (Connection connection = Connection.open(Map.of())) {
            Printed printed = new Printed();
            OpenRouterServer server = connection.server();
            connection.script(AgentChainScript::answers);
            for (String model : List.of("mistralai/mistral-large", "meta-llama/llama-3.1-70b-instruct")) {
                server.when(Match.model(model)).answer(Answer.computed(request -> {
                    meet(bothHaveAsked);
                    return Answer.text("met");
                }));
            }
            new AgentChain(connection.openRouter(), printed.screen()).sideBySide("Fold it.");

            assertThat(printed.text()).contains("    leaflet     met: met\n");
        }
    }

    @Test
    void lets_the_supervisor_ask_the_clerk_first_who_asks_the_warehouse() {
        assertThat(run.step(4))
                .containsSubsequence(
                        "    clerk       Five folding bicycles are in stock",
                        "    writer      Five folding",
                        "    answer      Five");
        assertThat(run.chats())
                .anySatisfy(
                        request -> assertThat(request.bodyText()).contains("\"role\":\"tool\"", "\"content\":\"5\""));
    }

    @Test
    void bills_every_agent_on_a_model_of_its_own_and_the_bill_adds_up() {
        List<String> agents = BILLED.matcher(run.step(5))
                .results()
                .map(line -> line.group(1) + " " + line.group(2))
                .toList();

        assertThat(agents)
                .containsExactly(
                        "clerk 2",
                        "critic 2",
                        "editor 1",
                        "headliner 1",
                        "researcher 1",
                        "supervisor 3",
                        "translator 1",
                        "writer 2");
        assertThat(run.chats().stream()
                        .map(request -> request.body().path("model").asText())
                        .distinct())
                .hasSize(8);
        assertThat(run.step(5))
                .contains("in total    $" + run.charged().toPlainString() + " for 13 calls")
                .contains("the budget  $" + run.charged().toPlainString() + " of $0.10 spent");
    }

    @Test
    void does_not_ask_an_agent_that_could_exceed_the_budget() {
        assertThat(run.step(6)).containsIgnoringWhitespaces("refused This call could cost $0.3008");
        assertThat(run.chats()).hasSize(13);
    }

    @Test
    void says_what_the_model_said_and_not_what_was_wrapped_around_it() {
        Printed printed = new Printed();
        try (OpenRouterServer server = OpenRouterServer.start()) {
            server.when(Match.path("/chat/completions")).answer(Answer.error(401, "User not found."));
            var environment = Map.of("OPENROUTER_API_KEY", "sk-or-v1-old", "OPENROUTER_BASE_URL", server.baseUrl());

            assertThat(Examples.run("AgentChain", environment, printed.screen()))
                    .isFalse();
        }
        assertThat(printed.text()).contains("OpenRouter answered 401: User not found.", "AuthenticationException");
    }

    @Test
    void prints_what_its_page_says() {
        run.prints("agents.md");
    }

    @Test
    void is_printed_well() {
        run.isPrintedWell(AgentChain.class, 6);
    }

    private static String prompt(int chat) {
        return run.chat(chat).at("/messages/0/content").asText();
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
