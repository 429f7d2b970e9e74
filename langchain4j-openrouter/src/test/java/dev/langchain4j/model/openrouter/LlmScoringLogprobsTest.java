package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.Strategy;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;
import dev.langchain4j.model.output.Response;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class LlmScoringLogprobsTest {

    private static final String QUERY = "capital of France";
    private static final List<TextSegment> THREE =
            List.of(TextSegment.from("Paris"), TextSegment.from("Lyon"), TextSegment.from("bread"));

    private final OpenRouterServer server;

    LlmScoringLogprobsTest(OpenRouterServer server) {
        this.server = server;
    }

    @Test
    void a_score_is_the_mean_over_the_grades_that_the_model_nearly_gave() {
        server.when(SimulatedJudge.prompts()).answer(weighed());

        Response<List<Double>> response = model().build().scoreAll(THREE, QUERY);

        assertThat(response.content())
                .satisfiesExactly(
                        score -> assertThat(score).isCloseTo(7.9 / 9, within(6e-4)),
                        score -> assertThat(score).isCloseTo(6.5 / 9, within(6e-4)),
                        score -> assertThat(score).isCloseTo(0.02 / 9, within(6e-4)));
        assertThat(response.metadata()).containsEntry("openrouter.rerank.weighed", 3);
    }

    /** Also if all are so low that their means look like grades from 0 to 1. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_kept_reply_gives_the_same_scores(boolean low) {
        server.when(SimulatedJudge.prompts()).answer(low ? weighedLow() : weighed());
        OpenRouterLlmScoringModel model =
                model().cache(OpenRouterRerankCache.inMemory(10)).build();

        List<Double> first = model.scoreAll(THREE, QUERY).content();

        Response<List<Double>> second = model.scoreAll(THREE, QUERY);
        assertThat(second.content()).isEqualTo(first);
        assertThat(second.metadata()).containsEntry("openrouter.rerank.repaired", 0);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void probabilities_are_asked_for_with_grades_alone() {
        server.when(SimulatedJudge.prompts()).answer(judge());

        model().strategy(Strategy.AUTO)
                .build()
                .scoreAll(
                        IntStream.range(0, 25)
                                .mapToObj(i -> TextSegment.from("passage " + i))
                                .toList(),
                        QUERY);

        assertThat(server.requests()).hasSize(3).allSatisfy(request -> {
            boolean grades = !SimulatedJudge.read(
                            request.body().at("/messages/1/content").asText())
                    .ranking();
            JsonNode body = request.body();
            assertThat(body.path("logprobs").asBoolean()).isEqualTo(grades);
            assertThat(body.path("top_logprobs").asInt()).isEqualTo(grades ? 5 : 0);
        });
    }

    @Test
    void where_the_model_does_not_tell_them_the_grades_count_and_the_report_says_so() {
        server.when(SimulatedJudge.prompts()).answer(Answer.text("{\"1\":9,\"2\":3,\"3\":0}"));

        Response<List<Double>> response = model().build().scoreAll(THREE, QUERY);

        assertThat(response.content().get(1)).isCloseTo(3.0 / 9, within(6e-4));
        assertThat(response.metadata()).containsEntry("openrouter.rerank.weighed", 0);
    }

    @Test
    void a_model_that_refuses_to_tell_them_is_asked_without_and_never_for_them_again() {
        server.when(SimulatedJudge.prompts()).answer(judge());
        server.when(Match.body(body -> body.has("logprobs")))
                .answer(Answer.error(404, "No endpoints found that support the requested parameters"));
        OpenRouterLlmScoringModel model = model().build();

        model.scoreAll(THREE, QUERY);
        model.scoreAll(THREE, "another question");

        assertThat(server.requests())
                .extracting(request -> request.body().has("logprobs"))
                .containsExactly(true, false, false);
        assertThat(server.lastChatRequest().at("/response_format/type").asText())
                .isEqualTo("json_schema");
    }

    @Test
    void grades_of_two_digits_are_refused() {
        assertThatThrownBy(() -> model().gradeMax(10).build())
                .hasMessageContaining("gradeMax")
                .hasMessageContaining("useLogprobs");
    }

    /** Such as from a passage that talked the model into it: of no passage of the call, another grade, the same. */
    @ParameterizedTest
    @CsvSource({"9, 9", "1, 9", "1, 7"})
    void a_verdict_in_a_comment_is_not_weighed(String passage, String grade) {
        server.when(SimulatedJudge.prompts()).answer(weighed(), weighedWithComment(passage, grade));
        List<Double> plain = model().build().scoreAll(THREE, QUERY).content();

        assertThat(model().build().scoreAll(THREE, QUERY).content()).startsWith(plain.get(0), plain.get(1));
    }

    @Test
    void the_stand_in_grades_on_the_smaller_scale_too() {
        List<Double> scores = model().build()
                .scoreAll(List.of(TextSegment.from("bread"), TextSegment.from(QUERY)), QUERY)
                .content();

        assertThat(scores.get(0)).isLessThan(0.001);
        assertThat(scores.get(1)).isGreaterThan(0.999);
    }

    private static Answer weighed() {
        return Answer.payload(Payloads.file("rerank/grades-with-logprobs.json"));
    }

    private static Answer weighedLow() {
        return Answer.raw(
                200,
                "application/json",
                Payloads.text("rerank/grades-with-logprobs.json")
                        .replaceAll("(\"token\": \"|:)7", "$10")
                        .replaceAll("(\"token\": \"|:)[5689]", "$11"));
    }

    /** The same grades, with another one for a passage in a comment. */
    private static Answer weighedWithComment(String passage, String grade) {
        String comment = " /* \\\\\"" + passage + "\\\\\":";
        String rest = "\"logprob\": -0.001, \"top_logprobs\": []";
        return Answer.raw(
                200,
                "application/json",
                Payloads.text("rerank/grades-with-logprobs.json")
                        .replaceFirst(
                                "\"token\": \"}\"",
                                "\"token\": \"" + comment + "\", " + rest + "}, {\"token\": \"" + grade + "\", " + rest
                                        + "}, {\"token\": \", */}\"")
                        .replaceFirst(":0}\"", ":0" + comment + grade + ", */}\""));
    }

    private static Answer judge() {
        return new SimulatedJudge((query, passage) -> passage.length() % 3, Noise.IDEAL, 1).asAnswer();
    }

    private OpenRouterLlmScoringModel.Builder model() {
        return OpenRouterLlmScoringModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o-mini")
                .useLogprobs(true);
    }
}
