package dev.langchain4j.model.openrouter.internal.api.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " {\"a\":[1,{\"b\":\"}\"}]}\n",
                "[1,2]",
                "\"a\"",
                "```json\n{\"a\":1}\n```",
                "```\n[]```",
                "```json\n{\"a\":1}"
            })
    void one_value_is_one_value(String text) {
        assertThat(JsonText.isOneValue(text)).isTrue();
        assertThat(JsonText.isCutOff(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "12", "true", "null", "{} {}", "[1] x", "a {}", "{'a':1}", "{\"a\":1,}", "{", "\"a"})
    void words_numbers_and_everything_else_are_not(String text) {
        assertThat(JsonText.isOneValue(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a",
                "{\"a\"",
                "{\"a\":tru",
                "{\"a\":-",
                "{\"a\":1.",
                "{\"a\":1e",
                "{\"a\":12",
                "{\"a\":\"\\u00",
                "{\"a\":\"\\",
                "{\"a\":{\"b\":1}",
                "[{\"a\":1},",
                "```json\n{\"a\":{\"b\":1}",
                "Here it is: {\"a\":{\"b\":1}",
                "Here it is: {\"a\":[{\"b\":1},",
                "Here it is: {\"a\":[{\"b\":1}, \n",
                "Here it is: {\"a\":{\"b\":1},\"c\":tru",
                "Here it is: [{\"b\":1}, -",
                "Here it is: [{\"b\":1}, 1.",
                "Here it is: [{\"b\":1}, 1e",
                "```json\n{\"a\":[{\"b\":1},\n```",
                "Both [sic] of them: {\"a\":1} {\"b\":[1",
                "{a:{\"b\":1}",
                "{\"x\":bad,\"sections\":[{\"title\":\"A\"}",
                "{\"a\":{\"b\":1}, ...",
                "Here it is: {\"a\":{\"b\":1}, ...",
                "Here it is: [ {\"b\":1}, ...",
                "Both: {\"a\" 1} [{\"b\":1}, …",
                "Here it is: {a:{\"b\":1}, ...",
                "{'a':1} {'b' :{\"c\":1}"
            })
    void a_value_whose_end_is_missing_is_cut_off(String text) {
        assertThat(JsonText.isCutOff(text)).isTrue();
        assertThat(JsonText.isOneValue(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "see [1, or not",
                "see [x]",
                "{\"a\":1},",
                "so {\"a\":1}, as [you",
                "so {\"a\":1}, [sic",
                "so {\"a\":{\"b\":1}, ...}",
                "so {\"a\":{\"b\":1}, ...} as [you",
                "so {sic",
                "{a:1}",
                "{\"a\":1,}",
                "{'a':1}",
                "I think [really] that {\"a\":1} is it",
                "{\"a\":1} {\"b\":2}"
            })
    void a_text_that_is_no_json_or_has_all_of_it_is_not_cut_off(String text) {
        assertThat(JsonText.isCutOff(text)).isFalse();
    }

    @Test
    void every_beginning_of_an_object_is_cut_off() {
        String whole = "{\"a\":[1.5e-3,true,null,{\"b\":\"\\u00fc \\\"[{\"}],\"c\":{\"d\":[]}}";
        for (int length = 1; length < whole.length(); length++) {
            assertThat(JsonText.isCutOff(whole.substring(0, length)))
                    .as(whole.substring(0, length))
                    .isTrue();
            assertThat(JsonText.isCutOff("Here: " + whole.substring(0, length)))
                    .as("with words before: " + whole.substring(0, length))
                    .isTrue();
        }
    }

    @Test
    void the_end_of_a_value_is_found_behind_blanks() {
        assertThat(JsonText.endOfFirstValue("x {\"a\":1} y", 1)).isEqualTo(9);
        assertThat(JsonText.endOfFirstValue("x", 0)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[", "[x", "{\"a\":1} ", "{\"a\" 1} ", "{\"a\" 1 ", "{\"", "\\", "}"})
    void long_texts_take_no_longer_than_they_are_long(String piece) {
        String text = piece.repeat(400_000 / piece.length());

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            JsonText.isCutOff(text);
            JsonText.isOneValue(text);
        });
    }
}
