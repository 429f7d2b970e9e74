package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RagWithRerankingTest {

    private static String printed;

    @BeforeAll
    static void run_it() {
        Printed screen = new Printed();
        assertThat(Examples.run("RagWithReranking", Map.of(), screen.screen())).isTrue();
        printed = screen.text();
        System.out.println(printed);
    }

    @Test
    void x() {
        assertThat(Pattern.compile("x").matcher(printed)).isNotNull();
    }
}
