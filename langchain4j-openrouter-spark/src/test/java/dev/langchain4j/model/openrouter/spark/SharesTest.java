package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharesTest {

    private static final List<Document> DOCUMENTS =
            List.of(new Document("a", "x".repeat(10)), new Document("b", "x".repeat(20)), new Document("c", "x"));

    private static List<Outcome> shares(String cost, int tokens) {
        OpenRouterTokenUsage usage = OpenRouterTokenUsage.builder()
                .inputTokenCount(tokens)
                .outputTokenCount(0)
                .cost(cost == null ? null : new BigDecimal(cost))
                .build();
        return Shares.of(DOCUMENTS, i -> "answer " + i, usage, "m", "gen-1");
    }

    @Test
    void add_up_to_the_whole() {
        List<Outcome> shares = shares("0.0000010", 100);

        assertThat(shares.stream().map(Outcome::cost).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("0.0000010");
        assertThat(shares.stream().mapToLong(Outcome::inputTokens).sum()).isEqualTo(100);
    }

    @Test
    void grow_with_the_length_of_the_documents() {
        List<Outcome> shares = shares("0.0000031", 31);

        assertThat(shares).extracting(Outcome::inputTokens).containsExactly(10L, 20L, 1L);
        assertThat(shares).extracting(Outcome::answer).containsExactly("answer 0", "answer 1", "answer 2");
    }

    @Test
    void of_an_unknown_cost_are_unknown() {
        assertThat(shares(null, 5)).extracting(Outcome::cost).containsOnlyNulls();
    }
}
