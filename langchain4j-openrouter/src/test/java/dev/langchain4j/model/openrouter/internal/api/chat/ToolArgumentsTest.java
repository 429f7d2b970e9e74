package dev.langchain4j.model.openrouter.internal.api.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolArgumentsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"x\": 1}                   | {\"x\": 1}",
                "{}{\"x\":1}                  | {\"x\":1}",
                "{ } {}  {\"x\":1}            | {\"x\":1}",
                "{}{}                         | {}",
                "{\"x\":1}</tool_call>        | {\"x\":1}",
                "{\"x\":\"}\"}}               | {\"x\":\"}\"}",
                "{\"x\":1} --- end             | {\"x\":1}",
                "{\"x\":1}[/TOOL_CALLS]       | {\"x\":1}",
                "{}</s>                       | {}",
                "<tool_call>{\"x\":1}</tool_call> | {\"x\":1}",
                "<args>{}{\"x\":1}           | {\"x\":1}",
                "<tool_call>{\"x\":          | {\"x\":",
                "</think>{\"x\":1}         | {\"x\":1}",
                "<function=wipe>{\"x\":1}</function> | {\"x\":1}",
                "<parameter=y>{\"x\":1}</parameter> | <parameter=y>{\"x\":1}</parameter>",
                "<y>{\"x\":1}</y>            | <y>{\"x\":1}</y>",
                "wipe({\"x\":1})             | wipe({\"x\":1})",
                "{x:1}                        | {x:1}",
                "{\"x\":                      | {\"x\":",
                "{}{\"x\":                    | {\"x\":",
                "\"{\\\"x\\\":1}\"            | \"{\\\"x\\\":1}\"",
                "[]                           | []",
                "null                         | null"
            })
    void what_stands_around_the_object_is_taken_away(String received, String meant) {
        assertThat(ToolArguments.of(received)).isEqualTo(new ToolArguments(meant.strip(), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"x\":1}{\"x\":1}",
                "{\"x\":1} {\"y\":2}",
                "{}{\"x\":1}{\"y\":2}",
                "{\"x\":1}{\"y\":",
                "{\"x\":1}</tool_call><tool_call>{\"y\":2}",
                "{\"x\":1}[2]",
                "{\"x\":1} null",
                "null{\"x\":1}",
                "[]{\"x\":1}",
                "{\"x\":\"\\\"{\"}{\"y\":\"}\\\"\"}",
                "\"a\"\"b\""
            })
    void two_values_are_several(String received) {
        assertThat(ToolArguments.of(received).several()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{ }", "{\"x\":", "[1]", "null", "\"{}\"", "{\"x\":1}{\"y\":2}", "{}{\"x\":"})
    void no_part_and_nothing_empty_is_whole(String received) {
        assertThat(ToolArguments.of(received).areWhole()).isFalse();
        assertThat(ToolArguments.of("{\"x\":1}</s>").areWhole()).isTrue();
    }

    @Test
    void a_million_empty_objects_are_read_once() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(ToolArguments.of("{}".repeat(1_000_000) + "{\"x\":1}")
                                .text())
                        .isEqualTo("{\"x\":1}"));
    }

    @Test
    void arguments_that_end_with_their_object_mean_what_the_parser_reads() {
        Random random = new Random(22);
        String[] pieces = {"{", "}", "[", "]", "\"", ":", ",", "\\", "1", "a", " ", "\"x\":1", "{}"};
        int shortcuts = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder("{");
            for (int length = random.nextInt(8); length > 0; length--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            String received = text.append(i % 2 == 0 ? "}" : "").toString();

            ToolArguments read = ToolArguments.of(received);

            int start = received.strip().length() - read.text().length();
            if (!read.several()
                    && received.strip().endsWith(read.text())
                    && read.text().startsWith("{")) {
                shortcuts++;
                assertThat(read).isEqualTo(ToolArguments.parsed(received.strip(), start));
            }
        }
        assertThat(shortcuts).isGreaterThan(1_000);
    }
}
