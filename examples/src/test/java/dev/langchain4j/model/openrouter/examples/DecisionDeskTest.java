package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DecisionDeskTest {

    private static OfflineRun run;

    @BeforeAll
    static void serve() {
        run = OfflineRun.of(DecisionDesk::run);
    }

    @Test
    void decides_several_things_in_one_call() {
        assertThat(run.step(1))
                .contains("urgent      0.97\n", "anger       1.62 of 2\n")
                .containsPattern("cost +\\$0\\.0");
    }

    @Test
    void sends_an_easy_question_to_the_cheap_model_and_a_hard_one_to_the_strong_one() {
        assertThat(models())
                .containsExactly(
                        "openai/gpt-5-mini", "openai/gpt-5-mini", "anthropic/claude-opus-5", "openai/gpt-5-mini");
        assertThat(run.step(2))
                .contains("answer      A city tyre needs 3.5 to 5 bar.")
                .contains("answer      For your hills we advise a hub gear.");
    }

    @Test
    void stops_what_is_no_question_before_a_chat_model_sees_it() {
        assertThat(run.step(2)).contains("stopped ").contains("on topic with probability 0.03");
        assertThat(run.chats()).noneSatisfy(chat -> assertThat(chat.bodyText()).contains("voucher"));
    }

    @Test
    void bills_every_model_and_the_bill_adds_up() {
        assertThat(run.step(3))
                .containsPattern("typesafe/jev-1\\.13 +6 ")
                .containsPattern("openai/gpt-5-mini +3 ")
                .containsPattern("anthropic/claude-opus-5 +1 ")
                .contains("in total    $" + run.charged().toPlainString() + " of $0.10");
    }

    @Test
    void says_what_the_model_said_and_not_what_was_wrapped_around_it() {
        Printed printed = new Printed();
        try (OpenRouterServer server = OpenRouterServer.start()) {
            server.when(Match.path("/chat/completions")).answer(Answer.error(402, "Insufficient credits"));
            server.when(Match.path("/api/alpha/decisions")).answer(Answer.unscripted());
            var environment = Map.of("OPENROUTER_API_KEY", server.apiKey(), "OPENROUTER_BASE_URL", server.baseUrl());

            assertThat(Examples.run("DecisionDesk", environment, printed.screen()))
                    .isFalse();
        }
        assertThat(printed.text()).contains("Insufficient credits").doesNotContain("AgentInvocationException");
    }

    @Test
    void prints_what_its_page_says() {
        run.prints("decision-models.md");
    }

    @Test
    void is_printed_well() {
        run.isPrintedWell(DecisionDesk.class, 3);
    }

    private static List<String> models() {
        return run.chats().stream()
                .map(chat -> chat.body().path("model").asText())
                .toList();
    }
}
