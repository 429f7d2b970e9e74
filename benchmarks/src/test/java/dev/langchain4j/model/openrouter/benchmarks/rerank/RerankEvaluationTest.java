package dev.langchain4j.model.openrouter.benchmarks.rerank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.openrouter.benchmarks.rerank.LabelledCollection.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class RerankEvaluationTest {

    @TempDir
    private Path folder;

    private LabelledCollection clicks() throws IOException {
        return LabelledCollection.read(Files.writeString(folder.resolve("clicks.csv"), """
                query,passage,label
                capital of France,"Berlin, the capital of Germany",0
                capital of France,"Paris is the ""capital"" of France",1
                night bus,The ferry,0
                night bus,The night bus takes bicycles,1
                """));
    }

    @Test
    void compares_an_endpoint_a_chat_model_and_a_decision_model() throws Exception {
        var printed = new ByteArrayOutputStream();
        Path html = folder.resolve("report.html");

        RerankEvaluation.runOffline(
                clicks(),
                50,
                List.of(RerankEvaluation.RERANKERS.split(",")),
                html,
                new PrintStream(printed, true, StandardCharsets.UTF_8));

        List<String> rows = printed.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(rows)
                .anySatisfy(row ->
                        assertThat(row).startsWith("| first stage | 0.631 | 0.631 to 0.631 | 0.500 | 1.000 | 0 |"));
        assertThat(rows).anySatisfy(row -> assertThat(row).startsWith("| cohere/rerank-v3.5 | 1.000 |"));
        assertThat(rows)
                .anySatisfy(row -> assertThat(row)
                        .startsWith("| chat:openai/gpt-4o-mini |")
                        .doesNotContain("unknown"));
        assertThat(rows).anySatisfy(row -> assertThat(row).startsWith("| decision:typesafe/jev-1.13 | 1.000 |"));
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(Files.readString(html))))
                        .getElementsByTagName("circle")
                        .getLength())
                .isEqualTo(4);
    }

    @Test
    void finds_an_interval_by_the_bootstrap_that_holds_the_mean() {
        List<Quality> half = Collections.nCopies(50, new Quality(1, 1, 1));
        List<Quality> all = new ArrayList<>(half);
        all.addAll(Collections.nCopies(50, new Quality(0, 0, 0)));

        Evaluated.Interval interval = new Evaluated("half", all, null, 0).interval(Quality::ndcg);

        // 1.96 standard errors of 0.05
        assertThat(interval.mean()).isEqualTo(0.5);
        assertThat(interval.low()).isCloseTo(0.402, within(0.02));
        assertThat(interval.high()).isCloseTo(0.598, within(0.02));
    }

    @Test
    void counts_the_relevant_passages_among_the_first_ten() {
        List<String> order = Arrays.asList("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k");
        Topic graded = new Topic("q", "query", order, Map.of("a", 1, "b", 2, "k", 3));
        Topic clicked = new Topic("q", "query", order, Map.of("a", 1, "k", 1));

        assertThat(Quality.of(graded, order)).satisfies(quality -> {
            assertThat(quality.recall()).isEqualTo(0.5);
            assertThat(quality.mrr()).isEqualTo(0.5);
        });
        assertThat(Quality.of(clicked, order)).satisfies(quality -> {
            assertThat(quality.recall()).isEqualTo(0.5);
            assertThat(quality.mrr()).isEqualTo(1);
        });
    }

    @Test
    void names_a_row_that_is_no_label() throws IOException {
        Path file = Files.writeString(folder.resolve("labels.csv"), "query,passage,label\na,b,good\n");

        assertThatThrownBy(() -> LabelledCollection.read(file)).hasMessageContaining("[a, b, good]");
        Files.writeString(file, "a,b,1\n");
        assertThatThrownBy(() -> LabelledCollection.read(file)).hasMessageContaining("query,passage,label");
    }
}
