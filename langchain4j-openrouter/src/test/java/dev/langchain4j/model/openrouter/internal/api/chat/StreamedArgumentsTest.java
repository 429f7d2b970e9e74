package dev.langchain4j.model.openrouter.internal.api.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamedArgumentsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "{}",
                "{ }{}",
                "{\"x\":1}",
                " {\"x\": \"}{\\\"\"} ",
                "{}{\"x\":1}",
                "{} {} {\"x\":[1,{}]}</tool_call>",
                "{\"x\":1}\n```",
                "```json\n{\"x\":1}\n```",
                "<args>\n{}{\"x\":1}</args>",
                "<args>",
                "{'x':'}'}",
                "{x:1}}",
                "{\"x\":",
                "{}{\"x\":",
                "{",
                "[]",
                "\"{\\\"x\\\":1}\"",
                "null"
            })
    void the_pieces_are_what_the_whole_means_however_it_is_cut(String received) {
        Random random = new Random(received.hashCode());
        for (int i = 0; i < 50; i++) {
            StreamedArguments arguments = new StreamedArguments();
            StringBuilder pieces = new StringBuilder();
            for (int at = 0; at < received.length(); ) {
                int next = Math.min(received.length(), at + 1 + random.nextInt(4));
                arguments.append(received.substring(at, next));
                pieces.append(arguments.takePiece());
                at = next;
            }
            pieces.append(arguments.takeLastPiece());

            assertThat(pieces).hasToString(ToolArguments.toRun(received));
            assertThat(arguments.all()).hasToString(pieces.toString());
            assertThat(arguments.takeLastPiece()).isEmpty();
        }
    }

    @Test
    void an_empty_object_is_not_complete_and_neither_is_one_that_something_follows() {
        assertThat(arguments("{}").areComplete()).isFalse();
        assertThat(arguments("{}").areClosed()).isTrue();
        assertThat(arguments("{\"x\":1} ").areComplete()).isTrue();
        assertThat(arguments("{\"x\":1}<").areComplete()).isFalse();
        assertThat(arguments("{x:1}").areComplete()).isFalse();
    }

    @Test
    void a_long_text_in_small_pieces_is_read_once() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            StreamedArguments arguments = arguments("{\"x\":\"");
            int taken = 0;
            for (int i = 0; i < 1_000_000; i++) {
                arguments.append("ab");
                taken += arguments.takePiece().length();
                arguments.areComplete();
            }
            assertThat(taken).isEqualTo(2_000_006);
        });
    }

    private static StreamedArguments arguments(String text) {
        StreamedArguments arguments = new StreamedArguments();
        arguments.append(text);
        return arguments;
    }
}
