package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Vectors may differ in the last digits from one processor to the next: no score of theirs is asserted. */
class RagWithRerankingTest {

    private static final Pattern STEP = Pattern.compile("(?m)^ \\d  .+\\n    (?<code>.+)$");
    private static final Pattern COST = Pattern.compile("(?m)^    cost        \\$(\\S+), the (?:answer|reranking)$");
    private static final String ANSWERS = "Rule 21, Lines N1 to N9";

    private static String printed;
    private static List<RecordedRequest> requests;
    private static BigDecimal charged;

    @BeforeAll
    static void ask_the_rule_book() {
        Printed screen = new Printed();
        try (Connection connection = Connection.open(Map.of())) {
            RagWithReranking.run(connection, screen.screen());
            requests = connection.server().requests();
            charged = connection.server().ledger().cost();
        }
        printed = screen.text();
    }

    @Test
    void is_misled_by_the_nearest_vectors() {
        assertThat(step(2))
                .contains("answer      No, bicycles are not carried on buses")
                .contains("[1]         Rule 8, Bicycles\n")
                .doesNotContain(ANSWERS);
    }

    @Test
    void answers_from_what_the_cross_encoder_puts_first() {
        assertThat(step(3)).contains("""
                    answer      Yes. The ban is for the day; a night bus has a rack with three places for
                                bicycles [1].
                    [1]         Rule 21, Lines N1 to N9
                """);
    }

    @Test
    void answers_from_what_the_chat_model_puts_first_and_second() {
        assertThat(step(4)).contains("""
                    answer      Yes. The ban is for the day; a night bus has a rack with three places for
                                bicycles [1]. Yours needs a reduced ticket of its own [2].
                    [1]         Rule 21, Lines N1 to N9
                    [2]         Rule 11, Bicycle fare
                """);
    }

    @Test
    void shows_that_both_rerankers_lift_the_rule_that_answers_to_the_top() {
        List<String[]> rows = step(5).lines()
                .filter(line -> line.matches("    \\d  .*"))
                .map(line -> line.strip().split(" {2,}"))
                .toList();

        assertThat(rows).hasSize(5);
        assertThat(rows.get(0)[1]).endsWith("Rule 8, Bicycles");
        assertThat(rows.subList(0, 3)).allSatisfy(row -> assertThat(row[1]).doesNotEndWith(ANSWERS));
        assertThat(rows.get(0)[2]).endsWith(ANSWERS);
        assertThat(rows.get(0)[3]).isEqualTo("1.00 " + ANSWERS);
        assertThat(printed).containsPattern("now first   " + ANSWERS + "; it was number [4-9]\n");
    }

    @Test
    void aligns_the_columns_of_the_ranking() {
        List<String> table = step(5).lines()
                .filter(line -> line.matches("    (\\d |  ) \\S.*"))
                .toList();

        assertThat(table.get(0)).contains("vectors", "cohere/rerank-v3.5", "openai/gpt-4o-mini");
        assertThat(table.get(1).indexOf("0.")).isEqualTo(table.get(0).indexOf("vectors"));
        assertThat(table.get(1).indexOf("1.00")).isEqualTo(table.get(0).indexOf("openai"));
    }

    @Test
    void has_twenty_ranked_and_three_read() {
        assertThat(bodies("/rerank").map(body -> body.path("documents").size())).containsExactly(20);
        assertThat(userTexts().filter(text -> text.contains("Task ")))
                .singleElement()
                .satisfies(prompt ->
                        assertThat(SimulatedJudge.read(prompt).passages()).hasSize(20));
        assertThat(userTexts().filter(text -> text.endsWith("Question: " + RagWithReranking.QUESTION)))
                .hasSize(3)
                .allSatisfy(prompt -> assertThat(prompt).contains("[3] Rule").doesNotContain("[4]"));
    }

    @Test
    void shows_the_cost_of_every_request() {
        List<BigDecimal> costs = COST.matcher(printed)
                .results()
                .map(cost -> new BigDecimal(cost.group(1)))
                .toList();

        assertThat(costs).hasSize(requests.size()).hasSize(5);
        assertThat(costs.stream().reduce(BigDecimal.ZERO, BigDecimal::add)).isEqualByComparingTo(charged);
    }

    @Test
    void fits_its_width() {
        assertThat(printed.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(96));
    }

    @Test
    void shows_only_code_that_it_runs() throws IOException {
        String source = Files.readString(
                        Path.of("src/main/java/dev/langchain4j/model/openrouter/examples/RagWithReranking.java"))
                .replaceAll("(?m)^ *begin\\((?s:.*?)\\);$", "")
                .replaceAll("\\s+", "");
        assertThat(STEP.matcher(printed).results().map(step -> step.group(1)))
                .hasSize(5)
                .allSatisfy(code -> assertThat(source)
                        .contains(code.replaceAll(" // .*", "").replaceAll("\\s+", "")));
    }

    private static String step(int number) {
        return printed.split("(?m)^ \\d  ")[number];
    }

    private static Stream<JsonNode> bodies(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).map(RecordedRequest::body);
    }

    private static Stream<String> userTexts() {
        return bodies("/chat/completions").map(body -> {
            var messages = body.path("messages");
            return messages.path(messages.size() - 1).path("content").asText();
        });
    }
}
