package dev.langchain4j.model.openrouter.examples.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.rag.content.Content;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Programs that were written from {@code llms.txt} and the pages behind it alone: they compile, and do what was asked for. */
@ExtendWith(OpenRouterServerExtension.class)
class UserTasksTest {

    @Test
    void a_chat_streams_calls_a_tool_and_tells_its_cost(OpenRouterServer server) {
        server.answer(
                Answer.toolCall("orderState", "{\"number\": \"4711\"}"),
                Answer.text("It comes on Thursday.").usage(50, 10, "0.0003"));
        StringBuilder shown = new StringBuilder();

        try (SupportChat chat = chat(server)) {
            assertThat(chat.answer("Where is order {4711}?", shown::append)).isPositive();
        }

        assertThat(shown).hasToString("It comes on Thursday.");
        assertThat(server.lastChatRequest().toString()).contains("4711 is on its way");
    }

    @Test
    void a_chat_says_so_when_the_budget_is_used_up(OpenRouterServer server) {
        server.answer(Answer.text("Aye").usage(10, 10, "0.0499"));
        StringBuilder shown = new StringBuilder();

        try (SupportChat chat = chat(server)) {
            chat.answer("Ahoy", shown::append);
            shown.setLength(0);
            chat.answer("Ahoy again", shown::append);
        }

        assertThat(shown).hasToString("We have answered enough for today.");
        assertThat(server.requests("/chat/completions")).hasSize(1);
    }

    @Test
    void rules_are_ranked_by_the_endpoint(OpenRouterServer server) {
        server.answer(Answer.ranking(0.1, 0.9), Answer.text("Yes."));

        assertThat(ask(server)).isEqualTo("Yes.");

        assertThat(server.lastChatRequest().toString()).contains("night buses").doesNotContain("city buses");
    }

    @Test
    void rules_are_ranked_by_a_chat_model_if_the_endpoint_is_down(OpenRouterServer server) {
        server.when(Match.path("/rerank")).answer(Answer.error(503, "No provider"));

        ask(server);

        assertThat(server.requests("/rerank")).isNotEmpty();
        assertThat(server.requests("/chat/completions")).hasSizeGreaterThan(1);
    }

    private static SupportChat chat(OpenRouterServer server) {
        return new SupportChat(
                Map.of("OPENROUTER_API_KEY", server.apiKey(), "OPENROUTER_BASE_URL", server.baseUrl()),
                number -> number + " is on its way");
    }

    private static String ask(OpenRouterServer server) {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .maxRetries(0)
                .build()) {
            return RuleSearch.rules(
                            openRouter,
                            query -> List.of(
                                    Content.from("Bicycles do not travel on city buses."),
                                    Content.from("Bicycles travel on night buses.")))
                    .ask("May my bicycle travel on the night bus?");
        }
    }
}
