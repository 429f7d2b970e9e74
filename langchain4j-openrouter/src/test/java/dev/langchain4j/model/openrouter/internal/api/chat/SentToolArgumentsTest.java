package dev.langchain4j.model.openrouter.internal.api.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.api.json.JsonText;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentToolArgumentsTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"b\": 1,  \"a\":2}", " {\"x\":\"Grüße\\n\"} ", "{\"x\":1E5}"})
    void one_object_is_sent_byte_for_byte(String arguments) {
        assertThat(SentToolArguments.of(arguments)).isEqualTo(arguments);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "\n"})
    void nothing_is_an_empty_object(@Nullable String arguments) {
        assertThat(SentToolArguments.of(arguments)).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"x\":1,}                | {\"x\":1}",
                "{\"x\":[1,],}             | {\"x\":[1]}",
                "\"{\\\"x\\\":1}\"         | {\"x\":1}",
                "{\"x\":1}</tool_call>     | {\"x\":1}",
                "{}{\"folder\":\"spam\"}   | {\"folder\":\"spam\"}",
                "{\"x\":1}{\"y\":2}        | {\"x\":1}"
            })
    void what_langchain4j_reads_out_of_it_is_sent(String arguments, String sent) {
        assertThat(SentToolArguments.of(arguments)).isEqualTo(sent);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]              | {\"arguments\":[]}",
                "[1.50,\"a\"]    | {\"arguments\":[1.50,\"a\"]}",
                "null            | {\"arguments\":null}",
                "{x:1}           | {\"arguments\":\"{x:1}\"}",
                "{\"x\":1        | {\"arguments\":\"{\\\"x\\\":1\"}",
                "Paris           | {\"arguments\":\"Paris\"}"
            })
    void everything_else_goes_into_an_object(String arguments, String sent) {
        assertThat(SentToolArguments.of(arguments)).isEqualTo(sent);
    }

    @Test
    void a_line_break_inside_a_text_does_not_break_what_is_sent() {
        assertThat(SentToolArguments.of("{\"x\":\"a\nb\"}")).isEqualTo("{\"arguments\":\"{\\\"x\\\":\\\"a\\nb\\\"}\"}");
    }

    @Test
    void whatever_it_is_one_object_is_sent() {
        Random random = new Random(14);
        String characters = "{}[]\",:\\ \n\u0001ax1-null";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder arguments = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                arguments.append(characters.charAt(random.nextInt(characters.length())));
            }
            String sent = SentToolArguments.of(arguments.toString());
            assertThat(JsonText.isOneObject(sent))
                    .as("%s became %s", arguments, sent)
                    .isTrue();
        }
    }
}
