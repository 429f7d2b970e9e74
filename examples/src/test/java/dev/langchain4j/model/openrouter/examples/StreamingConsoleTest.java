package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.examples.scripts.ConsoleScript;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.io.BufferedReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamingConsoleTest {

    private final Printed printed = new Printed();
    private final Connection connection = Connection.open(Map.of());
    private final OpenRouterServer server = connection.server();
    private final StreamingConsole console = new StreamingConsole(connection, printed.screen());

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void shows_thinking_answer_and_cost_of_each_turn() {
        ConsoleScript.answers(server, Duration.ZERO);

        console.talk(Questions.given(ConsoleScript.QUESTIONS));

        assertThat(printed.text()).isEqualTo("""

                    you         How many times does the letter r occur in strawberry?
                    thinking    s-t-r is one, a-w-b-e-r-r-y has two more.
                    model       Three: one in "straw", two in "berry".
                    cost        $0.0000847 for 24 tokens in, 31 out

                    you         And how sure are you?
                    model       I have spelled it out. It is three.
                    cost        $0.0000523 for 49 tokens in, 10 out

                """);
    }

    @Test
    void sends_the_conversation_so_far() {
        console.talk(Questions.given(List.of("one", "two")));

        assertThat(server.lastChatRequest().findValuesAsText("role"))
                .containsExactly("system", "user", "assistant", "user");
    }

    @Test
    void cancels_an_answer_and_stops() throws Exception {
        Gate gate = new Gate();
        server.answer(Answer.stream()
                .text("It was a dark ")
                .waitFor(gate)
                .text("night")
                .finish("stop")
                .done());
        CompletableFuture<Void> talk =
                CompletableFuture.runAsync(() -> console.talk(Questions.given(List.of("A story", "Another"))));
        gate.awaitReached(Duration.ofSeconds(20));
        while (!printed.text().contains("dark")) {
            Thread.onSpinWait();
        }

        console.cancel();
        talk.get(20, TimeUnit.SECONDS);

        assertThat(printed.text())
                .contains("model       It was a dark \n    cancelled   the connection is closed")
                .doesNotContain("night", "Another");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void shows_a_failure_and_goes_on() {
        server.answer(Answer.stream().text("Well, ").error(502, "Provider returned error"));
        server.answer("Here I am again.");

        console.talk(Questions.given(List.of("one", "two")));

        assertThat(printed.text())
                .contains("model       Well, \n    failed      InternalServerException: OpenRouter answered 502")
                .contains("model       Here I am again.");
        assertThat(server.lastChatRequest().findValuesAsText("role")).containsExactly("system", "user");
    }

    @Test
    void reads_the_keyboard_until_a_blank_line() {
        console.talk(Questions.typed(new BufferedReader(new StringReader("Hello\n\nnobody asks this\n"))));

        assertThat(printed.text()).contains("You said: \"Hello\"").doesNotContain("nobody");
    }
}
