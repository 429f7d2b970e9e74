package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class DocumentTest {

    @Test
    void refuses_a_document_without_a_key() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Document.of(RowFactory.create(null, "text")))
                .withMessageContaining("has no key");
    }

    @Test
    void refuses_a_key_that_does_not_fit_the_journal() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Document.of(RowFactory.create("k".repeat(513), "text")))
                .withMessageContaining("513 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Document.of(RowFactory.create("k\0", "text")))
                .withMessageContaining("NUL");
    }
}
