package dev.langchain4j.model.openrouter.internal.rerank.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WeighedGradesTest {

    private static final JudgeToken SEVEN_OR_NINE = grade("7", Map.of("7", .5, "9", .5));

    @Test
    void a_grade_is_the_mean_over_its_candidates() {
        assertThat(weighed(
                        "{\"1\":7,\"2\":0}",
                        text("{\"1\":"),
                        SEVEN_OR_NINE,
                        text(",\"2\":"),
                        grade("0", Map.of("0", 1.0)),
                        text("}")))
                .containsExactly(entry(1, 8.0), entry(2, 0.0));
    }

    @Test
    void candidates_that_are_no_grade_do_not_count() {
        JudgeToken token = grade("7", Map.of("7", .4, " 7", .1, "10", .2, "\"", .2, "x", .1));

        assertThat(weighed("{\"1\":7}", text("{\"1\":"), token, text("}"))).containsExactly(entry(1, 7.0));
    }

    @Test
    void a_grade_that_shares_its_token_is_left_out() {
        assertThat(weighed("{\"1\":7,\"2\":7}", text("{\"1\":"), SEVEN_OR_NINE, text(",\"2\":7}")))
                .containsOnlyKeys(1);
    }

    @Test
    void tokens_that_are_not_the_text_tell_nothing() {
        assertThat(weighed("{\"1\":7}", text("Thinking. {\"1\":"), SEVEN_OR_NINE, text("}")))
                .isEmpty();
        assertThat(weighed("{\"1\":7}")).isEmpty();
    }

    @Test
    void the_first_digit_of_two_is_no_grade() {
        JudgeReply reply = reply("{\"1\":7}", text("{\"1\":"), SEVEN_OR_NINE, text("}"));

        assertThat(WeighedGrades.of(reply, 10)).isEmpty();
        assertThat(weighed("{\"1\":75}", text("{\"1\":"), SEVEN_OR_NINE, text("5}")))
                .isEmpty();
    }

    @Test
    void another_number_is_passed_over() {
        assertThat(weighed("{\"1\":7.5, \"2\":7}", text("{\"1\":7.5, \"2\":"), SEVEN_OR_NINE, text("}")))
                .containsExactly(entry(2, 8.0));
    }

    private static Map<Integer, Double> weighed(String text, JudgeToken... tokens) {
        return WeighedGrades.of(reply(text, tokens), 9);
    }

    private static JudgeReply reply(String text, JudgeToken... tokens) {
        return new JudgeReply(text, "stop", JudgeUsage.NONE, null, null, Arrays.asList(tokens));
    }

    private static JudgeToken text(String text) {
        return new JudgeToken(text, Map.of());
    }

    private static JudgeToken grade(String text, Map<String, Double> probabilities) {
        var logprobs = new HashMap<>(probabilities);
        logprobs.replaceAll((token, probability) -> Math.log(probability));
        return new JudgeToken(text, logprobs);
    }
}
