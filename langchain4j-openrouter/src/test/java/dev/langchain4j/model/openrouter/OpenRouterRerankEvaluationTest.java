package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openrouter.internal.evaluation.Evaluated;
import dev.langchain4j.model.openrouter.internal.evaluation.LabelledCollection.Topic;
import dev.langchain4j.model.openrouter.internal.evaluation.Quality;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterRerankEvaluationTest {

    @TempDir
    private Path folder;

    private Path clicks() throws IOException {
        return Files.writeString(folder.resolve("clicks.csv"), """
                query,passage,label
                capital of France,"Berlin, the capital of Germany",0
                capital of France,"Paris is the ""capital"" of France",1
                night bus,The ferry,0
                night bus,The night bus takes bicycles,1
                """);
    }

    private static ScoringModel endpoint(OpenRouterServer server) {
        return OpenRouterScoringModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("cohere/rerank-v3.5")
                .build();
    }

    @Test
    void compares_any_scoring_model_with_the_order_as_found(OpenRouterServer server) throws Exception {
        List<Long> done = new ArrayList<>();
        ScoringModel backwards = new ScoringModel() {
            @Override
            public Response<List<Double>> scoreAll(List<TextSegment> passages, String query) {
                return Response.from(IntStream.range(0, passages.size())
                        .mapToObj(i -> (double) -i)
                        .toList());
            }
        };

        OpenRouterRerankEvaluation evaluation = OpenRouterRerankEvaluation.read(clicks(), 50)
                .add("cohere/rerank-v3.5", endpoint(server), done::add)
                .add("as it is <b>", backwards);

        assertThat(done).containsExactly(1L, 2L);
        assertThat(evaluation.table().lines())
                .anySatisfy(row ->
                        assertThat(row).startsWith("| first stage | 0.631 | 0.631 to 0.631 | 0.500 | 1.000 | 0 |"))
                .anySatisfy(row -> assertThat(row).startsWith("| cohere/rerank-v3.5 | 1.000 |"))
                .anySatisfy(row ->
                        assertThat(row).startsWith("| as it is <b> | 0.631 |").contains("| unknown |"));
        Path html = folder.resolve("reports/report.html");
        evaluation.write(html);
        Document page = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(Files.readString(html))));
        assertThat(page.getElementsByTagName("circle").getLength()).isEqualTo(2);
        assertThat(page.getElementsByTagName("b").getLength()).isZero();
    }

    @Test
    void keeps_earlier_results_if_a_reranker_fails(OpenRouterServer server) throws Exception {
        OpenRouterRerankEvaluation evaluation =
                OpenRouterRerankEvaluation.read(clicks(), 1).add("good", endpoint(server));
        server.answer(Answer.error(400, "Too long"));

        assertThatThrownBy(() -> evaluation.add("bad", endpoint(server))).hasMessageContaining("Too long");

        assertThat(evaluation.queries()).isEqualTo(1);
        assertThat(evaluation.table()).contains("| good |").doesNotContain("| bad |");
    }

    @Test
    void reads_a_folder_in_the_format_of_trec() throws Exception {
        Files.writeString(folder.resolve("queries.tsv"), "q1\tcapital of France\nq2\tnot judged\n");
        Files.writeString(
                folder.resolve("passages.tsv"), "a\tBread\nb\tParis is the capital\nc\tBerlin is a capital\n");
        Files.writeString(folder.resolve("qrels.txt"), "q1 0 b 3\nq1 0 c 1\nq1 0 a -1\n");
        Files.writeString(folder.resolve("run.txt"), "q1 Q0 a 1 9.0 x\nq1 Q0 c 2 7.0 x\nq1 Q0 b 3 6.0 x\n");

        assertThat(OpenRouterRerankEvaluation.read(folder, 50).table()).contains("| first stage | 0.587 |");
    }

    @Test
    void reads_what_excel_saved() throws Exception {
        Path file = Files.writeString(
                folder.resolve("excel.csv"), "\uFEFFquery;passage;label\r\nbus;A bus, at night;1\r\nbus;A dog;0\r\n");

        assertThat(OpenRouterRerankEvaluation.read(file, 50).table()).contains("| first stage | 1.000 |");
    }

    @Test
    void a_quote_inside_a_cell_joins_no_rows() throws Exception {
        Path file = Files.writeString(
                folder.resolve("inches.csv"), "query,passage,label\n5\" disk,A disk,1\n6\" nail, \"A nail, long\",1\n");

        assertThat(OpenRouterRerankEvaluation.read(file, 50).queries()).isEqualTo(2);
    }

    @Test
    void counts_a_passage_once_that_a_query_has_twice() throws Exception {
        Path file = Files.writeString(
                folder.resolve("log.csv"),
                "query,passage,label\nbus,The bus,1\nbus,The bus,1\nbus,The bus,0\nbus,A dog,0\nbus,A dog,0\n");
        List<Integer> asked = new ArrayList<>();
        ScoringModel asItIs = new ScoringModel() {
            @Override
            public Response<List<Double>> scoreAll(List<TextSegment> passages, String query) {
                asked.add(passages.size());
                return Response.from(Collections.nCopies(passages.size(), 1.0));
            }
        };

        assertThat(OpenRouterRerankEvaluation.read(file, 50)
                        .add("as it is", asItIs)
                        .table())
                .contains("| first stage | 1.000 | 1.000 to 1.000 | 1.000 | 1.000 |")
                .contains("| as it is | 1.000 |");
        assertThat(asked).containsExactly(2);
    }

    @Test
    void a_first_stage_may_give_a_rank_or_a_passage_twice_and_passages_without_text() throws Exception {
        Files.writeString(folder.resolve("queries.tsv"), "q1\tcapital\n");
        Files.writeString(folder.resolve("passages.tsv"), "a\tParis\nb\tBerlin\nc\t \n");
        Files.writeString(folder.resolve("qrels.txt"), "q1 0 b 3\n");
        Files.writeString(
                folder.resolve("run.txt"), "q1 Q0 b 1 9.0 x\nq1 Q0 a 1 9.0 x\nq1 Q0 b 2 8.0 x\nq1 Q0 c 3 7.0 x\n");
        List<String> asked = new ArrayList<>();
        ScoringModel listening = new ScoringModel() {
            @Override
            public Response<List<Double>> scoreAll(List<TextSegment> passages, String query) {
                passages.forEach(passage -> asked.add(passage.text()));
                return Response.from(List.of(1.0, 0.5));
            }
        };

        OpenRouterRerankEvaluation.read(folder, 50).add("listening", listening);

        assertThat(asked).containsExactly("Berlin", "Paris");
    }

    @Test
    void refuses_a_reranker_without_a_score_for_each_passage() throws Exception {
        OpenRouterRerankEvaluation evaluation = OpenRouterRerankEvaluation.read(clicks(), 50);
        for (List<Double> scores : List.of(List.of(1.0), List.of(1.0, 2.0, 3.0))) {
            ScoringModel wrong = new ScoringModel() {
                @Override
                public Response<List<Double>> scoreAll(List<TextSegment> passages, String query) {
                    return Response.from(scores);
                }
            };

            assertThatThrownBy(() -> evaluation.add("wrong", wrong))
                    .hasMessage("wrong gave " + scores.size() + " scores for 2 passages");
        }
        assertThat(evaluation.table()).doesNotContain("wrong");
    }

    @Test
    void refuses_a_score_that_is_no_number() throws Exception {
        OpenRouterRerankEvaluation evaluation = OpenRouterRerankEvaluation.read(clicks(), 50);
        for (Double score : Arrays.asList(null, Double.NaN)) {
            assertThatThrownBy(() ->
                            evaluation.add("wrong", (passages, query) -> Response.from(Arrays.asList(1.0, score))))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("wrong gave no number as score for passage 1");
        }
    }

    @Test
    void tells_how_many_queries_a_fallback_ranked(OpenRouterServer server) throws Exception {
        server.answer(Answer.error(400, "Too long"));
        ScoringModel lenient = OpenRouterScoringModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("cohere/rerank-v3.5")
                .onFailure(OpenRouterRerankFailurePolicy.KEEP_ORDER)
                .build();

        assertThat(OpenRouterRerankEvaluation.read(clicks(), 50)
                        .add("endpoint", lenient)
                        .table())
                .contains("| endpoint (1 of 2 by a fallback) |");
    }

    @Test
    void tells_at_how_many_queries_a_call_failed_whose_cost_nobody_knows(OpenRouterServer server) throws Exception {
        server.when(SimulatedJudge.prompts())
                .answer(new SimulatedJudge((query, passage) -> 3, SimulatedJudge.Noise.IDEAL, 1).asAnswer());
        server.answer(Answer.lost(Answer.text("{}")));
        ScoringModel judge = OpenRouterLlmScoringModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o-mini")
                .maxRetries(0)
                .batchSize(1)
                .build();

        assertThat(OpenRouterRerankEvaluation.read(clicks(), 50)
                        .add("judge", judge)
                        .table())
                .contains("| judge (1 of 2 without the cost of a failed call) |");
    }

    @Test
    void names_a_reranker_that_returns_null() throws Exception {
        OpenRouterRerankEvaluation evaluation = OpenRouterRerankEvaluation.read(clicks(), 50);

        assertThatThrownBy(() -> evaluation.add("wrong", (passages, query) -> null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("wrong returned null");
    }

    @Test
    void a_long_name_is_inside_the_chart_whatever_its_script() throws Exception {
        OpenRouterRerankEvaluation evaluation = OpenRouterRerankEvaluation.read(clicks(), 50);
        for (String name : List.of("google/gemini-2.5-flash-lite-preview, listwise", "重排序模型".repeat(20))) {
            evaluation.add(
                    name,
                    (passages, query) -> Response.from(
                            List.of(0.1, 0.2),
                            OpenRouterTokenUsage.builder().cost(BigDecimal.ONE).build()));
        }

        Document page = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(evaluation.html())));
        List<Element> names = new ArrayList<>();
        NodeList texts = page.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            if (text.getTextContent().matches("google/.*|重.*…")) {
                names.add(text);
            }
        }
        assertThat(names).hasSize(2).allSatisfy(name -> {
            // the dot is far on the right, so that the name ends beside it
            assertThat(name.getAttribute("class")).isEqualTo("name");
            int wide = name.getTextContent().startsWith("重") ? 13 : 7;
            assertThat(Double.parseDouble(name.getAttribute("x")))
                    .isBetween(wide * (double) name.getTextContent().length(), 640.0);
        });
    }

    @Test
    void a_query_that_a_cache_answers_costs_nothing(OpenRouterServer server) throws Exception {
        server.when(SimulatedJudge.prompts())
                .answer(new SimulatedJudge((query, passage) -> 3, SimulatedJudge.Noise.IDEAL, 1).asAnswer());
        ScoringModel judge = OpenRouterLlmScoringModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o-mini")
                .cache(OpenRouterRerankCache.inMemory(10))
                .build();

        OpenRouterRerankEvaluation evaluation = OpenRouterRerankEvaluation.read(clicks(), 50)
                .add("judge", judge)
                .add("again", judge);

        assertThat(evaluation.table().lines())
                .anySatisfy(row -> assertThat(row).startsWith("| again |").contains("| 1.000 | 0 |"));
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void a_name_does_not_break_the_table() throws Exception {
        OpenRouterRerankEvaluation evaluation = OpenRouterRerankEvaluation.read(clicks(), 50)
                .add("a|b\nc", (passages, query) -> Response.from(List.of(0.1, 0.2)));

        assertThat(evaluation.table()).contains("\n| a\\|b c | 1.000 |");
    }

    @Test
    void names_a_row_of_a_trec_folder_that_it_cannot_read() throws Exception {
        Map<String, String> good = Map.of(
                "queries.tsv", "q1\tcapital\n",
                "passages.tsv", "a\tParis\nb\tBerlin\n",
                "qrels.txt", "q1 0 b 3\n",
                "run.txt", "q1 Q0 b 1 9.0 x\n");
        Map<String, List<String>> wrong = Map.of(
                "queries.tsv", List.of("q1,capital", "q1\tanother query"),
                "passages.tsv", List.of("a,Paris", "a\tRome"),
                "qrels.txt", List.of("query-id\tcorpus-id\tscore", "q1 0 b good", "q1 0 b 1"),
                "run.txt", List.of("q1 b 1 9.0 x", "q1 Q0 b first 9.0 x"));
        for (String file : good.keySet()) {
            for (String row : wrong.get(file)) {
                for (Map.Entry<String, String> other : good.entrySet()) {
                    Files.writeString(folder.resolve(other.getKey()), other.getValue());
                }
                Files.writeString(folder.resolve(file), good.get(file) + row + "\n");

                assertThatThrownBy(() -> OpenRouterRerankEvaluation.read(folder, 50))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(file)
                        .hasMessageEndingWith(": " + row);
            }
        }
    }

    @Test
    void reads_ids_of_any_script_and_files_with_a_byte_order_mark() throws Exception {
        Files.writeString(folder.resolve("queries.tsv"), "\uFEFFq1\tParis\nfrühling\tBerlin\n");
        Files.writeString(folder.resolve("passages.tsv"), "\uFEFFä\tParis\nb\tBerlin\n");
        Files.writeString(folder.resolve("qrels.txt"), "\uFEFFq1 0 ä 3\n\nfrühling 0 b 3\n");

        OpenRouterRerankEvaluation evaluation = OpenRouterRerankEvaluation.read(folder, 50);

        assertThat(evaluation.queries()).isEqualTo(2);
        assertThat(evaluation.table()).contains("| first stage | 1.000 |");
    }

    @Test
    void a_query_without_a_relevant_passage_counts_zero_as_in_trec_eval() {
        Topic topic = new Topic("q", "query", List.of("a"), Map.of("a", 0));

        assertThat(Quality.of(topic, List.of("a"))).isEqualTo(new Quality(0, 0, 0));
    }

    @Test
    void ndcg_is_that_of_the_formula() {
        List<String> order = List.of("c", "x", "a", "b");
        Topic topic = new Topic("q", "query", order, Map.of("a", 3, "b", 2, "c", 1, "d", 2));

        // DCG: 1/log2(2) + 0 + 3/log2(4) + 2/log2(5); the ideal order is 3, 2, 2, 1, with the passage that was not
        // found
        assertThat(Quality.of(topic, order).ndcg())
                .isCloseTo((1 + 1.5 + 2 / 2.321928) / (3 + 2 / 1.584963 + 1 + 1 / 2.321928), within(1e-6));
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

        assertThatThrownBy(() -> OpenRouterRerankEvaluation.read(file, 50)).hasMessageContaining("[a, b, good]");
        Files.writeString(file, "query,passage,label\na, ,1\n");
        assertThatThrownBy(() -> OpenRouterRerankEvaluation.read(file, 50)).hasMessageContaining("[a,  , 1]");
        Files.writeString(file, "a,b,1\n");
        assertThatThrownBy(() -> OpenRouterRerankEvaluation.read(file, 50)).hasMessageContaining("query,passage,label");
    }

    @Test
    void says_what_is_wrong_with_the_letters() throws IOException {
        Path file = Files.write(
                folder.resolve("labels.csv"),
                "query,passage,label\nbus,Brücke,1\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> OpenRouterRerankEvaluation.read(file, 50)).hasMessageContaining("not in UTF-8");
    }

    @Test
    void names_a_file_that_does_not_exist() throws IOException {
        Path file = folder.resolve("labels.csv");
        assertThatThrownBy(() -> OpenRouterRerankEvaluation.read(file, 50))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("There is no file or folder " + file);

        Files.writeString(folder.resolve("qrels.txt"), "1 0 a 1\n");
        assertThatThrownBy(() -> OpenRouterRerankEvaluation.read(folder, 50))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageEndingWith("passages.tsv");
    }

    @Test
    void says_that_there_is_nothing_to_evaluate() throws IOException {
        assertThatThrownBy(() -> OpenRouterRerankEvaluation.read(folder, 50))
                .hasMessageContaining("No labels in")
                .hasMessageContaining("qrels.txt");
        Path file = Files.writeString(folder.resolve("labels.csv"), "query,passage,label\n");
        assertThatThrownBy(() -> OpenRouterRerankEvaluation.read(file, 50)).hasMessageContaining("no labelled query");
        assertThatThrownBy(() -> OpenRouterRerankEvaluation.read(file, 0)).hasMessageContaining("at least 1");
    }
}
