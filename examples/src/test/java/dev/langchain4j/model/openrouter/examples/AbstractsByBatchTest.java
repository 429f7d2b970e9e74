package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AbstractsByBatchTest {

    private static String drawn;
    private static String printed;
    private static JsonNode submission;
    private static BigDecimal charged;

    @BeforeAll
    static void read_the_abstracts() {
        Printed screen = new Printed();
        try (Connection connection = Connection.open(Map.of())) {
            AbstractsByBatch.run(connection, screen.screen());
            submission = connection.server().requests("/batches").get(0).body();
            charged = connection.server().ledger().cost();
        }
        drawn = screen.text();
        printed = screen.shown();
    }

    @Test
    void sends_300_different_abstracts_with_the_schema_of_the_record() {
        List<String> texts = submission.path("requests").findValuesAsText("content");

        assertThat(submission.path("requests")).hasSize(300);
        assertThat(new HashSet<>(texts)).hasSize(300);
        assertThat(submission.findValuesAsText("type")).contains("json_schema");
        assertThat(submission
                        .at("/requests/0/body/response_format/json_schema/schema/properties")
                        .fieldNames())
                .toIterable()
                .containsExactly("topic", "method", "samples", "year");
    }

    @Test
    void shows_the_progress() {
        assertThat(drawn).contains("\r[....................] abstracts 0 of 300");
        assertThat(printed)
                .containsPattern(
                        "(?m)^\\[#{20}] abstracts 300 of 300, \\$0\\.\\d+, took \\d+ s.*\n    status      completed$");
    }

    @Test
    void shows_records_in_the_order_of_the_abstracts_and_what_became_of_the_others() {
        assertThat(printed)
                .contains("    records     298\n")
                .contains("    number 117  The text has no study\n")
                .contains("    number 285  The answer is not one complete JSON value")
                .contains("""
                       method       samples  until  topic
                    0  field trial  40       1995   street trees lower the temperature of pavements
                    1  field trial  47       1996   earthworms return to fields that are no longer ploughed
                """.indent(0));
    }

    @Test
    void the_bill_is_what_was_charged_and_half_the_live_price() {
        BigDecimal live = dollars("live");

        assertThat(dollars("batch")).isEqualByComparingTo(charged);
        assertThat(live).isEqualByComparingTo(charged.multiply(BigDecimal.valueOf(2)));
    }

    @Test
    void all_lines_fit_a_terminal_of_96_columns() {
        assertThat(printed.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(96));
    }

    private static BigDecimal dollars(String label) {
        Matcher row = Pattern.compile("(?m)^    " + label + " +\\$([0-9.]+),").matcher(printed);
        assertThat(row.find()).as(label).isTrue();
        return new BigDecimal(row.group(1));
    }
}
