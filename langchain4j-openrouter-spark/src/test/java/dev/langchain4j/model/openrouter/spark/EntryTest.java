package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class EntryTest {

    private final Entry entry = new Entry(
            "rule-8", State.values()[0], Document.digest("Bicycles travel free."), "run", "executor", 1, null, false);

    @Test
    void takes_its_own_text_again() {
        assertThatCode(() -> entry.check(new Document("rule-8", "Bicycles travel free.")))
                .doesNotThrowAnyException();
    }

    @Test
    void refuses_another_text_with_its_key() {
        assertThatIllegalStateException()
                .isThrownBy(() -> entry.check(new Document("rule-8", "Bicycles stay at home.")))
                .withMessageContaining("The key 'rule-8' stands for two texts");
    }
}
