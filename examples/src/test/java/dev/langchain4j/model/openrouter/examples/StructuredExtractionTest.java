package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.openrouter.examples.scripts.ExtractionScript;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StructuredExtractionTest {

    private static String printed;
    private static List<RecordedRequest> requests;

    @BeforeAll
    static void read_the_letter() {
        Printed screen = new Printed();
        try (Connection connection = Connection.open(Map.of())) {
            StructuredExtraction.run(connection, screen.screen());
            requests = connection.server().requests();
        }
        printed = screen.text();
    }

    @Test
    void reads_nested_records() {
        assertThat(printed).contains("""
                    read by     gpt-4o-mini
                    date        2026-03-02
                    seller      Lovelace Cycles, Graslei 7, Ghent
                    buyer       Mr Babbage, 1 Dorset Street, London
                    item             quantity  price   amount
                    touring bicycle  2         749.00  1498.00
                    brass bell       3         12.50   37.50
                """);
    }

    @Test
    void asks_each_model_for_what_it_can_do() {
        assertThat(printed.lines()
                        .filter(line -> line.startsWith("    asked for"))
                        .map(String::strip))
                .containsExactly("asked for   JSON_SCHEMA", "asked for   JSON_OBJECT", "asked for   INSTRUCTIONS");
        assertThat(requests.stream().map(RecordedRequest::body).map(StructuredExtractionTest::asked))
                .containsExactly(
                        "openai/gpt-4o-mini json_schema",
                        "google/gemma-4-31b-it:free json_schema",
                        "google/gemma-4-31b-it:free json_object",
                        "nvidia/nemotron-nano-12b-v2-vl:free json_schema",
                        "nvidia/nemotron-nano-12b-v2-vl:free json_object",
                        "nvidia/nemotron-nano-12b-v2-vl:free ",
                        "meta-llama/llama-3.1-8b-instruct json_schema");
    }

    @Test
    void sees_what_does_not_add_up() {
        assertThat(printed)
                .contains("invoice     2026-0117 over 1535.50 euros, and its lines add up to it")
                .contains("invoice     2026-0117 over 1535.50 euros, but its lines do not add up to it");
    }

    @Test
    void takes_prose_for_a_failure() {
        assertThat(printed).contains("""
                    model       llama-3.1-8b
                    failed      The text contains no invoice.
                """);
    }

    @Test
    void goes_on_with_the_next_model_when_one_is_gone() {
        Printed screen = new Printed();
        try (Connection connection = Connection.open(Map.of())) {
            connection.script(ExtractionScript::answers);
            connection
                    .server()
                    .when(Match.model("openai/gpt-4o-mini"))
                    .answer(Answer.error(404, "No endpoints found for openai/gpt-4o-mini."));
            new StructuredExtraction(connection.openRouter(), screen.screen()).readWithEachModel();
        }

        assertThat(screen.text())
                .contains("failed      ModelNotFoundException: OpenRouter answered 404")
                .contains("asked for   JSON_OBJECT");
    }

    @Test
    void prints_what_the_docs_show() {
        assertThat(Pages.outputs("tools-and-structured-output.md").filter(output -> output.contains("asked for")))
                .isNotEmpty()
                .allSatisfy(output -> assertThat(printed).containsIgnoringWhitespaces(output));
    }

    @Test
    void fits_its_width() {
        assertThat(printed.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(96));
    }

    private static String asked(JsonNode body) {
        return body.path("model").asText() + " "
                + body.path("response_format").path("type").asText();
    }
}
