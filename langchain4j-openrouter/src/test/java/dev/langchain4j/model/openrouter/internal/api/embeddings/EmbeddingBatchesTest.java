package dev.langchain4j.model.openrouter.internal.api.embeddings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.api.chat.ContentPart;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EmbeddingBatchesTest {

    @Test
    void a_batch_has_no_more_inputs_than_allowed() {
        assertThat(sizes(new EmbeddingBatches(2, 1000), "a", "b", "c", "d", "e"))
                .containsExactly(2, 2, 1);
    }

    @Test
    void a_batch_has_no_more_tokens_than_allowed() {
        String tenTokens = "x".repeat(36);

        assertThat(sizes(new EmbeddingBatches(100, 20), tenTokens, tenTokens, tenTokens, "x"))
                .containsExactly(2, 2);
    }

    @Test
    void an_input_that_is_too_long_for_any_batch_goes_alone() {
        assertThat(sizes(new EmbeddingBatches(100, 20), "a", "x".repeat(1000), "b", "c"))
                .containsExactly(1, 1, 2);
    }

    @Test
    void characters_outside_ascii_count_for_more() {
        assertThat(sizes(new EmbeddingBatches(100, 20), "水".repeat(14), "水".repeat(14)))
                .containsExactly(1, 1);
        assertThat(sizes(new EmbeddingBatches(100, 20), "x".repeat(14), "x".repeat(14)))
                .containsExactly(2);
    }

    @Test
    void an_image_counts_as_a_long_text() {
        var image = List.<ContentPart>of(new ContentPart.Image("https://example.com/cat.png", null));

        assertThat(new EmbeddingBatches(100, 1999).of(List.of(image, image))).hasSize(2);
        assertThat(new EmbeddingBatches(100, 2000).of(List.of(image, image))).hasSize(1);
    }

    @Test
    void what_fits_stays_together_in_its_order() {
        List<List<ContentPart>> inputs = inputs("a", "b", "c");

        assertThat(new EmbeddingBatches(3, 1000).of(inputs)).containsExactly(inputs);
    }

    private static List<Integer> sizes(EmbeddingBatches batches, String... texts) {
        return batches.of(inputs(texts)).stream().map(List::size).toList();
    }

    private static List<List<ContentPart>> inputs(String... texts) {
        return Stream.of(texts)
                .map(text -> List.<ContentPart>of(new ContentPart.Text(text)))
                .toList();
    }
}
