package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One bad row costs the others nothing. */
@ExtendWith(OpenRouterServerExtension.class)
class BadRowsTest {

    private static final String CHAT = "/chat/completions";
    private static final String CITY = "{\"name\": \"Paris\"}";

    /** What is read out of a document. */
    public record City(String name) {}

    private final OpenRouterServer server;
    private OpenRouterSpark openRouter;

    BadRowsTest(OpenRouterServer server) {
        this.server = server;
    }

    @BeforeEach
    void begin() {
        server.addKey(LocalSpark.KEY);
        String url = server.baseUrl();
        openRouter = OpenRouterSpark.builder(LocalSpark.session(), "bad-rows")
                .database(LocalSpark.database(UUID.randomUUID().toString()))
                .budget(budget -> budget.limit(new BigDecimal("20")))
                .connection(connection -> connection.baseUrl(url).maxRetries(0))
                .maxConcurrency(4)
                .embeddingsPerRequest(4)
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    /** Two of them fill a request for vectors. */
    private static Dataset<Row> longDocuments() {
        return OpenRouterSpark.documents(
                LocalSpark.session()
                        .createDataset(IntStream.range(0, 4).boxed().toList(), Encoders.INT())
                        .coalesce(1),
                i -> "k" + i,
                i -> (i + "bcdefghi ").repeat(18_000));
    }

    @Test
    void a_long_text_that_spoils_a_request_has_no_other_paid_twice() {
        server.when(Match.path("/embeddings")
                        .and(Match.body(body -> body.at("/input").toString().contains("3bcdefghi"))))
                .answer(Answer.error(400, "The input is too long"));

        Dataset<Row> vectors = openRouter
                .embed(
                        longDocuments(),
                        model -> model.modelName("openai/text-embedding-3-small")
                                .maxTokensPerBatch(50_000)
                                .maxSegmentsPerBatch(1))
                .persist();

        assertThat(vectors.filter("status = 'answered'").count()).isEqualTo(3);
        assertThat(vectors.filter("status = 'failed' and cost = 0").count()).isEqualTo(1);
        assertThat(openRouter.bill().cost())
                .isPositive()
                .isEqualByComparingTo(server.ledger().cost());
        vectors.unpersist();
    }

    @Test
    void a_row_that_fails_later_loses_no_call_that_is_under_way() {
        server.when(Match.path(CHAT)).answer(Answer.json(CITY).afterDelay(Duration.ofMillis(300)));
        server.when(Match.userSays("document 0")).answer(Answer.json(CITY));

        assertThatThrownBy(() ->
                        cities().filter((FilterFunction<Row>) BadRowsTest::fail).count())
                .hasStackTraceContaining("cannot use this row");

        assertThat(cities().filter("status = 'answered'").count()).isEqualTo(4);
        assertThat(server.requests(CHAT)).hasSize(4);
        assertThat(openRouter.bill().interrupted()).isZero();
    }

    private Dataset<Row> cities() {
        return openRouter.extract(
                LocalSpark.documents(4).coalesce(1),
                City.class,
                "Read the city.",
                model -> model.modelName("openai/gpt-4o-mini"));
    }

    private static boolean fail(Row row) {
        throw new IllegalStateException("cannot use this row");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "array('a') AS key, 'tides' AS text | 'key', but it is array<string>",
                "'a' AS key, named_struct('title', 'tides') AS text | 'text', but it is struct<title:string>",
                "'a' AS key, map('title', 'tides') AS text | 'text', but it is map<string,string>",
                "X'FF' AS key, 'tides' AS text | 'key', but it is binary"
            })
    void a_column_that_is_no_text_is_refused_by_its_name(String columns, String refused) {
        Dataset<Row> documents = LocalSpark.session().sql("SELECT " + columns);

        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> openRouter.embed(documents, model -> model.modelName("openai/text-embedding-3-small")))
                .withMessageContaining("the column " + refused);
    }
}
