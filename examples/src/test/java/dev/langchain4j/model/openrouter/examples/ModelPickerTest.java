package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.test.Ledger;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ModelPickerTest {

    private static final Pattern STEP = Pattern.compile("(?m)^ \\d  .+\\n    (?<code>.+)$");

    private static String printed;
    private static Ledger ledger;

    @BeforeAll
    static void pick_a_model() {
        Printed screen = new Printed();
        try (Connection connection = Connection.open(Map.of())) {
            ModelPicker.run(connection, screen.screen());
            ledger = connection.server().ledger();
        }
        printed = screen.text();
    }

    @Test
    void lists_the_free_models_with_what_they_can_do_longest_context_first() {
        assertThat(rows(1))
                .extracting(row -> row.get(0))
                .containsExactly(
                        "model",
                        "nvidia/nemotron-3-ultra-550b-a55b:free",
                        "google/gemma-4-31b-it:free",
                        "openrouter/free",
                        "openai/gpt-oss-20b:free",
                        "nvidia/nemotron-nano-12b-v2-vl:free",
                        "nvidia/nemotron-nano-9b-v2:free",
                        "liquid/lfm-2.5-2.6b:free");
        assertThat(rows(1).get(1)).contains("1,000,000");
    }

    @Test
    void tells_what_the_conversation_costs_on_ten_models_cheapest_first() {
        List<List<String>> models = rows(2).subList(1, rows(2).size());

        assertThat(models).extracting(row -> row.get(0)).containsExactlyInAnyOrderElementsOf(ModelPicker.CANDIDATES);
        assertThat(models).extracting(row -> dollars(row.get(3))).isSorted().allMatch(cost -> cost.signum() > 0);
        assertThat(models)
                .filteredOn(row -> row.get(0).equals("openai/gpt-4o-mini"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.subList(1, 3)).containsExactly("0.15", "0.6");
                    // three answers of 300 tokens, and some 700 tokens of questions
                    assertThat(dollars(row.get(3))).isBetween(new BigDecimal("0.0006"), new BigDecimal("0.0007"));
                    assertThat(row.get(4)).startsWith("$6.");
                });
    }

    @Test
    void picks_the_cheapest_that_does_what_is_wanted_and_asks_it() {
        assertThat(printed).contains("pick        meta-llama/llama-4-scout");
        assertThat(ledger.charges()).extracting(Ledger.Charge::model).containsExactly("meta-llama/llama-4-scout");
    }

    @Test
    void estimates_no_less_than_the_answer_costs() {
        BigDecimal estimated = amount("estimated   \\$(\\S+), with");
        BigDecimal charged = amount("cost        \\$(\\S+)");

        assertThat(charged).isLessThanOrEqualTo(estimated).isPositive();
    }

    @Test
    void fits_its_width() {
        assertThat(printed.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(96));
    }

    @Test
    void shows_only_code_that_it_runs() throws IOException {
        String source = Files.readString(
                        Path.of("src/main/java/dev/langchain4j/model/openrouter/examples/ModelPicker.java"))
                .replaceAll("(?m)^ *begin\\((?s:.*?)\\);$", "")
                .replaceAll("\\s+", "");
        assertThat(STEP.matcher(printed).results().map(step -> step.group(1)))
                .hasSize(3)
                .allSatisfy(code -> assertThat(source).contains(code.replaceAll("\\s+", "")));
    }

    /** The table of a step, cell by cell. */
    private static List<List<String>> rows(int step) {
        return printed.split("(?m)^ \\d  ")[step]
                .lines()
                .skip(1)
                .filter(line -> line.matches("    \\S.* {2,}\\S.*") && !line.startsWith("    turns "))
                .map(line -> Arrays.asList(line.strip().split(" {2,}")))
                .toList();
    }

    private static BigDecimal amount(String row) {
        return Pattern.compile(row)
                .matcher(printed)
                .results()
                .map(found -> new BigDecimal(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private static BigDecimal dollars(String cell) {
        return new BigDecimal(cell.substring(1));
    }
}
