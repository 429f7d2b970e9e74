package dev.langchain4j.model.openrouter.internal.rerank.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.rerank.simulation.MalformedGrades;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradeReplyTest {

    private static final int REPLIES = Integer.getInteger("rerank.replies", 5_000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"{\\\"1\\\":3,\\\"2\\\":1}\"\nI hope that helps.",
                "\"{\"1\":3,\"2\":1}\"",
                "\"[1]: 3\\n[2]: 1\"",
                "\"1\": 3, \"2\": 1 as asked"
            })
    void grades_in_quotes_are_read_with_text_behind_them_and_without_escapes(String reply) {
        assertThat(GradeReply.parse(reply, 2, 3, false).grades()).containsExactly(Map.entry(1, 3.0), Map.entry(2, 1.0));
        assertThat(GradeReply.parse(reply, 2, 3, true).grades()).containsExactly(Map.entry(1, 3.0), Map.entry(2, 1.0));
    }

    @ParameterizedTest
    @EnumSource
    void no_grade_lands_on_a_wrong_passage(MalformedGrades kind) {
        var random = new Random(kind.ordinal());
        for (int i = 0; i < Math.max(100, REPLIES / MalformedGrades.values().length); i++) {
            List<Integer> truth = truth(1 + random.nextInt(50), random);
            String reply = kind.write(truth, random);

            GradeReply read = GradeReply.parse(reply, truth.size(), 10, false);

            assertThat(expected(truth)).as(reply).containsAllEntriesOf(read.grades());
            if (kind.isLossless()) {
                assertThat(read.grades()).as(reply).hasSameSizeAs(truth);
            }
        }
    }

    @Test
    void a_plain_object_is_what_was_asked_for() {
        assertThat(parse("{\"1\":3,\"2\":10}", 2).status()).isEqualTo(ReplyStatus.OK);
    }

    @Test
    void a_list_of_pairs_is_what_was_asked_for_and_has_an_order() {
        GradeReply read = parse("{\"grades\":[[3,9],[1,9],[2,0]]}", 3);

        assertThat(read.status()).isEqualTo(ReplyStatus.OK);
        assertThat(read.grades()).containsExactly(Map.entry(3, 9.0), Map.entry(1, 9.0), Map.entry(2, 0.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'grades':[['1',3],[2,5]]}", "{'grades':[[1,3],[2,'5']]}", "{'a':[[1,3]],'b':[[2,5]]}"})
    void pairs_in_another_form_are_repaired(String reply) {
        GradeReply read = parse(reply.replace('\'', '"'), 2);

        assertThat(read.status()).isEqualTo(ReplyStatus.REPAIRED);
        assertThat(read.grades()).isEqualTo(Map.of(1, 3.0, 2, 5.0));
    }

    @Test
    void a_list_in_a_list_loses_no_grade() {
        assertThat(parse("{\"grades\":[[{\"id\":1,\"grade\":3}]]}", 1).grades()).isEqualTo(Map.of(1, 3.0));
    }

    @Test
    void a_reply_as_text_is_read_but_no_text_inside_it() {
        assertThat(parse("{\"reply\":\"{\\\"1\\\":3}\"}", 1).grades()).isEqualTo(Map.of(1, 3.0));
        assertThat(parse("{\"reply\":\"{\\\"why\\\":\\\"{\\\\\\\"1\\\\\\\":3}\\\"}\"}", 1)
                        .grades())
                .isEmpty();
    }

    @Test
    void a_pair_that_may_have_been_cut_is_none() {
        assertThat(parse("{\"grades\":[[3,9],[1,1", 3).grades()).isEqualTo(Map.of(3, 9.0));
        assertThat(parse("{\"grades\":[[3,9],[1,10]", 3).grades()).isEqualTo(Map.of(3, 9.0, 1, 10.0));
    }

    @Test
    void two_different_pairs_for_one_passage_are_none() {
        assertThat(parse("{\"grades\":[[1,9],[2,3],[1,4]]}", 2).grades()).isEqualTo(Map.of(2, 3.0));
    }

    @Test
    void another_shape_is_repaired() {
        assertThat(parse("```json\n{\"1\":3,\"2\":10}\n```", 2).status()).isEqualTo(ReplyStatus.REPAIRED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"grades\":[{\"passage number\":1,\"grade\":3},{\"passage number\":2,\"grade\":10}]}",
                "**[1]**: 3\n**[2]:** 10\n",
                "[{\"passage_number\":1,\"grade\":3},{\"passage_number\":2,\"grade\":10}]",
                "{\"passage number 1\":3,\"passage number 2\":10}"
            })
    void a_passage_may_be_named_as_in_the_prompt(String reply) {
        assertThat(parse(reply, 2).grades()).isEqualTo(Map.of(1, 3.0, 2, 10.0));
    }

    @Test
    void a_number_that_begins_an_item_of_a_list_is_no_grade() {
        assertThat(parse("[1]:\n* 2 of its facts\n[2]: **3**\n", 2).grades()).isEqualTo(Map.of(2, 3.0));
    }

    @Test
    void two_different_verdicts_for_one_passage_are_none() {
        GradeReply read = parse("{\"1\":3,\"2\":0,\"2\":10}", 2);

        assertThat(read.grades()).isEqualTo(Map.of(1, 3.0));
        assertThat(read.status()).isEqualTo(ReplyStatus.PARTIAL);
    }

    @Test
    void a_number_that_may_have_been_cut_is_none() {
        assertThat(parse("{\"1\":3,\"2\":1", 2).grades()).isEqualTo(Map.of(1, 3.0));
        assertThat(GradeReply.parse("[1]: 3\n[2]: 1", 2, 10, true).grades()).isEqualTo(Map.of(1, 3.0));
    }

    @Test
    void counting_from_zero_makes_every_number_doubtful() {
        assertThat(parse("{\"0\":3,\"1\":10}", 2).status()).isEqualTo(ReplyStatus.UNUSABLE);
    }

    @Test
    void grades_outside_the_scale_are_none() {
        assertThat(parse("{\"1\":-1,\"2\":11,\"3\":1e400,\"4\":NaN,\"5\":5}", 5).grades())
                .isEqualTo(Map.of(5, 5.0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"1\":80,\"2\":90,\"3\":10,\"4\":0}",
                "{\"1\":\"5\",\"2\":\"85\",\"3\":\"30\",\"4\":\"10\"}",
                "{\"grades\":[[2,85],[3,70],[1,10],[4,0]]}"
            })
    void grades_from_0_to_100_are_none_of_them_grades_from_0_to_10(String reply) {
        assertThat(parse(reply, 4).status()).isEqualTo(ReplyStatus.UNUSABLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 9})
    void grades_from_0_to_100_are_none_of_them_grades_of_a_smaller_scale(int gradeMax) {
        String reply = "{\"1\":95,\"2\":92,\"3\":" + gradeMax + ",\"4\":0}";

        assertThat(GradeReply.parse(reply, 4, gradeMax, false).status()).isEqualTo(ReplyStatus.UNUSABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"1\":0.9,\"2\":0.1,\"3\":1,\"4\":0}",
                "{\"1\":\"0.9\",\"2\":\".5\",\"3\":\"0.25\",\"4\":\"1.0\"}",
                "{\"grades\":[[2,1],[3,0.85],[1,0.1],[4,0]]}"
            })
    void grades_from_0_to_1_are_none_of_them_grades_from_0_to_10(String reply) {
        assertThat(parse(reply, 4).status()).isEqualTo(ReplyStatus.UNUSABLE);
        assertThat(GradeReply.parse(reply, 4, 1, false).grades()).containsKey(1);
    }

    @Test
    void a_reply_that_is_none_says_why() {
        assertThat(parse("{\"1\":0.9,\"2\":0.1}", 2).misfit())
                .isEqualTo("seems to grade from 0 to 1 instead of 0 to 10");
        assertThat(parse("{\"1\":90,\"2\":10}", 2).misfit()).isNull();
        assertThat(parse("{\"1\":90,\"2\":70}", 2).misfit())
                .isEqualTo("seems to grade from 0 to 100 instead of 0 to 10");
        assertThat(GradeReply.parse("{\"1\":900,\"2\":700,\"3\":30}", 3, 100, false))
                .isEqualTo(new GradeReply(
                        Map.of(), ReplyStatus.UNUSABLE, "seems to grade from 0 to 1000 instead of 0 to 100"));
        assertThat(parse("{\"0\":9,\"1\":1}", 2).misfit())
                .isEqualTo("seems to number the passages from 0 instead of 1");
        assertThat(parse("I cannot help with that.", 2).misfit()).isNull();
    }

    @Test
    void a_part_of_one_is_no_grade_of_a_single_passage() {
        assertThat(parse("{\"1\":0.9}", 1).status()).isEqualTo(ReplyStatus.UNUSABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.5,\"3\":0.5", "0.5,\"3\":1", "0.9,\"3\":2", "0.25,\"3\":1.5", "\"0.25/10\",\"3\":\"4 %\""})
    void a_low_grade_that_is_a_part_of_one_spoils_no_other(String rest) {
        GradeReply read = parse("{\"1\":0.5,\"2\":" + rest + "}", 3);

        assertThat(read.grades()).hasSize(3).containsEntry(1, 0.5);
    }

    @Test
    void one_grade_that_a_passage_talked_the_judge_into_spoils_no_other() {
        assertThat(parse("{\"1\":100,\"2\":7,\"3\":0}", 3).grades()).isEqualTo(Map.of(2, 7.0, 3, 0.0));
        assertThat(parse("{\"1\":100,\"2\":7,\"3\":", 3).grades()).isEqualTo(Map.of(2, 7.0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"1\":8,\"2\":3,\"reasons\":{\"1\":\"good\",\"2\":\"bad\"}}",
                "{\"reasons\":{\"1\":\"good\",\"2\":\"bad\"},\"grades\":{\"1\":8,\"2\":3}}",
                "{\"grades\":[[1,8],[2,3]],\"reasons\":[[1,\"good\"],[2,\"bad\"]]}",
                "{\"Grades\":[{\"id\":1,\"grade\":8},{\"id\":2,\"grade\":3}],\"reasons\":{\"1\":\"good\"}}",
                "{\"grades\":[[1,8],[2,3]],\"confidence\":[[1,1],[2,0.5]]}",
                "{\"why\":\"At first {\\\"1\\\":2}\",\"1\":8,\"2\":3}"
            })
    void what_stands_beside_the_grades_is_no_second_verdict(String reply) {
        assertThat(parse(reply, 2)).isEqualTo(new GradeReply(Map.of(1, 8.0, 2, 3.0), ReplyStatus.REPAIRED, null));
    }

    @Test
    void a_negative_zero_is_a_zero() {
        assertThat(parse("{\"1\":-0.0}", 1).grades().get(1)).isEqualTo(0.0);
    }

    @Test
    void fractions_follow_the_scale_that_was_asked_for() {
        assertThat(GradeReply.parse("{\"1\": 8/10, \"2\": \"50%\"}", 2, 100, false)
                        .grades())
                .isEqualTo(Map.of(1, 80.0, 2, 50.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1]: 4 out of 5\n", "{\"1\": \"4 out of 5\"}", "{\"1\": 4 out of 5}"})
    void grades_out_of_another_number_follow_the_scale_that_was_asked_for(String reply) {
        assertThat(parse(reply, 1).grades()).isEqualTo(Map.of(1, 8.0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7-8", "7 – 8", "7 to 8", "7 or 8", "7,5", "0x7", "7e1", "7 of 20", "7th"})
    void the_beginning_of_something_else_is_no_grade(String doubtful) {
        for (String reply : List.of("[1]: %s\n[2]: 6\n", "{\"1\": %s, \"2\": 6}")) {
            assertThat(parse(reply.formatted(doubtful), 2).grades()).doesNotContainEntry(1, 7.0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "In [1], 3 authors agree.",
                "1: 8",
                "Passage 1 scores 8",
                "{\"ranking\":[1]}",
                "[8]",
                "see [[1, 8]]",
                "[1, 8]",
                "{\"ranking\":[[1]]}",
                "see \"1\" and 7",
                "{{{{[[[[",
                "\"",
                "{\"a\":{\"b\":\"c"
            })
    void prose_and_fragments_hold_no_grades(String reply) {
        assertThat(parse(reply, 1).status()).isEqualTo(ReplyStatus.UNUSABLE);
    }

    @Test
    void a_deep_or_long_reply_does_no_harm() {
        assertThat(parse("[".repeat(100_000), 3).status()).isEqualTo(ReplyStatus.UNUSABLE);
        assertThat(parse("{\"1\":".repeat(20_000), 3).status()).isEqualTo(ReplyStatus.UNUSABLE);
    }

    private static GradeReply parse(String reply, int passages) {
        return GradeReply.parse(reply, passages, 10, false);
    }

    private static List<Integer> truth(int n, Random random) {
        return random.ints(n, 0, 11).boxed().toList();
    }

    private static Map<Integer, Double> expected(List<Integer> truth) {
        Map<Integer, Double> expected = new HashMap<>();
        for (int i = 0; i < truth.size(); i++) {
            expected.put(i + 1, (double) truth.get(i));
        }
        return expected;
    }
}
