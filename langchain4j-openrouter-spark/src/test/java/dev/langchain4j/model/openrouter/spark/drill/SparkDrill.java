package dev.langchain4j.model.openrouter.spark.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Ledger;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A driver and two executors, each in a process of its own, on one PostgreSQL: an executor is killed, later the driver,
 * and the job is started again. Not part of a build: {@code .ci/run} runs it, and the command in the docs on Spark.
 */
class SparkDrill {

    private static final int DOCUMENTS = Integer.getInteger("drill.documents", 5000);
    private static final int EXECUTORS = 2;
    private static final String CLUSTER = "local-cluster[" + EXECUTORS + ",1,512]";
    private static final int MAX_IN_FLIGHT = DrillJob.CONCURRENCY * (1 + EXECUTORS);
    private static final String CHAT = "/chat/completions";

    @TempDir
    private Path folder;

    @Test
    @Timeout(600)
    void pays_each_document_once_although_an_executor_and_the_driver_are_killed() throws Exception {
        try (OpenRouterServer server = OpenRouterServer.start();
                EmbeddedPostgres postgres = Postgres.start(folder)) {
            server.addKey(DrillJob.KEY).when(Match.path(CHAT)).answer(Answer.computed(SparkDrill::answer));
            String database = Postgres.url(postgres);
            try (Driver first = Driver.start(CLUSTER, server.baseUrl(), database, folder, DOCUMENTS)) {
                awaitRequests(server, DOCUMENTS / 5, first);
                first.executors().get(0).destroyForcibly();
                awaitRequests(server, DOCUMENTS / 2, first);
                first.kill();
            }
            int half = server.requests(CHAT).size();
            assertThat(half).isLessThan(DOCUMENTS);

            String bill;
            try (Driver second = Driver.start(CLUSTER, server.baseUrl(), database, folder, DOCUMENTS)) {
                bill = second.done();
            }

            int requests = server.requests(CHAT).size();
            BigDecimal book = server.ledger().cost();
            BigDecimal ledger = number(database, "SELECT SUM(cost_usd) FROM openrouter_call");
            BigDecimal unheard = unheard(server, database);
            System.out.println(DOCUMENTS + " documents, killed at " + half + " requests, " + requests
                    + " requests in the end, book " + book + ", ledger " + ledger + ", " + bill);
            assertEveryDocumentOnce();
            assertThat(requests).isBetween(DOCUMENTS, DOCUMENTS + MAX_IN_FLIGHT);
            assertThat(ledger).isEqualByComparingTo(book.subtract(unheard));
            assertThat(number(database, "SELECT spent FROM openrouter_account WHERE scope = 'TOTAL'"))
                    .isEqualByComparingTo(ledger);
            assertThat(number(database, "SELECT unsettled FROM openrouter_account WHERE scope = 'TOTAL'"))
                    .isGreaterThanOrEqualTo(unheard);
            assertThat(number(database, "SELECT SUM(interrupted) FROM openrouter_spark_tally"))
                    .isBetween(BigDecimal.valueOf(requests - DOCUMENTS), BigDecimal.valueOf(MAX_IN_FLIGHT));
            assertThat(number(database, "SELECT COUNT(*) FROM openrouter_spark_document WHERE state = 'O'"))
                    .isZero();
        }
    }

    private static Answer answer(RecordedRequest request) {
        String text = request.body().at("/messages/0/content").asText();
        if (text.contains("00.")) {
            return Answer.error(403, "Your input was flagged").errorType("content_policy_violation");
        }
        return Answer.json("{\"topic\": \"tides\", \"samples\": 12, \"methods\": [\"sonar\", \"patience\"]}")
                .usage(30, 20, "0.00002")
                .afterDelay(Duration.ofMillis(20));
    }

    private static void awaitRequests(OpenRouterServer server, int requests, Driver driver) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    driver.check();
                    return server.requests(CHAT).size() >= requests
                            && !driver.executors().isEmpty();
                });
    }

    /** The cost of calls that were killed before the executor heard of their generation id: nobody can ask for those. */
    private static BigDecimal unheard(OpenRouterServer server, String database) throws SQLException {
        Set<String> heardOf =
                new HashSet<>(texts(database, "SELECT generation_id FROM openrouter_call WHERE cost_usd IS NOT NULL"));
        return server.ledger().charges().stream()
                .filter(charge -> !heardOf.contains(charge.generationId()))
                .map(Ledger.Charge::cost)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private void assertEveryDocumentOnce() throws Exception {
        try (SparkSession spark = DrillJob.session("local[1]", "")) {
            Dataset<Row> records =
                    spark.read().parquet(folder.resolve("records").toString());
            assertThat(records.count()).isEqualTo(DOCUMENTS);
            assertThat(records.select("key").distinct().count()).isEqualTo(DOCUMENTS);
            long refused = records.filter("status = 'refused'").count();
            assertThat(refused).isEqualTo(DOCUMENTS / 100 - 1);
            assertThat(records.filter("value.topic = 'tides' and cost = 0.00002")
                            .count())
                    .isEqualTo(DOCUMENTS - refused);
        }
    }

    private static BigDecimal number(String database, String sql) throws SQLException {
        return new BigDecimal(texts(database, sql).get(0));
    }

    private static List<String> texts(String database, String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                texts.add(row.getString(1));
            }
        }
        return texts;
    }
}
