package dev.langchain4j.model.openrouter.internal.api.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenEstimateTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "größer", "水火", "a😀b", "mixed é 水 😀"})
    void counts_the_bytes_that_a_text_has_in_utf_8(String text) {
        assertThat(PromptSize.bytes(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void rounds_a_token_that_is_begun_up() {
        assertThat(TokenEstimate.TYPICAL.ofBytes(0)).isZero();
        assertThat(TokenEstimate.TYPICAL.ofBytes(1)).isEqualTo(1);
        assertThat(TokenEstimate.TYPICAL.ofBytes(4)).isEqualTo(1);
        assertThat(TokenEstimate.TYPICAL.ofBytes(5)).isEqualTo(2);
    }

    @Test
    void counts_the_images_of_a_prompt() {
        var prompt = new PromptSize(8, 3, true);

        assertThat(TokenEstimate.TYPICAL.of(prompt)).isEqualTo(2 + 3 * 1000);
        assertThat(TokenEstimate.atMost(1).of(prompt)).isEqualTo(8 + 3 * 4096);
    }

    @Test
    void counts_texts_and_attachments_of_an_input() {
        assertThat(TokenEstimate.TYPICAL.of(List.of(
                        new ContentPart.Text("eight by", null),
                        new ContentPart.Image("https://example.org/cat.png", null))))
                .isEqualTo(2 + 1000);
    }
}
