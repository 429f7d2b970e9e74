package dev.langchain4j.model.openrouter.examples.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            It costs 3.50 euros, $1,249.00 or 5%.                 | 3.50; $1,249.00; 5%
            On 2026-10-14 at 02:17, from -3.5 to 12 degrees.      | 2026-10-14; 02:17; -3.5; 12
            Parcel NL-2093 by bus 4471, version v1.2.3.           | NL-2093; 4471; v1.2.3
            Then Ada's friend met Charles Babbage in Ghent.       | Ada; Charles; Babbage; Ghent
            Ada Lovelace wrote it. She wrote more.                | Ada; Lovelace
            Bicycles are fine. Delivery takes a week.             | ^^
            Because of Mr. Babbage and J. Watt.                   | Babbage; Watt
            He said: "Please wait." I'm sure I can.               | ^^
            Call `chat(question)` or maxRetries or do_it.         | `chat(question)`; maxRetries; do_it
            Mail ada@example.org, see https://example.org/a?b=1.  | ada@example.org; https://example.org/a?b=1
            NASA and the EU agreed (in Ghent, too).               | NASA; EU; Ghent
            """)
    void are_names_numbers_identifiers_addresses_and_code(String text, String facts) {
        assertThat(String.join("; ", Facts.of(text))).isEqualTo(facts == null ? "" : facts);
    }

    @Test
    void are_missing_unless_they_are_there_to_the_letter() {
        String original = "Bus 12 took Ada from Ghent, 3.50 euros.";

        assertThat(Facts.missing(original, "Bus 12.5 took ada from Ghents: 13.50"))
                .containsExactly("12", "Ada", "Ghent", "3.50");
        assertThat(Facts.missing(original, "(Ghent/12) Ada's 3.50.")).isEmpty();
    }

    @Test
    void are_invented_unless_they_come_from_the_original() {
        assertThat(Facts.invented(
                        "It took 3 hours to repair the bicycle of Ada.",
                        "Customer Ada says it took about 4 Hours, and Bob."))
                .containsExactly("4", "Bob");
    }

    @Test
    void are_found_in_their_sentences() {
        String text = "It is bus 12. It is red.\n\nBus 12 goes to Ghent.\nIt is late in Ghent.";

        assertThat(Facts.sentencesWith(List.of("Ghent", "12"), text)).isEqualTo("Bus 12 goes to Ghent.");
        assertThat(Facts.sentencesWith(List.of("12", "Ghent"), text)).isEqualTo("It is bus 12. Bus 12 goes to Ghent.");
    }

    @Test
    void are_found_in_long_texts_without_blanks() {
        assertThat(Facts.of("a.".repeat(100_000) + "b7")).hasSize(1);
    }
}
