package dev.langchain4j.model.openrouter.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class SimulatedJudgeTest {

    private static final String PASSAGES = "<<<k1x query>>>\ncapital\n<<<end k1x query>>>\n"
            + "<<<k1x 1>>>\nbread\n<<<end k1x 1>>>\n<<<k1x 2>>>\nParis\n<<<end k1x 2>>>\n";
    private static final String GRADES = PASSAGES + "Task k1x: Reply with {\"1\":grade, ..., \"2\":grade}.";
    private static final String BEST_FIRST =
            PASSAGES + "Task k1x: Reply with {\"grades\":[[passage number,grade], ...]}.";
    private static final String ORDER = PASSAGES + "Task k1x: Reply with {\"ranking\":[numbers]}.";

    private final SimulatedJudge judge =
            new SimulatedJudge((query, passage) -> passage.equals("Paris") ? 3 : 0, Noise.IDEAL, 1);

    @Test
    void grades_what_it_is_asked_to_grade() {
        assertThat(judge.answer(GRADES)).isEqualTo("{\"1\":0,\"2\":10}");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9, 100})
    void grades_on_the_scale_that_it_is_asked_for(int highest) {
        String scale = "Task k1x: Grade each of the 2 passages from 0 to " + highest + " for the query. Reply with ";

        assertThat(judge.answer(GRADES.replace("Task k1x: Reply with ", scale)))
                .isEqualTo("{\"1\":0,\"2\":" + highest + "}");
        assertThat(judge.answer(BEST_FIRST.replace("Task k1x: Reply with ", scale)))
                .isEqualTo("{\"grades\":[[2," + highest + "],[1,0]]}");
    }

    @Test
    void grades_best_first_what_it_is_asked_to_sort() {
        assertThat(judge.answer(BEST_FIRST)).isEqualTo("{\"grades\":[[2,10],[1,0]]}");
    }

    @Test
    void orders_equal_grades_by_what_it_sees() {
        String three = "<<<k query>>>\nq\n<<<end k query>>>\n<<<k 1>>>\na\n<<<end k 1>>>\n<<<k 2>>>\nb\n<<<end k 2>>>\n"
                + "<<<k 3>>>\nc\n<<<end k 3>>>\nTask k: Reply with {\"grades\":[]}.";
        var hardlyNoisy = new SimulatedJudge((query, passage) -> 2, new Noise(.001, 0, 0, 0), 3);

        assertThat(hardlyNoisy.answer(three)).matches("\\{\"grades\":\\[\\[\\d,7],\\[\\d,7],\\[\\d,7]]}");
        assertThat(hardlyNoisy.answer(three)).isNotEqualTo("{\"grades\":[[1,7],[2,7],[3,7]]}");
    }

    @Test
    void orders_what_it_is_asked_to_order() {
        assertThat(judge.answer(ORDER)).isEqualTo("{\"ranking\":[2,1]}");
    }

    @Test
    void noise_is_the_same_for_the_same_prompt() {
        var noisy = new SimulatedJudge((query, passage) -> 1, Noise.NOISY, 7);

        assertThat(noisy.answer(GRADES)).isEqualTo(noisy.answer(GRADES));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "outside\n" + GRADES,
                "<<<k1x query>>>\nq\n<<<end k1x query>>>\n<<<k1x 2>>>\nb\n<<<end k1x 2>>>\nTask k1x: ranking"
            })
    void reads_nothing_that_stands_outside_the_markers(String prompt) {
        assertThatThrownBy(() -> SimulatedJudge.read(prompt)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void without_a_script_passages_are_graded_by_the_words_they_share_with_the_query(OpenRouterServer server)
            throws Exception {
        String body = chat(BEST_FIRST.replace("Paris", "capital"));

        assertThat(new Client(server).chatText(body)).isEqualTo("{\"grades\":[[2,10],[1,0]]}");
    }

    private static String chat(String prompt) {
        return Json.text(Json.parseObject(Client.says("x"))
                .set(
                        "messages",
                        Json.array().add(Json.object().put("role", "user").put("content", prompt))));
    }

    @Test
    void answers_over_the_wire_what_is_a_prompt_and_nothing_else(OpenRouterServer server) throws Exception {
        server.when(SimulatedJudge.prompts()).answer(judge.asAnswer());
        var client = new Client(server);

        assertThat(client.chatText(chat(GRADES))).isEqualTo("{\"1\":0,\"2\":10}");
        assertThat(client.chatText(Client.says("Hi"))).contains("Hi");
        assertThat(client.chatText(chat("To do:\nTask 3: buy milk"))).contains("buy milk");
    }
}
