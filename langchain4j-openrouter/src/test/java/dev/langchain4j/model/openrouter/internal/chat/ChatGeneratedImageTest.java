package dev.langchain4j.model.openrouter.internal.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.image.Image;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatGeneratedImageTest {

    @ParameterizedTest
    @ValueSource(strings = {"data:image/webp;base64,UklGRg==", "DATA:image/webp;BASE64,UklGRg=="})
    void reads_type_and_data_of_a_data_url(String url) {
        assertThat(ChatGeneratedImage.from(url))
                .isEqualTo(Image.builder()
                        .mimeType("image/webp")
                        .base64Data("UklGRg==")
                        .build());
    }

    @Test
    void base64_in_lines_or_in_the_alphabet_for_urls_can_be_decoded() {
        assertThat(ChatGeneratedImage.from("data:image/png;base64,__9_\r\nvwAA\r\n")
                        .base64Data())
                .isEqualTo("//9/vwAA");
    }

    @Test
    void encodes_an_image_that_comes_as_text() {
        assertThat(ChatGeneratedImage.from("data:image/svg+xml;utf8,%3Csvg%3Ea+b%3C/svg%3E"))
                .isEqualTo(Image.builder()
                        .mimeType("image/svg+xml")
                        .base64Data("PHN2Zz5hK2I8L3N2Zz4=")
                        .build());
    }

    @Test
    void keeps_an_address() {
        assertThat(ChatGeneratedImage.from("https://example.com/a b.png").url())
                .hasToString("https://example.com/a%20b.png");
    }

    @Test
    void goes_back_as_it_came() {
        assertThat(ChatGeneratedImage.toUrl(ChatGeneratedImage.from("data:image/webp;base64,UklGRg==")))
                .isEqualTo("data:image/webp;base64,UklGRg==");
        assertThat(ChatGeneratedImage.toUrl(ChatGeneratedImage.from("https://example.com/a.png")))
                .isEqualTo("https://example.com/a.png");
    }

    @Test
    void what_another_module_has_put_in_its_place_is_no_image() {
        assertThat(ChatGeneratedImage.toUrl("a text")).isNull();
        assertThat(ChatGeneratedImage.toUrl(Map.of("mimeType", "image/png"))).isNull();
        assertThat(ChatGeneratedImage.toUrl(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://exa mple|.com/<", "data:image/svg+xml,%zz"})
    void an_image_that_cannot_be_read_costs_nothing_else(String url) {
        assertThat(ChatGeneratedImage.from(url)).isNull();
    }
}
