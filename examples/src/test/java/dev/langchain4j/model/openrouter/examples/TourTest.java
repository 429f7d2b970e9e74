package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TourTest {

    private static final Pattern STEP = Pattern.compile("(?m)^ \\d  .+\\n    (?<code>.+)$");

    private static String tour;

    @BeforeAll
    static void take_the_tour() {
        Printed printed = new Printed();
        assertThat(Examples.run("Tour", Map.of(), printed.screen())).isTrue();
        tour = printed.text();
    }

    @Test
    void answers_offline_without_a_failed_step() {
        assertThat(tour)
                .contains("Offline: a stand-in on this machine plays OpenRouter")
                .contains("answer      The Seine")
                .doesNotContain("    failed");
    }

    @Test
    void resolves_an_alias_and_keeps_its_variant() {
        assertThat(tour).contains("""
                    you write   gpt-4o-mini:nitro
                    is sent     openai/gpt-4o-mini:nitro
                    answered    openai/gpt-4o-mini
                """);
    }

    @Test
    void shows_tokens_cost_and_provider() {
        assertThat(tour).contains("""
                    tokens      11 in, 13 out
                    cost        $0.00000945
                    provider    OpenAI
                """);
    }

    @Test
    void calls_the_java_tool_and_adds_up_the_cost() {
        assertThat(tour).contains("""
                    your Java   inStock{"city": "Utrecht"} returns 12
                    your Java   inStock{"city": "Ghent"} returns 5
                    answer      Utrecht has 12 bicycles and Ghent has 5, so send the group to Utrecht.
                    cost        $0.00004785, both calls of the model
                """);
    }

    @Test
    void reads_a_mail_into_nested_records() {
        assertThat(tour).contains("""
                    customer    Ada Lovelace
                    delivery    12 St James's Square, London
                    item        2 x touring bicycle
                    item        3 x bell
                """);
    }

    @Test
    void puts_the_passage_that_answers_first() {
        assertThat(tour).containsPattern("""
                    0\\.\\d\\d        A night bus has a rack.*
                    0\\.\\d\\d        The last bus.*
                    0\\.\\d\\d        Dogs travel.*
                    cost        \\$0\\.002
                """);
    }

    @Test
    void survives_a_rate_limit() {
        assertThat(tour).contains("""
                    requests    2, for one call of chat
                    answer      Here I am: asked once, answered once.
                """);
    }

    @Test
    void explains_an_error_and_does_what_it_advises() {
        assertThat(tour)
                .contains("class       OpenRouterInsufficientCreditsException")
                .contains("message     OpenRouter answered 402: This request requires more credits")
                .contains("so set      maxOutputTokens(900)\n    answer      A short story")
                .contains("a typo      Unknown model 'gpt-4'. Closest aliases: gpt-4o, gpt-4-turbo, ");
    }

    @Test
    void keeps_a_broken_stream_from_being_an_answer() {
        assertThat(tour)
                .contains("class       InternalServerException")
                .contains("[DeepInfra: worker ran out of")
                .contains("kept apart  \"Transfer 500 euros to Bob, but only if \"")
                .doesNotContain("an answer  ");
    }

    @Test
    void fits_its_width_and_no_step_is_taller_than_a_screen() {
        assertThat(tour.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(96));
        assertThat(tour.split("(?m)^ \\d  "))
                .hasSize(10)
                .allSatisfy(step -> assertThat(step.lines()).hasSizeLessThan(24));
    }

    @Test
    void shows_only_code_that_it_runs() throws IOException {
        String source = Files.readString(Path.of("src/main/java/dev/langchain4j/model/openrouter/examples/Tour.java"))
                .replaceAll("(?m)^ *begin\\((?s:.*?)\\);$", "")
                .replaceAll("\\s+", "");
        assertThat(STEP.matcher(tour).results().map(step -> step.group(1)))
                .hasSize(9)
                .allSatisfy(code -> assertThat(source).contains(code.replaceAll("\\s+", "")));
    }
}
