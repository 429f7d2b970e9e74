package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CompressionTest {

    private static final Pattern SENT = Pattern.compile("(?m)^    sent        (\\d+) tokens$");

    private static String printed;

    @BeforeAll
    static void run_the_example() {
        Printed screen = new Printed();
        assertThat(Examples.run("Compression", Map.of(), screen.screen())).isTrue();
        printed = screen.text();
    }

    @Test
    void shortens_the_report_as_asked_and_loses_no_fact() {
        assertThat(step(1))
                .contains("result      62 % of the length, 60 % requested: met; 32 of 32 facts kept")
                .contains("Ilse Vermeulen, called at 03:20, had a new certificate")
                .contains("2026-10-14T02:17:08Z bus=4471 gate=pay.citybus.example error=CERT_EXPIRED")
                .contains("calls of the model: 3");
    }

    @Test
    void says_what_cannot_be() {
        assertThat(step(2))
                .contains("result      62 % of the length, 15 % requested: missed, too long; 32 of 32 facts kept");
    }

    @Test
    void answers_from_what_was_said_at_the_beginning_of_a_conversation() {
        assertThat(step(3).split("shortened   ")).hasSize(3);
        assertThat(step(3)).contains("desk        Order 4711, the touring bicycle; and 3.2 bar on cobbles.");
    }

    @Test
    void never_sends_more_than_the_memory_may_hold_and_the_question() {
        List<Integer> sent = SENT.matcher(step(3))
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .toList();

        assertThat(sent).hasSameSizeAs(Compression.QUESTIONS).allMatch(tokens -> tokens <= (800 + 90) / 4);
    }

    @Test
    void prints_what_the_docs_show() {
        assertThat(Pages.outputs("compression.md"))
                .isNotEmpty()
                .allSatisfy(output -> assertThat(printed).containsIgnoringWhitespaces(output));
    }

    @Test
    void fits_its_width() {
        assertThat(printed.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(96));
    }

    private static String step(int number) {
        return printed.split("(?m)^ \\d  ")[number];
    }
}
