package dev.langchain4j.model.openrouter.examples.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenRouterServerExtension.class)
class CompressionServiceTest {

    /** 154 characters, with the facts Ada, Ghent and 4711. */
    private static final String TEXT =
            "It was late in the evening when a certain Ada came home from Ghent. The bicycle had a puncture, and"
                    + " so the repair of order 4711 went on until the morning.";

    private static final String HALF = "Late, Ada came from Ghent. The repair of order 4711 went on until morning.";

    private final OpenRouterServer server;
    private final CompressionService service;

    CompressionServiceTest(OpenRouterServer server) {
        this.server = server;
        this.service = service(4_000);
    }

    @Test
    void meets_the_ratio_that_is_asked_for() {
        server.answer(HALF);

        Compressed compressed = service.compress(TEXT, 0.5);

        assertThat(compressed.text()).isEqualTo(HALF);
        assertThat(compressed.ratio()).isCloseTo(0.5, within(0.05));
        assertThat(compressed.isAsAsked()).isTrue();
        assertThat(compressed.verdict()).isEqualTo("48 % of the length, 50 % requested: met; 3 of 3 facts kept");
        assertThat(asked(0)).contains("about 16 words").contains(TEXT);
    }

    @Test
    void says_so_when_the_model_keeps_the_text_too_long() {
        String tooLong = TEXT.replace(", and so", ":");
        server.when(body -> true).answer(tooLong);

        Compressed compressed = service.compress(TEXT, 0.5);

        assertThat(compressed.text()).isEqualTo(tooLong);
        assertThat(compressed.isAsAsked()).isFalse();
        assertThat(compressed.verdict()).contains("missed, too long");
        assertThat(compressed.calls()).isEqualTo(3);
        assertThat(asked(1)).contains("Your last answer was too long: 29 words.");
    }

    @Test
    void says_so_when_the_model_keeps_too_little() {
        server.when(body -> true).answer("Ada, Ghent, 4711.");

        assertThat(service.compress(TEXT, 0.5).verdict())
                .isEqualTo("11 % of the length, 50 % requested: missed, too short; 3 of 3 facts kept");

        assertThat(asked(1)).contains("keep more of the text");
    }

    @Test
    void asks_again_for_a_number_that_is_dropped() {
        server.answer(HALF.replace(" of order 4711", "")).answer(HALF);

        assertThat(service.compress(TEXT, 0.5).text()).isEqualTo(HALF);

        assertThat(asked(1)).contains("left these out, and they must stay: 4711.");
    }

    @Test
    void puts_back_the_sentence_of_a_number_that_stays_dropped() {
        server.when(body -> true).answer("Late, Ada came from Ghent.");

        Compressed compressed = service.compress(TEXT, 0.5);

        assertThat(compressed.text())
                .isEqualTo(
                        "Late, Ada came from Ghent. The bicycle had a puncture, and so the repair of order 4711 went on"
                                + " until the morning.");
        assertThat(compressed.lost()).isEmpty();
        assertThat(compressed.retention()).isEqualTo(1);
        assertThat(compressed.notes()).containsExactly("Sentences restored for facts that the model dropped: 4711.");
    }

    @Test
    void says_what_is_lost_when_it_cannot_be_put_back() {
        String code = "`go. Then stop`";
        server.when(body -> true).answer("Late, Ada came from Ghent, for the repair of order 4711.");

        Compressed compressed = service.compress(TEXT + " It ran " + code + " until noon.", 0.4);

        assertThat(compressed.lost()).containsExactly(code);
        assertThat(compressed.retention()).isEqualTo(0.75);
        assertThat(compressed.isAsAsked()).isFalse();
    }

    @Test
    void keeps_a_text_that_the_model_declines_to_shorten() {
        server.when(body -> true).answer("I'm sorry, but I cannot assist with that request.");

        Compressed compressed = service.compress(TEXT, 0.5);

        assertThat(compressed.text()).isEqualTo(TEXT);
        assertThat(compressed.notes()).singleElement().asString().endsWith("the model returned another text.");
    }

    @Test
    void keeps_a_text_that_a_filter_refuses() {
        server.when(body -> true).answer(Answer.error(403, "Refused").errorType("content_policy_violation"));

        Compressed compressed = service.compress(TEXT, 0.5);

        assertThat(compressed.text()).isEqualTo(TEXT);
        assertThat(compressed.isAsAsked()).isFalse();
        assertThat(compressed.notes())
                .containsExactly(
                        "'It was late in the evening when a certai...' stays unchanged: the model refuses it.");
        assertThat(compressed.calls()).isEqualTo(1);
    }

    @Test
    void takes_no_text_with_facts_of_the_models_own() {
        server.answer(HALF.replace("Late,", "At 11 o'clock,")).answer(HALF);

        assertThat(service.compress(TEXT, 0.5).text()).isEqualTo(HALF);

        assertThat(asked(1)).contains("had these, which are not in the text: 11.");
    }

    @Test
    void takes_no_text_that_was_cut_off() {
        server.answer(Answer.text(HALF).finishReason("length")).answer(HALF);

        assertThat(service.compress(TEXT, 0.5).calls()).isEqualTo(2);
    }

    @Test
    void takes_the_text_out_of_the_tags_that_it_was_given_in() {
        server.answer("<text>\n" + HALF + "\n</text>");

        assertThat(service.compress(TEXT, 0.5).text()).isEqualTo(HALF);
    }

    @Test
    void does_not_show_code_to_the_model_and_changes_none() {
        String code = "```\nif (a > 0) { /* {{it}} */ }\n```\n";
        server.when(body -> true).answer(HALF);

        Compressed compressed = service.compress(TEXT + "\n\n" + code + "\n" + TEXT + "\n", 0.55);

        assertThat(compressed.text()).isEqualTo(HALF + "\n\n" + code + "\n" + HALF + "\n");
        assertThat(compressed.isAsAsked()).isTrue();
        assertThat(asked(0)).doesNotContain("if (a > 0)");
    }

    @Test
    void says_so_when_the_code_alone_is_too_long() {
        server.when(body -> true).answer(HALF);

        assertThat(service.compress("```\n" + "x = 1;\n".repeat(50) + "```\n" + TEXT, 0.2)
                        .notes())
                .contains("The code alone is longer than that.");
    }

    @Test
    void gives_later_passages_the_room_that_earlier_ones_leave() {
        server.when(Match.userSays("certain Ada")).answer("Ada, Ghent, 4711.");
        server.when(Match.userSays("second Ada"))
                .answer(
                        "It was late in the evening when Ada came home from Ghent. The bicycle had a puncture, and the repair"
                                + " of order 4711 went on until the morning.");

        Compressed compressed = service(200).compress(TEXT + "\n\n" + TEXT.replace("certain", "second"), 0.5);

        assertThat(asked(0)).contains("about 16 words");
        assertThat(asked(3)).contains("about 28 words");
        assertThat(compressed.text()).startsWith("Ada, Ghent, 4711.\n\nIt was late");
        assertThat(compressed.isAsAsked()).isTrue();
    }

    @Test
    void adds_up_what_all_calls_have_cost() {
        server.when(body -> true).answer(TEXT);

        Compressed compressed = service.compress(TEXT, 0.5);

        assertThat(((OpenRouterTokenUsage) compressed.usage()).cost())
                .isEqualByComparingTo(server.ledger().cost())
                .isPositive();
    }

    @Test
    void asks_nobody_when_there_is_nothing_to_do() {
        assertThat(service.compress("", 0.5).text()).isEmpty();
        assertThat(service.compress(TEXT, 1).text()).isEqualTo(TEXT);
        assertThat(service.compress("4711 4712 4713", 0.5).verdict()).contains("missed, too long; 3 of 3 facts kept");

        assertThat(server.requests()).isEmpty();
    }

    @Test
    void is_an_exception_when_the_model_cannot_be_asked() {
        server.answer(Answer.error(502, "Provider returned error"));

        assertThatThrownBy(() -> service.compress(TEXT, 0.5)).isInstanceOf(InternalServerException.class);
    }

    @Test
    void refuses_ratios_that_are_none() {
        for (double ratio : new double[] {0, -1, 1.01, Double.NaN}) {
            assertThatThrownBy(() -> service.compress(TEXT, ratio))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("targetRatio must be above 0, at most 1, but is " + ratio);
        }
    }

    @Test
    void refuses_passages_that_are_no_text_any_more() {
        assertThatThrownBy(() -> service(99)).hasMessage("passageCharacters must be at least 100, but is 99");
    }

    private CompressionService service(int passageCharacters) {
        return new CompressionService(
                OpenRouterChatModel.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey(server.apiKey())
                        .modelName("gpt-4o-mini")
                        .maxRetries(0)
                        .build(),
                0.05,
                passageCharacters);
    }

    private String asked(int index) {
        return server.requests().get(index).body().at("/messages/1/content").asText();
    }
}
