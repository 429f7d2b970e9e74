package dev.langchain4j.model.openrouter.internal.rerank.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n\t\r",
                "\u200B\u200D\uFEFF",
                "\u202E\u2066",
                "\u3164\u2800",
                "\0\u0007",
                "\uD83D",
                "\uFE0F"
            })
    void nothing_visible_is_empty(String text) {
        assertThat(PromptText.visible(text)).isEmpty();
    }

    @Test
    void white_space_is_folded_and_lines_stay() {
        assertThat(PromptText.visible("  a \t b\u00A0c \r\n\r\n  d\u2028e\u0085f "))
                .isEqualTo("a b c\nd\ne\nf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"日本語の文章。", "مرحبا بالعالم", "naïve café", "👍🏽 😀", "x² + ½"})
    void every_script_stays_as_it_is(String text) {
        assertThat(PromptText.visible(text)).isEqualTo(text);
        assertThat(PromptText.withoutMarkers(text)).isEqualTo(text);
    }

    @Test
    void invisible_tag_characters_and_selectors_are_dropped() {
        assertThat(PromptText.visible("a" + Character.toString(0xE0041) + Character.toString(0xE0100) + "b"))
                .isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[INST]", "[/INST]", "[SYSTEM_PROMPT]", "<|im_start|>", "＜＜ passage 1 ＞＞", "⋘"})
    void a_marker_is_removed_also_if_it_is_the_only_one(String marker) {
        assertThat(PromptText.withoutMarkers("a " + marker + " b")).isEqualTo("a [removed] b");
    }

    @Test
    void a_cut_falls_on_white_space() {
        assertThat(PromptText.truncate("one two three four five", 20)).isEqualTo("one two three four");
        assertThat(PromptText.truncate("one two", 7)).isEqualTo("one two");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void a_cut_never_splits_a_character(int maxChars) {
        String cut = PromptText.truncate("😀😀😀😀😀😀", maxChars);

        assertThat(cut.length()).isBetween(maxChars - 1, maxChars);
        assertThat(new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(cut);
    }

    @Test
    void a_long_word_is_cut_where_it_must() {
        assertThat(PromptText.truncate("a ".concat("x".repeat(100)), 50)).hasSize(50);
    }

    @Test
    void tokens_are_not_underestimated_outside_ascii() {
        assertThat(PromptText.estimateTokens("four")).isEqualTo(1);
        assertThat(PromptText.estimateTokens("fives")).isEqualTo(2);
        assertThat(PromptText.estimateTokens("日本語")).isEqualTo(3);
        assertThat(PromptText.estimateTokens("😀")).isEqualTo(1);
    }
}
