package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a test shows of a request holds none of its secrets. */
class RedactionTest {

    @Test
    @Timeout(15)
    void a_long_row_of_backslashes_is_read_in_linear_time() {
        Redaction redaction = new Redaction();
        redaction.learn("sk-or-v1-0123456789abcdef");
        String backslashes = "\\".repeat(40_000);

        assertThat(redaction.removedFrom(backslashes + " sk-or-v1-" + backslashes + "u0030123456789abcdef"))
                .isEqualTo(backslashes + " ********");
    }
}
