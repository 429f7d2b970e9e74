package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RerankEvaluationTest {

    @TempDir
    Path folder;

    @Test
    void compares_an_endpoint_a_chat_model_and_a_decision_model() {
        Path html = folder.resolve("rerankers.html");
        Printed printed = new Printed();

        try (Connection connection = Connection.open(Map.of())) {
            RerankEvaluation.run(
                    connection,
                    printed.screen(),
                    null,
                    List.of("cohere/rerank-v3.5", "chat:openai/gpt-4o-mini", "decision:typesafe/jev-1.13"),
                    html);
        }

        assertThat(printed.shown())
                .containsPattern("(?m)cohere/rerank-v3.5, queries 4 of 4, \\$0.00\\d+, took")
                .containsPattern("(?m)^    chat:openai/gpt-4o-mini +[01]\\.\\d{3} ");
        assertThat(html).content().contains("decision:typesafe/jev-1.13", "<svg");
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "", " , "})
    void asks_for_a_reranker_if_none_is_named(String rerankers) {
        Printed printed = new Printed();
        System.setProperty("rerankers", rerankers);
        System.setProperty("report", folder.resolve("rerankers.html").toString());
        try {
            assertThat(Examples.run("RerankEvaluation", Map.of(), printed.screen()))
                    .isFalse();
        } finally {
            System.clearProperty("rerankers");
            System.clearProperty("report");
        }

        assertThat(printed.text())
                .containsIgnoringWhitespaces(
                        "rerankers must name at least one reranker, such as 'cohere/rerank-v3.5', but is '"
                                + rerankers);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shows_what_was_paid_for_before_a_reranker_failed() {
        Printed printed = new Printed();

        try (Connection connection = Connection.open(Map.of())) {
            assertThatThrownBy(() -> RerankEvaluation.run(
                            connection,
                            printed.screen(),
                            null,
                            List.of("cohere/rerank-v3.5", "nobody/nothing"),
                            folder.resolve("rerankers.html")))
                    .hasMessageContaining("nobody/nothing");
        }

        assertThat(printed.shown()).containsPattern("(?m)^    cohere/rerank-v3.5 +[01]\\.\\d{3} ");
    }
}
