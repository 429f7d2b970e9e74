package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.model.decision.request.ChoiceQuestion;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterRerankFailurePolicy;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterSparkTest {

    private static final String CHAT = "/chat/completions";

    /** What is read out of a document. */
    public record Study(String topic, int samples, List<String> methods) {}

    /** No record. */
    public enum Mood {
        GOOD,
        BAD
    }

    /** A part of a machine. */
    public record Part(String name, List<Part> parts) {}

    /** The name is the one under which Spark keeps JSON that it cannot read. */
    public record Scan(String _corrupt_record, int pages) {}

    /** LangChain4j reads no Instant. */
    public record Visit(String place, Instant when) {}

    private final OpenRouterServer server;
    private final String database = LocalSpark.database(UUID.randomUUID().toString());
    private OpenRouterSpark openRouter;

    OpenRouterSparkTest(OpenRouterServer server) {
        this.server = server;
    }

    @BeforeEach
    void begin() {
        server.addKey(LocalSpark.KEY);
        openRouter = builder("job").build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    private OpenRouterSpark.Builder builder(String job) {
        String url = server.baseUrl();
        return OpenRouterSpark.builder(LocalSpark.session(), job)
                .database(database)
                .budget(budget -> budget.limit(new BigDecimal("20")))
                .connection(connection -> connection.baseUrl(url).maxRetries(0))
                .maxConcurrency(4);
    }

    @Test
    void a_budget_and_a_rate_limiter_are_refused_on_the_driver() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder("none").rateLimiter(limiter -> {}).build())
                .withMessage("requestsPerMinute, tokensPerMinute or maxConcurrency must be set");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder("zero")
                        .rateLimiter(limiter -> limiter.requestsPerMinute(0))
                        .build())
                .withMessageStartingWith("rateLimiter.requestsPerMinute");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder("negative")
                        .budget(budget -> budget.limit(new BigDecimal("-1")))
                        .build())
                .withMessageStartingWith("limit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder("memory")
                        .budget(budget -> budget.limit(BigDecimal.ONE).forgetAfter(Duration.ofDays(1)))
                        .build())
                .withMessageStartingWith("forgetAfter");
    }

    @Test
    void a_key_for_the_tasks_is_refused_on_the_driver() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> builder("quotes").keyInTasks("'sk-or-v1-7781'").build())
                .withMessageContainingAll("keyInTasks", "API key is in quotes")
                .withMessageNotContaining("7781");
    }

    @Test
    void a_blank_key_for_the_tasks_is_like_none() {
        try (OpenRouterSpark blank = builder("blank").keyInTasks(" ").build()) {
            assertThat(studies(blank, LocalSpark.documents(1)).collectAsList())
                    .extracting(row -> row.getAs("error"))
                    .containsOnlyNulls();
        }
    }

    private Dataset<Row> studies(int documents) {
        return studies(openRouter, LocalSpark.documents(documents));
    }

    private static Dataset<Row> studies(OpenRouterSpark openRouter, Dataset<Row> documents) {
        return openRouter.extract(
                documents,
                Study.class,
                "Read the study.",
                model -> model.modelName("openai/gpt-4o-mini").maxOutputTokens(100));
    }

    private static Answer study() {
        return Answer.text("{\"topic\": \"tides\", \"samples\": 12, \"methods\": [\"sonar\"]}")
                .usage(10, 5, "0.001");
    }

    private static Row row(Dataset<Row> results, String key) {
        return results.filter("key = '" + key + "'").first();
    }

    @Test
    void embeds_documents_many_in_a_request() {
        Dataset<Row> vectors = openRouter
                .embed(LocalSpark.documents(100), model -> model.modelName("openai/text-embedding-3-small"))
                .persist();

        assertThat(vectors.count()).isEqualTo(100);
        assertThat(vectors.select("key").distinct().count()).isEqualTo(100);
        Row first = row(vectors, "k0");
        assertThat(first.<String>getAs("status")).isEqualTo("answered");
        assertThat(first.<Float>getList(first.fieldIndex("value"))).hasSizeGreaterThan(1);
        assertThat(server.requests("/embeddings")).hasSize(2);
        assertThat(openRouter.bill().answered()).isEqualTo(100);
        assertThat(openRouter.bill().cost())
                .isEqualByComparingTo(server.ledger().cost());
        vectors.unpersist();
    }

    @Test
    void a_document_without_text_fails_at_no_cost_and_ends_no_job() {
        List<Row> rows = new ArrayList<>();
        for (String text : Arrays.asList("tides", null, " ", "\0\u001B", "\u00A0\uFEFF\u200B")) {
            rows.add(RowFactory.create("k" + rows.size(), text));
        }
        Dataset<Row> documents =
                LocalSpark.session().createDataset(rows, Encoders.row(StructType.fromDDL("key STRING, text STRING")));

        Dataset<Row> vectors = openRouter
                .embed(documents, model -> model.modelName("openai/text-embedding-3-small"))
                .persist();

        assertThat(vectors.filter("status = 'answered'").count()).isEqualTo(1);
        assertThat(vectors.filter("status = 'failed' and cost = 0 and error = 'The document has no text'")
                        .count())
                .isEqualTo(4);
        vectors.unpersist();
    }

    @Test
    void extracts_a_record_with_its_cost_and_tokens() {
        server.when(Match.path(CHAT)).answer(Answer.computed(request -> study()));

        Row study = row(studies(3), "k1");

        assertThat(study.<Row>getAs("value").<String>getAs("topic")).isEqualTo("tides");
        assertThat(study.<Row>getAs("value").<Long>getAs("samples")).isEqualTo(12);
        assertThat(study.<Row>getAs("value").<String>getList(2)).containsExactly("sonar");
        assertThat(study.<BigDecimal>getAs("cost")).isEqualByComparingTo("0.001");
        assertThat(study.<Long>getAs("input_tokens")).isEqualTo(10);
        assertThat(study.<Long>getAs("output_tokens")).isEqualTo(5);
        assertThat(study.<String>getAs("generation_id")).startsWith("gen-");
    }

    @Test
    void extracts_a_type_that_contains_itself() {
        server.when(Match.path(CHAT))
                .answer(Answer.json("{\"name\":\"engine\",\"parts\":[{\"name\":\"valve\",\"parts\":[]}]}"));

        Row engine = row(
                openRouter.extract(
                        LocalSpark.documents(1),
                        Part.class,
                        "Read the part.",
                        model -> model.modelName("openai/gpt-4o-mini")),
                "k0");

        assertThat(engine.<Row>getAs("value").<String>getList(1)).containsExactly("{\"name\":\"valve\",\"parts\":[]}");
        JsonNode schema = server.requests(CHAT).get(0).body().at("/response_format/json_schema/schema");
        assertThat(schema.at(schema.findValue("$ref").asText().substring(1)).has("properties"))
                .isTrue();
    }

    @Test
    void loses_no_component_that_has_a_name_of_sparks() {
        server.when(Match.path(CHAT)).answer(Answer.text("{\"_corrupt_record\": \"page 7\", \"pages\": 12}"));

        Dataset<Row> scans = openRouter.extract(
                LocalSpark.documents(1), Scan.class, "Read the scan.", model -> model.modelName("openai/gpt-4o-mini"));

        assertThat(row(scans, "k0").<Row>getAs("value").<String>getAs("_corrupt_record"))
                .isEqualTo("page 7");
    }

    @Test
    void loses_no_value_that_a_model_wrote_in_another_form() {
        server.when(Match.path(CHAT))
                .answer(Answer.text("{\"topic\": \"tides\", \"samples\": \"12\", \"methods\": [\"sonar\"]}"));
        server.when(Match.userSays("document 1"))
                .answer(Answer.text("{\"topic\": \"tides\", \"samples\": 12.7, \"methods\": [\"sonar\"]}"));

        Dataset<Row> studies = studies(2).persist();

        assertThat(row(studies, "k0").<Row>getAs("value").<Long>getAs("samples"))
                .isEqualTo(12);
        assertThat(row(studies, "k1").<String>getAs("status")).isEqualTo("failed");
        studies.unpersist();
    }

    @Test
    void an_unsupported_request_ends_the_job_and_marks_no_document() {
        Dataset<Row> lists = openRouter.extract(
                LocalSpark.documents(2), List.class, "Read.", model -> model.modelName("openai/gpt-4o-mini"));

        assertThatThrownBy(lists::count).hasStackTraceContaining("UnsupportedFeatureException");

        assertThat(openRouter.bill().failed()).isZero();
        assertThat(openRouter.bill().open()).isZero();
    }

    @Test
    void keeps_no_scores_of_a_fallback() {
        server.when(Match.path("/rerank")).answer(Answer.error(502, "Bad gateway"));

        Row score = row(
                openRouter.score(
                        LocalSpark.documents(1),
                        "Which?",
                        model -> model.modelName("cohere/rerank-v3.5")
                                .onFailure(OpenRouterRerankFailurePolicy.KEEP_ORDER)),
                "k0");

        assertThat(score.<String>getAs("status")).isEqualTo("failed");
        assertThat(score.<String>getAs("error")).contains("Bad gateway");
    }

    @Test
    void scores_documents() {
        Dataset<Row> scores = openRouter.score(
                LocalSpark.documents(10),
                "Which document is number 7?",
                model -> model.modelName("cohere/rerank-v3.5"));

        assertThat(scores.filter("value is not null and status = 'answered' and generation_id like 'gen-%'")
                        .count())
                .isEqualTo(10);
        assertThat(scores.schema().apply("value").dataType().typeName()).isEqualTo("double");
    }

    @Test
    void divides_the_cost_of_an_answer_that_serves_none_of_its_documents() {
        server.when(Match.path("/rerank")).answer(Answer.ranking().result(0, 0.5));

        Dataset<Row> scores =
                openRouter.score(LocalSpark.documents(10), "Which?", model -> model.modelName("cohere/rerank-v3.5"));

        assertThat(scores.filter("status = 'failed' and error like '%no result for segment%'")
                        .count())
                .isEqualTo(10);
        assertThat(server.ledger().cost()).isPositive();
        assertThat(openRouter.bill().cost())
                .isEqualByComparingTo(server.ledger().cost());
    }

    @Test
    void mixes_no_vectors_of_two_dimensions() {
        Dataset<Row> documents = LocalSpark.documents(1);
        openRouter
                .embed(documents, model -> model.modelName("openai/text-embedding-3-small"))
                .count();

        Dataset<Row> others = openRouter.embed(
                documents,
                model -> model.modelName("openai/text-embedding-3-small").dimensions(4));

        assertThatThrownBy(others::count).hasStackTraceContaining("give this work another name");
    }

    @Test
    void refuses_a_type_without_fields() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> openRouter.extract(
                        LocalSpark.documents(1), Mood.class, "Read.", model -> model.modelName("openai/gpt-4o-mini")))
                .withMessageContaining("Mood has none: make it the component of a record");
    }

    @Test
    void refuses_a_component_that_no_answer_fills_before_anything_is_sent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> openRouter.extract(
                        LocalSpark.documents(1), Visit.class, "Read.", model -> model.modelName("openai/gpt-4o-mini")))
                .withMessageContaining("'when' of Visit: LangChain4j cannot read a java.time.Instant");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_budget_of_the_connection_holds() {
        server.when(Match.path(CHAT)).answer(Answer.computed(request -> study()));
        String url = server.baseUrl();
        try (OpenRouterSpark limited = OpenRouterSpark.builder(LocalSpark.session(), "limited")
                .database(database)
                .connection(connection -> connection
                        .baseUrl(url)
                        .budget(OpenRouterBudget.builder()
                                .limit(new BigDecimal("0.005"))
                                .build()))
                .build()) {
            assertThatThrownBy(() -> studies(limited, LocalSpark.documents(50)).count())
                    .hasStackTraceContaining("OpenRouterBudgetExceededException");
        }
    }

    @Test
    void decides_all_questions_of_a_document() {
        Dataset<Row> decisions = openRouter.decide(
                LocalSpark.documents(4),
                request -> request.question("urgent", YesNoQuestion.from("Is it urgent?"))
                        .question("team", ChoiceQuestion.from("Whose is it?", List.of("sales", "support"))),
                model -> model.modelName("typesafe/jev-1.13"));

        Row value = row(decisions, "k2").getAs("value");
        assertThat(value.<Row>getAs("urgent").<Double>getAs("probability")).isBetween(0.0, 1.0);
        assertThat(value.<Row>getAs("team").<String>getAs("answer")).isIn("sales", "support");
    }

    @Test
    void pays_once_however_often_spark_computes() {
        server.when(Match.path(CHAT)).answer(Answer.computed(request -> study()));
        Dataset<Row> studies = studies(20);

        studies.count();
        List<Row> rows = studies.collectAsList();

        assertThat(rows).hasSize(20);
        assertThat(server.requests(CHAT)).hasSize(20);
    }

    @Test
    void pays_once_although_spark_wants_only_the_first_row() {
        server.when(Match.path(CHAT)).answer(Answer.computed(request -> study()));
        server.when(Match.userSays("document 3")).answer(Answer.computed(request -> {
            LockSupport.parkNanos(300_000_000);
            return study();
        }));
        Dataset<Row> documents = LocalSpark.documents(8).coalesce(1);

        studies(openRouter, documents).first();

        assertThat(studies(openRouter, documents).count()).isEqualTo(8);
        assertThat(server.requests(CHAT)).hasSize(8);
        assertThat(openRouter.bill().interrupted()).isZero();
    }

    @Test
    void pays_once_for_a_document_that_comes_again_in_a_stream(@TempDir Path folder) throws Exception {
        Path in = Files.createDirectory(folder.resolve("in"));
        Dataset<Row> documents = LocalSpark.session()
                .readStream()
                .schema("key STRING, text STRING")
                .json(in.toString());
        for (String batch :
                List.of("{'key':'a','text':'tides'}", "{'key':'a','text':'tides'}{'key':'b','text':'ebb'}")) {
            Files.writeString(
                    in.resolve(batch.length() + ".json"),
                    batch.replace('\'', '"').replace("}{", "}\n{"));
            openRouter
                    .embed(documents, model -> model.modelName("openai/text-embedding-3-small"))
                    .writeStream()
                    .format("parquet")
                    .option("checkpointLocation", folder.resolve("checkpoint").toString())
                    .trigger(Trigger.AvailableNow())
                    .start(folder.resolve("out").toString())
                    .awaitTermination();
        }

        Dataset<Row> vectors =
                LocalSpark.session().read().parquet(folder.resolve("out").toString());

        assertThat(vectors.filter("status = 'answered'").count()).isEqualTo(3);
        assertThat(server.requests("/embeddings")).hasSize(2);
        assertThat(openRouter.bill().answered()).isEqualTo(2);
    }

    @Test
    void goes_on_where_an_earlier_run_stopped() {
        server.when(Match.path(CHAT)).answer(Answer.computed(request -> study()));
        studies(5).count();
        openRouter.close();

        openRouter = builder("job").build();
        assertThat(studies(8).count()).isEqualTo(8);

        assertThat(server.requests(CHAT)).hasSize(8);
        assertThat(openRouter.bill().answered()).isEqualTo(8);
    }

    @Test
    void writes_refusals_and_failures_with_their_cost() {
        server.when(Match.path(CHAT)).answer(Answer.computed(request -> study()));
        server.when(Match.userSays("document 0"))
                .answer(Answer.error(403, "Your input was flagged").errorType("content_policy_violation"));
        server.when(Match.userSays("document 1"))
                .answer(Answer.text("No study here.").usage(10, 5, "0.002"));

        Dataset<Row> studies = studies(3).persist();

        assertThat(row(studies, "k0").<String>getAs("status")).isEqualTo("refused");
        assertThat(row(studies, "k0").<String>getAs("error")).contains("flagged");
        assertThat(row(studies, "k0").<BigDecimal>getAs("cost")).isZero();

        assertThat(row(studies, "k1").<String>getAs("status")).isEqualTo("failed");
        assertThat(row(studies, "k1").<BigDecimal>getAs("cost")).isEqualByComparingTo("0.002");
        assertThat(row(studies, "k2").<String>getAs("status")).isEqualTo("answered");
        studies.unpersist();
    }

    @Test
    void tries_a_failure_that_may_pass_again_in_another_run_only() {
        server.when(Match.path(CHAT)).answer(Answer.error(502, "Bad gateway"));
        studies(1).count();
        assertThat(row(studies(1), "k0").<String>getAs("status")).isEqualTo("failed");
        assertThat(server.requests(CHAT)).hasSize(1);
        openRouter.close();
        server.reset();
        server.addKey(LocalSpark.KEY).when(Match.path(CHAT)).answer(Answer.computed(request -> study()));

        openRouter = builder("job").build();

        assertThat(row(studies(1), "k0").<String>getAs("status")).isEqualTo("answered");
        assertThat(openRouter.bill().failed()).isZero();
    }

    @Test
    void calls_for_failed_documents_again_if_it_is_told_to() {
        server.when(Match.path(CHAT)).answer(Answer.computed(request -> study()));
        server.when(Match.userSays("document 1"))
                .answer(Answer.text("No study here.").usage(10, 5, "0.002"), study());
        studies(3).count();
        assertThat(row(studies(3), "k1").<String>getAs("status")).isEqualTo("failed");
        assertThat(server.requests(CHAT)).hasSize(3);

        assertThat(openRouter.retryFailures()).isEqualTo(1);

        assertThat(row(studies(3), "k1").<String>getAs("status")).isEqualTo("answered");
        assertThat(server.requests(CHAT)).hasSize(4);
        assertThat(openRouter.bill().answered()).isEqualTo(3);
        assertThat(openRouter.bill().failed()).isZero();
        assertThat(openRouter.bill().cost())
                .isEqualByComparingTo(server.ledger().cost());
    }

    @Test
    void begins_anew_with_another_instruction_when_the_results_are_deleted() {
        server.when(Match.path(CHAT)).answer(Answer.computed(request -> study()));
        studies(3).count();
        try (OpenRouterSpark other = builder("other").build()) {
            studies(other, LocalSpark.documents(2)).count();

            assertThat(openRouter.deleteResults()).isEqualTo(3);

            assertThat(other.bill().answered()).isEqualTo(2);
        }
        assertThat(openRouter.bill().answered()).isZero();
        assertThat(openRouter.bill().cost()).isZero();
        assertThat(openRouter.bill().spent()).isEqualByComparingTo("0.003");
        Dataset<Row> studies = openRouter.extract(
                LocalSpark.documents(3), Study.class, "Read it well.", model -> model.modelName("openai/gpt-4o-mini"));
        assertThat(studies.filter("status = 'answered'").count()).isEqualTo(3);
        assertThat(server.requests(CHAT)).hasSize(8);
    }

    @Test
    void deletes_nothing_while_a_task_is_at_work() {
        Queue<Throwable> refusals = new ConcurrentLinkedQueue<>();
        server.when(Match.path(CHAT)).answer(Answer.computed(request -> {
            refusals.add(catchThrowable(() -> openRouter.deleteResults()));
            return study();
        }));

        assertThat(studies(1).count()).isEqualTo(1);

        assertThat(refusals).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(refusals.peek()).hasMessageContaining("'job' is running");
        assertThat(openRouter.bill().answered()).isEqualTo(1);
    }

    @Test
    void stops_when_the_budget_is_used_up_and_goes_on_with_a_larger_one() {
        server.when(Match.path(CHAT)).answer(Answer.computed(request -> study()));
        openRouter.close();
        openRouter = builder("job")
                .budget(budget -> budget.limit(new BigDecimal("0.005")))
                .build();
        assertThatThrownBy(() -> studies(50).count()).hasStackTraceContaining("OpenRouterBudgetExceededException");
        int sent = server.requests(CHAT).size();
        assertThat(sent).isBetween(1, 49);
        assertThat(openRouter.bill().open()).isZero();
        openRouter.close();

        openRouter = builder("job").build();

        assertThat(studies(50).count()).isEqualTo(50);
        assertThat(server.requests(CHAT)).hasSize(50);
        assertThat(openRouter.bill().spent())
                .isEqualByComparingTo(server.ledger().cost());
    }

    @Test
    void keeps_one_pace_for_all_tasks() {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server.when(Match.path(CHAT)).answer(Answer.computed(request -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            LockSupport.parkNanos(2_000_000);
            open.decrementAndGet();
            return study();
        }));
        openRouter.close();
        openRouter =
                builder("job").rateLimiter(limiter -> limiter.maxConcurrency(1)).build();

        assertThat(studies(10).count()).isEqualTo(10);

        assertThat(most).hasValue(1);
    }

    @Test
    void refuses_another_instruction_under_the_same_name() {
        server.when(Match.path(CHAT)).answer(Answer.computed(request -> study()));
        studies(1).count();

        Dataset<Row> others = openRouter.extract(
                LocalSpark.documents(1), Study.class, "Read it well.", model -> model.modelName("openai/gpt-4o-mini"));

        assertThatThrownBy(others::count).hasStackTraceContaining("give this work another name");
    }
}
