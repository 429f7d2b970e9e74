package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.openrouter.examples.scripts.AssistantScript;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AssistantTest {

    private static final String LIMIT = "OPENROUTER_MAX_CONTEXT_MESSAGES";

    private final Printed printed = new Printed();

    /** The last one of a talk. */
    private JsonNode request;

    @Test
    void remembers_and_adds_up_the_cost_of_each_turn() {
        assertThat(Examples.run("Assistant", Map.of(), printed.screen())).isTrue();

        assertThat(printed.text()).contains("""
                    you         I am Ada, in Ghent for three days, with a bicycle.
                    guide       Welcome, Ada! Three days and a bicycle: enough for the city and its river.
                    cost        $0.00001545, so far $0.00001545
                    memory      2 of 20 messages
                """, """
                    you         By the way, do you know my name?
                    guide       You are Ada, the one with the bicycle.
                    cost        $0.0000207, so far $0.00007545
                    memory      8 of 20 messages
                """);
        assertThat(Pages.outputs("ai-services.md"))
                .isNotEmpty()
                .allSatisfy(output -> assertThat(printed.text()).containsIgnoringWhitespaces(output));
    }

    @Test
    void asks_an_alias_with_the_conversation_so_far() {
        talk(Map.of(), "one", "two");

        assertThat(request.path("model").asText()).isEqualTo("openai/gpt-4o-mini");
        assertThat(request.findValuesAsText("role")).containsExactly("system", "user", "assistant", "user");
    }

    @Test
    void keeps_no_more_messages_than_the_environment_allows() {
        talk(Map.of(LIMIT, "2"), "I am Ada", "Is it far?", "What is my name?");

        assertThat(request.findValuesAsText("role")).containsExactly("system", "user");
        assertThat(printed.text()).contains("You have not told me", "memory      2 of 2 messages");
    }

    @Test
    void says_what_is_wrong_with_the_limit() {
        assertThat(Examples.run("Assistant", Map.of(LIMIT, "many"), printed.screen()))
                .isFalse();

        assertThat(printed.text())
                .containsIgnoringWhitespaces(LIMIT + " must be a whole number, at least 1, but is 'many'");
    }

    @Test
    void takes_braces_for_what_they_are() {
        talk(Map.of(), "What is {{it}} in a template?");

        assertThat(printed.text()).contains("You said: \"What is {{it}} in a template?\"");
    }

    @Test
    void shows_a_failure_and_goes_on() {
        try (Connection connection = Connection.open(Map.of())) {
            connection.server().answer(Answer.stream().text("Well, ").error(502, "Provider returned error"));

            new Assistant(connection.openRouter(), printed.screen()).talk(Questions.given(List.of("one", "two")));
            request = connection.server().lastChatRequest();
        }

        assertThat(printed.text())
                .contains("guide       Well, \n    failed      InternalServerException: OpenRouter answered 502")
                .contains("You said: \"two\"");
        assertThat(request.findValuesAsText("role")).containsExactly("system", "user", "user");
    }

    @Test
    void ends_at_a_refused_key() {
        try (OpenRouterServer server = OpenRouterServer.start()) {
            server.when(Match.path("/chat/completions")).answer(Answer.error(401, "User not found."));
            var environment = Map.of("OPENROUTER_API_KEY", "sk-or-v1-old", "OPENROUTER_BASE_URL", server.baseUrl());

            assertThat(Examples.run("Assistant", environment, printed.screen())).isFalse();

            assertThat(server.requests()).hasSize(1);
            assertThat(printed.text()).contains("User not found. Check apiKey").doesNotContain("sk-or-v1-old");
        }
    }

    private void talk(Map<String, String> environment, String... messages) {
        try (Connection connection = Connection.open(environment)) {
            AssistantScript.answers(connection.server());
            new Assistant(connection.openRouter(), printed.screen()).talk(Questions.given(List.of(messages)));
            request = connection.server().lastChatRequest();
        }
    }
}
