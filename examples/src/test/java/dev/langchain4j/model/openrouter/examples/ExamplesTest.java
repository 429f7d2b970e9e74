package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.examples.scripts.TourScript;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExamplesTest {

    private final Printed printed = new Printed();

    @Test
    void lists_the_examples_when_there_is_none_of_that_name() {
        assertThat(Examples.run("Torture", Map.of(), printed.screen())).isFalse();

        assertThat(printed.text())
                .containsIgnoringWhitespaces("AbstractsByBatch, AgentChain")
                .containsIgnoringWhitespaces(
                        "There is no example 'Torture'. Examples: " + String.join(", ", Examples.names()));
    }

    @Test
    void says_which_variable_is_malformed() {
        assertThat(Examples.run("tour", Map.of("OPENROUTER_TIMEOUT", "soon"), printed.screen()))
                .isFalse();

        assertThat(printed.text()).contains("OPENROUTER_TIMEOUT must be whole seconds, at least 1, but is 'soon'");
    }

    @ParameterizedTest
    @CsvSource({
        "no-such-ledger.csv, The ledger no-such-ledger.csv cannot be read, NoSuchFileException",
        "jdbc:mysql://db/x?password=hidden, -Dledger is a URL of mysql, IllegalArgumentException",
        "jdbc:h2:mem:without-ledger, the tables openrouter_… are missing, IllegalArgumentException",
    })
    void says_which_ledger_cannot_be_read(String ledger, String problem, String kind) {
        System.setProperty("ledger", ledger);
        try {
            assertThat(Examples.run("CostReport", Map.of(), printed.screen())).isFalse();
        } finally {
            System.clearProperty("ledger");
        }

        assertThat(printed.text())
                .containsIgnoringWhitespaces(problem)
                .contains("    error       ", kind)
                .doesNotContain("hidden");
    }

    @Test
    void says_which_property_is_no_number() {
        System.setProperty("queries", "5O");
        try {
            assertThat(Examples.run("RerankEvaluation", Map.of(), printed.screen()))
                    .isFalse();
        } finally {
            System.clearProperty("queries");
        }

        assertThat(printed.text()).contains("queries must be a whole number, but is '5O'");
    }

    @Test
    void goes_where_the_environment_says_when_there_is_a_key() {
        try (OpenRouterServer server = OpenRouterServer.start()) {
            TourScript.answers(server);
            server.addKey("sk-or-v1-mine");
            var environment = Map.of("OPENROUTER_API_KEY", "sk-or-v1-mine", "OPENROUTER_BASE_URL", server.baseUrl());

            assertThat(Examples.run("Tour", environment, printed.screen())).isTrue();

            assertThat(printed.text()).contains("Live: your key").doesNotContain("sk-or-v1-mine", "    failed");
            assertThat(server.requests())
                    .allSatisfy(request ->
                            assertThat(request.header("Authorization")).isEqualTo("Bearer sk-or-v1-mine"));
        }
    }

    @Test
    void stops_the_tour_at_a_refused_key_and_says_what_to_do() {
        try (OpenRouterServer server = OpenRouterServer.start()) {
            server.when(Match.path("/chat/completions")).answer(Answer.error(401, "User not found."));
            var environment = Map.of("OPENROUTER_API_KEY", "sk-or-v1-old", "OPENROUTER_BASE_URL", server.baseUrl());

            assertThat(Examples.run("Tour", environment, printed.screen())).isFalse();

            assertThat(printed.text())
                    .contains("OpenRouter answered 401: User not found. Check apiKey")
                    .contains("AuthenticationException")
                    .doesNotContain(" 2  ", "sk-or-v1-old");
        }
    }

    @Test
    void goes_on_when_one_live_step_fails() {
        try (OpenRouterServer server = OpenRouterServer.start()) {
            server.when(Match.userSays("river"))
                    .answer(Answer.error(503, "No instances available").retryAfter(90));
            server.addKey("sk-or-v1-mine");
            var environment = Map.of("OPENROUTER_API_KEY", "sk-or-v1-mine", "OPENROUTER_BASE_URL", server.baseUrl());

            assertThat(Examples.run("Tour", environment, printed.screen())).isTrue();

            assertThat(printed.text())
                    .contains("failed      InternalServerException: OpenRouter answered 503: No instances available")
                    .contains(" 9  A stream that breaks");
        }
    }

    @Test
    void is_in_colour_only_when_asked_to() {
        printed.screen(true).good("answer", "yes");
        assertThat(printed.text()).isEqualTo("\u001b[2m    answer      \u001b[0m\u001b[32myes\u001b[0m\n");
    }
}
