package dev.langchain4j.model.openrouter.internal.rerank.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.rerank.simulation.MalformedRanking;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankingReplyTest {

    private static final int REPLIES = Integer.getInteger("rerank.replies", 5_000);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"{\\\"ranking\\\":[2,1,3],\\\"scores\\\":[1,3,2]}\"\nI hope that helps.",
                "\"{\"ranking\":[2,1,3],\"scores\":[1,3,2]}\""
            })
    void a_ranking_in_quotes_is_read_with_text_behind_it_and_without_escapes(String reply) {
        assertThat(RankingReply.parse(reply, 3).order()).containsExactly(2, 1, 3);
    }

    @ParameterizedTest
    @EnumSource
    void no_passage_gets_the_place_of_another(MalformedRanking kind) {
        var random = new Random(kind.ordinal());
        for (int i = 0; i < Math.max(100, REPLIES / MalformedRanking.values().length); i++) {
            List<Integer> truth = order(2 + random.nextInt(30), random);
            String reply = kind.write(truth, random);

            RankingReply read = RankingReply.parse(reply, truth.size());

            assertThat(read.order())
                    .as(reply)
                    .isEqualTo(truth.subList(0, read.order().size()));
            if (kind.isLossless()) {
                assertThat(read.order()).as(reply).isEqualTo(truth);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "**[3]** > **[1]** > **[2]**",
                "**[3]** > [1] > [2]",
                "*[3]*, *[1]*, *[2]*",
                "1. __[3]__\n2. __[1]__\n3. __[2]__"
            })
    void an_order_in_markdown_is_read(String reply) {
        assertThat(RankingReply.parse(reply, 3).order()).containsExactly(3, 1, 2);
    }

    @Test
    void a_chain_of_any_length_does_not_fill_the_stack() {
        for (String link : List.of(" > [2]", "\n3. [2]", "[2]", " > [2", "[[", "{\"", "[\"")) {
            RankingReply read = RankingReply.parse("[1]" + link.repeat(30_000), 2);

            assertThat(read.order()).as(link).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"ranking\":[2,1]}", " {\"ranking\":[2,1]}", "{\"ranking\":[2,1]}\n"})
    void an_object_with_a_ranking_is_what_was_asked_for(String reply) {
        assertThat(RankingReply.parse(reply, 2).status()).isEqualTo(ReplyStatus.OK);
    }

    @Test
    void one_number_is_an_order_of_one_passage_only() {
        assertThat(RankingReply.parse("{\"ranking\":[1]}", 1).status()).isEqualTo(ReplyStatus.OK);
        assertThat(RankingReply.parse("{\"ranking\":[1]}", 2).status()).isEqualTo(ReplyStatus.UNUSABLE);
    }

    @Test
    void json_in_a_string_is_read_once() {
        assertThat(RankingReply.parse("{\"reply\":\"{\\\"order\\\":[2,1]}\"}", 2)
                        .order())
                .containsExactly(2, 1);
        assertThat(RankingReply.parse("{\"reply\":\"{\\\"order\\\":\\\"[2,1]\\\"}\"}", 2)
                        .status())
                .isEqualTo(ReplyStatus.UNUSABLE);
    }

    @Test
    void numbers_in_prose_are_no_places() {
        assertThat(RankingReply.parse("Of the 3 passages, 2 and 1 are good. See [2].", 3)
                        .status())
                .isEqualTo(ReplyStatus.UNUSABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"scores\":[2,1,3,1],\"ranking\":[3,1,2]}",
                "{\"scores\":[2,1,3],\"ranking\":\"[3,1,2]\"}",
                "{\"reasoning\":\"[1] > [2] > [3]\",\"ranking\":[3,1,2]}",
                "{\"reasoning\":\"[1] > [2] > [3]\",\"ranking\":\"[3] > [1] > [2]\"}",
                "{\"ranking\":[{\"id\":3,\"rank\":1},{\"id\":1,\"rank\":2},{\"id\":2,\"rank\":3}]}",
                "{\"ranking\":[{\"id\":3,\"rank\":9},{\"id\":1,\"rank\":4},{\"id\":2,\"rank\":0}]}",
                "As in {\"ranking\":[2,1]}: [3] > [1] > [2]",
                "[THINK]At first [1,2,3,1][/THINK]{\"ranking\":[3,1,2]}",
                "Sorted by year [2024] > [2023] > [2022] > [2021]: {\"result\":{\"ranking\":[3,1,2]}}",
                "{\"Ranking\":[3,1,2],\"scores\":[2,1,3,1]}",
                "{\"ranking\":\"<think>[1] > [2] > [3]</think>[3] > [1] > [2]\"}",
                "\"{\\\"ranking\\\":[\\\"3\\\",\\\"1\\\",\\\"2\\\"]}\"",
                "\"{\\\"scores\\\":[2,1,3,1],\\\"ranking\\\":[3,1,2]}\"",
                "[3] > [1] > [2] {\"ranking\":[]}",
                "{\"ranking\":\"[3,1,2]\"}",
                "[3] > [1] > [2], since [1] > [2]",
                "[3] > [1] > [2]. Again: [3] > [1] > [2]"
            })
    void the_ranking_counts_and_no_other_numbers(String reply) {
        assertThat(RankingReply.parse(reply, 3).order()).containsExactly(3, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[3] → [1] → [2]",
                "[3] -> [1] -> [2]",
                "[3], [1], [2]",
                "[3]; [1]; [2]",
                "1) [3]\n2) [1]\n3) [2]"
            })
    void brackets_in_a_row_are_an_order(String reply) {
        assertThat(RankingReply.parse(reply, 3).order()).containsExactly(3, 1, 2);
    }

    @ParameterizedTest
    @EnumSource(names = {"ARROWS", "NUMBERED_BRACKETS"})
    void an_order_has_room_for_a_thousand_passages(MalformedRanking kind) {
        List<Integer> order = order(1_001, new Random(7));
        Collections.swap(order, 0, order.indexOf(1_001));
        String reply = kind.write(order, new Random(7));

        assertThat(RankingReply.parse(reply, 1_001).order()).isEqualTo(order);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ranking\":[2,1]} as you asked",
                "      {\"ranking\":[2,1]} ok",
                "{\"ranking\":[2,1],\"note\":\"both fit\"}",
                "{\"ranking\":[2,1,2]}",
                "{\"ranking\":[-1,2,1]}",
                "[2,1]"
            })
    void an_order_in_another_form_is_repaired(String reply) {
        assertThat(RankingReply.parse(reply, 2)).isEqualTo(new RankingReply(List.of(2, 1), ReplyStatus.REPAIRED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1] > [2] > [3], or [3] > [2] > [1]",
                "[1] > [2] > [3], or [3] > [2] > [1], or [1] > [2] > [3]",
                "{\"ranking\":[1,2,3]} Final order: [3] > [2] > [1]",
                "{\"ranking\":[1,2,3]} No: [3,2,1]",
                "{\"ranking\":[{\"id\":1,\"rank\":3},{\"id\":2,\"rank\":1},{\"id\":3,\"rank\":2}]}",
                "{\"ranking\":[{\"id\":1,\"position\":3},{\"id\":2,\"position\":1},{\"id\":3,\"position\":2}]}",
                "{\"ranking\":[{\"id\":1,\"place\":3},{\"id\":2,\"place\":1},{\"id\":3,\"place\":2}]}",
                "{\"ranking\":[{\"id\":1,\"score\":2},{\"id\":2,\"score\":9},{\"id\":3,\"score\":5}]}",
                "[{\"passage\":1,\"grade\":2},{\"passage\":2,\"grade\":9},{\"passage\":3,\"grade\":5}]"
            })
    void two_different_orders_are_none(String reply) {
        assertThat(RankingReply.parse(reply, 3).status()).isEqualTo(ReplyStatus.UNUSABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[3] = [1] > [2]",
                "[3] >> [1] > [2]",
                "[3] ≻ [1] > [2]",
                "[3] < [1] > [2]",
                "[3] (the best) > [1] > [2]",
                "'[3]' > [1] > [2]",
                "[3] = [4], [1], [2]",
                "[3] (the best) → [4]\n[1]\n[2]",
                "'[3]', [1], [2]",
                "'[3]' > [1] > [2] > [4] > [5]",
                "[3] (the best); [1]; [2]",
                "1. [3] - the best\n2. [1]\n3. [2]",
                "[3] ≈ [1] ~ [4] ≥ [2] > [1]"
            })
    void an_order_whose_beginning_is_unclear_is_none(String reply) {
        assertThat(RankingReply.parse(reply, 4).status()).isEqualTo(ReplyStatus.UNUSABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "> [3] > [1] > [2]",
                "The order => [3] > [1] > [2]",
                "By [4]:\n> [3] > [1] > [2]",
                "As to [4]:\n1. [3]\n2. [1]\n3. [2]"
            })
    void what_begins_an_order_belongs_to_no_longer_one(String reply) {
        assertThat(RankingReply.parse(reply, 4).order()).containsExactly(3, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1] and [2] are weak => [3] > [1] > [2]",
                "[3]=9, [1]=7, [2]=5 -> [3] > [1] > [2]",
                "<analysis>[1] is weak</analysis><ranking>[3] > [1] > [2]</ranking>"
            })
    void a_passage_before_an_order_of_all_is_no_beginning_of_it(String reply) {
        assertThat(RankingReply.parse(reply, 3).order()).containsExactly(3, 1, 2);
    }

    private static List<Integer> order(int n, Random random) {
        List<Integer> order =
                new ArrayList<>(IntStream.rangeClosed(1, n).boxed().toList());
        Collections.shuffle(order, random);
        return order;
    }
}
