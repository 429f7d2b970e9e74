package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetExceededException;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostReport;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Budget and ledger of several processes, through the wire. Each {@link Replica} stands for a process. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class SharedBudgetTest {

    private static final String QUESTION = "How much is the fish?";

    @TempDir
    private Path folder;

    private final OpenRouterServer server;
    private final DataSource h2 = Databases.h2();
    private final FlakyDataSource flaky = new FlakyDataSource(h2);
    private final List<Replica> replicas = new ArrayList<>();

    SharedBudgetTest(OpenRouterServer server) {
        this.server = server;
    }

    /** A process of the application. */
    private record Replica(OpenRouterJdbc jdbc, OpenRouterBudget budget, OpenRouter openRouter, ChatModel model) {

        private void close() {
            openRouter.close();
            jdbc.close();
        }
    }

    @AfterEach
    void close() {
        replicas.forEach(Replica::close);
        Databases.drop(h2);
    }

    @Test
    void replicas_spend_from_one_budget() {
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, "0.001"));
        Replica one = replica("0.0025");
        Replica two = replica("0.0025");

        one.model().chat(QUESTION);
        two.model().chat(QUESTION);

        // an answer does not wait until the database has its cost
        await().untilAsserted(() -> assertThat(one.budget().spent()).isEqualByComparingTo("0.002"));
        await().untilAsserted(() ->
                assertThat(two.budget().spentByTag("tenant", "acme")).isEqualByComparingTo("0.002"));
        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> one.model().chat(QUESTION))
                .withMessageContaining("in total: limit $0.0025, spent $0.002, reserved $0, unsettled $0")
                .satisfies(refused -> assertThat(refused.spent()).isEqualTo(new BigDecimal("0.002")));
        assertThat(one.budget().spent()).as("without the column's zeros").isEqualTo(new BigDecimal("0.002"));
    }

    @Test
    void the_ledger_equals_the_servers_book() {
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, "0.001"));
        replica("1").model().chat(QUESTION);
        replica("1").model().chat(QUESTION);
        replicas.forEach(Replica::close);

        assertThat(ledger("SUM(cost_usd)")).isEqualByComparingTo(server.ledger().cost());
        assertThat(Databases.count(h2, "openrouter_call_tag WHERE tag = 'tenant' AND tag_value = 'acme'"))
                .isEqualTo(2);
    }

    @Test
    void the_report_of_the_table_equals_that_of_the_file_of_the_same_calls() {
        Path lines = folder.resolve("ledger.jsonl");
        server.answer(
                Answer.text("4").usage(9, 9, "0.001"),
                Answer.error(429, "Slow down"),
                Answer.cut(Answer.text("4").usage(9, 9, "0.001")));
        Replica replica = replica("1");
        ChatModel model = replica.openRouter()
                .chatModel()
                .metadata(Map.of("tenant", "a \"b\",\n<c>🐟", "team", "search"))
                .costListener(new OpenRouterCostListener(
                        replica.openRouter().modelCatalog(),
                        replica.jdbc().costSink(),
                        OpenRouterCostSink.jsonLines(lines)))
                .build();
        for (int i = 0; i < 3; i++) {
            catchThrowable(() -> model.chat(QUESTION));
        }

        OpenRouterCostReport report = new OpenRouterCostReport();
        long calls = replica.jdbc().readLedger(null, null, report);

        assertThat(calls).isEqualTo(3);
        assertThat(report.html())
                .isEqualTo(OpenRouterCostReport.read(lines).html())
                .contains("<dt>Calls</dt><dd>3</dd>", "Cost by tag tenant", "RateLimitException");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 429})
    void a_lost_attempt_is_unknown_in_the_report_of_the_table_until_its_cost_is_learned(int thenStatus) {
        Path csv = folder.resolve("ledger.csv");
        server.answer(
                Answer.cut(Answer.text("4").usage(9, 9, "0.001")),
                thenStatus == 200 ? Answer.text("4").usage(9, 9, "0.002") : Answer.error(thenStatus, "Slow down"));
        Replica replica = replica("1");
        ChatModel model = replica.openRouter()
                .chatModel()
                .maxRetries(1)
                .retryBrokenAnswers(true)
                .costListener(new OpenRouterCostListener(replica.jdbc().costSink(), OpenRouterCostSink.csv(csv)))
                .build();
        catchThrowable(() -> model.chat(QUESTION));

        assertThat(reportOfTable(replica))
                .contains("<dt>Cost unknown</dt><dd>1</dd>")
                .isEqualTo(OpenRouterCostReport.read(csv).html());
        replica.budget().settle();

        assertThat(reportOfTable(replica))
                .contains("<dt>Cost unknown</dt><dd>0</dd>", thenStatus == 200 ? "$0.003" : "$0.001")
                .isEqualTo(OpenRouterCostReport.read(csv).html());
    }

    private static String reportOfTable(Replica replica) {
        OpenRouterCostReport report = new OpenRouterCostReport();
        replica.jdbc().readLedger(null, null, report);
        return report.html();
    }

    @Test
    void another_replica_settles_what_a_dead_one_has_left() {
        server.answer(Answer.cut(Answer.text("4").usage(9, 9, "0.001")));
        Replica dead = replica("1");
        catchThrowable(() -> dead.model().chat(QUESTION));
        assertThat(dead.budget().unsettled()).isPositive();
        Databases.change(h2, "UPDATE openrouter_holder SET beat = beat - 600000");
        Replica other = replica("1");

        assertThat(other.budget().settle()).isZero();

        assertThat(other.budget().spent()).isEqualByComparingTo(server.ledger().cost());
        other.close();
        dead.close();
        assertThat(ledger("SUM(cost_usd)")).isEqualByComparingTo(server.ledger().cost());
        assertThat(ledger("SUM(unsettled)")).isZero();
    }

    @Test
    void nothing_is_sent_while_the_database_is_away() {
        Replica replica = replica("1");
        replica.model().chat(QUESTION);
        int sent = server.requests("/chat/completions").size();
        flaky.goAway();

        assertThatThrownBy(() -> replica.model().chat(QUESTION))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("the call was not sent");

        assertThat(server.requests("/chat/completions")).hasSize(sent);
        flaky.comeBack();
        assertThat(replica.model().chat(QUESTION)).isNotEmpty();
    }

    @Test
    void an_answer_does_not_wait_for_a_database_that_went_away_meanwhile() {
        Replica replica = replica("1");
        server.when(body -> {
                    flaky.goAway();
                    return true;
                })
                .answer(Answer.text("4").usage(9, 9, "0.001"));

        assertThat(replica.model().chat(QUESTION)).isEqualTo("4");

        flaky.comeBack();
        assertThat(replica.budget().spent()).isEqualByComparingTo("0.001");
        assertThat(replica.budget().reserved()).isZero();
        replica.close();
        assertThat(ledger("SUM(cost_usd)")).isEqualByComparingTo("0.001");
    }

    @Test
    void the_threads_of_a_replica_hand_down_nothing_of_the_first_caller() {
        InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        flaky.whenAsked(() -> seen.add(Thread.currentThread().getName() + " as " + user.get()));
        Replica replica = replica("1");
        OpenRouterRateLimiter limiter =
                OpenRouterRateLimiter.builder().requestsPerMinute(9).build();
        user.set("Alice");
        try (OpenRouter limited = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .rateLimiter(limiter.sharedBy(replica.jdbc().rateTurns()))
                .build()) {
            replica.model().chat(QUESTION);
            limited.chat(QUESTION);
        } finally {
            user.remove();
        }

        await().untilAsserted(() -> assertThat(seen)
                .contains(
                        "openrouter-jdbc-budget as null",
                        "openrouter-jdbc-ledger as null",
                        "openrouter-jdbc-limiter as null"));
        assertThat(seen).noneMatch(thread -> thread.matches("openrouter-jdbc.* as Alice"));
    }

    private Replica replica(String limit) {
        OpenRouterJdbc jdbc = OpenRouterJdbc.builder(flaky)
                .ledgerFolder(folder)
                .patience(Duration.ofMillis(100))
                .build();
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .limit(new BigDecimal(limit))
                .perTag("tenant", BigDecimal.ONE)
                .store(jdbc.budgetStore())
                .settleUnknown(false)
                .build();
        OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .budget(budget)
                .costListener(new OpenRouterCostListener(jdbc.costSink()))
                .build();
        ChatModel model = openRouter
                .chatModel()
                .maxOutputTokens(50)
                .metadata(Map.of("tenant", "acme"))
                .build();
        Replica replica = new Replica(jdbc, budget, openRouter, model);
        replicas.add(replica);
        return replica;
    }

    private BigDecimal ledger(String column) {
        return new BigDecimal(Databases.ask(h2, "SELECT " + column + " FROM openrouter_call"));
    }
}
