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

    @Test
    void a_chain_of_any_length_does_not_fill_the_stack() {
        for (String link : List.of(" > [2]", "\n3. [2]", "[2]", " > [2", "[[", "{\"", "[\"")) {
            RankingReply read = RankingReply.parse("[1]" + link.repeat(30_000), 2);

            assertThat(read.order()).as(link).doesNotHaveDuplicates();
        }
    }

    @Test
    void an_object_with_a_ranking_is_what_was_asked_for() {
        assertThat(RankingReply.parse("{\"ranking\":[2,1]}", 2).status()).isEqualTo(ReplyStatus.OK);
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
                "{\"reasoning\":\"[1] > [2] > [3]\",\"ranking\":[3,1,2]}",
                "{\"reasoning\":\"[1] > [2] > [3]\",\"ranking\":\"[3] > [1] > [2]\"}",
                "{\"ranking\":[{\"id\":3,\"rank\":1},{\"id\":1,\"rank\":2},{\"id\":2,\"rank\":3}]}",
                "{\"ranking\":[{\"id\":3,\"rank\":9},{\"id\":1,\"rank\":4},{\"id\":2,\"rank\":0}]}",
                "As in {\"ranking\":[2,1]}: [3] > [1] > [2]",
                "[THINK]At first [1,2,3,1][/THINK]{\"ranking\":[3,1,2]}",
                "Sorted by year [2024] > [2023] > [2022] > [2021]: {\"result\":{\"ranking\":[3,1,2]}}"
            })
    void the_ranking_counts_and_no_other_numbers(String reply) {
        assertThat(RankingReply.parse(reply, 3).order()).containsExactly(3, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1] > [2] > [3], or [3] > [2] > [1]",
                "{\"ranking\":[1,2,3]} Final order: [3] > [2] > [1]",
                "{\"ranking\":[1,2,3]} No: [3,2,1]",
                "{\"ranking\":[{\"id\":1,\"rank\":3},{\"id\":2,\"rank\":1},{\"id\":3,\"rank\":2}]}"
            })
    void two_different_orders_are_none(String reply) {
        assertThat(RankingReply.parse(reply, 3).status()).isEqualTo(ReplyStatus.UNUSABLE);
    }

    private static List<Integer> order(int n, Random random) {
        List<Integer> order =
                new ArrayList<>(IntStream.rangeClosed(1, n).boxed().toList());
        Collections.shuffle(order, random);
        return order;
    }
}
