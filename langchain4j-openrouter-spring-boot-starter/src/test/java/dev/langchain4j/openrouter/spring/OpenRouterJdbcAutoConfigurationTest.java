package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import dev.langchain4j.model.openrouter.OpenRouterCostReport;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterFreeModelPacer;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import dev.langchain4j.model.openrouter.OpenRouterRerankCache;
import dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What replicas with one database share without further configuration. */
@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterJdbcAutoConfigurationTest {

    private final OpenRouterServer server;
    private final JdbcConnectionPool h2 =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
    private final ApplicationContextRunner application;

    OpenRouterJdbcAutoConfigurationTest(OpenRouterServer server, @TempDir Path folder) {
        this.server = server;
        this.application = new ApplicationContextRunner()
                .withConfiguration(
                        AutoConfigurations.of(OpenRouterAutoConfiguration.class, OpenRouterJdbcAutoConfiguration.class))
                .withPropertyValues(
                        "langchain4j.openrouter.api-key=" + server.apiKey(),
                        "langchain4j.openrouter.base-url=" + server.baseUrl(),
                        "langchain4j.openrouter.chat-model.model-name=openai/gpt-4o",
                        "langchain4j.openrouter.chat-model.max-output-tokens=50",
                        "langchain4j.openrouter.jdbc.ledger-folder=" + folder);
    }

    @AfterEach
    void close() {
        h2.dispose();
    }

    @Test
    void replicas_share_a_budget_and_a_ledger() throws SQLException {
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, "0.001"));
        ApplicationContextRunner replica = withDatabase().withUserConfiguration(SharedBudgetConfiguration.class);

        replica.run(first -> {
            first.getBean(ChatModel.class).chat("How much is the fish?");
            replica.run(second -> {
                second.getBean(ChatModel.class).chat("How much is the fish?");
                // an answer does not wait until the database has its cost
                await().untilAsserted(() -> assertThat(
                                second.getBean(OpenRouterBudget.class).spentToday())
                        .isEqualByComparingTo("0.002"));
            });
        });

        assertThat(ask("SELECT SUM(cost_usd) FROM openrouter_call")).startsWith("0.002");
    }

    @Test
    void replicas_share_the_rate_limiter_of_the_properties() {
        ApplicationContextRunner replica = withDatabase()
                .withPropertyValues(
                        "langchain4j.openrouter.rate-limiter.requests-per-minute=1",
                        "langchain4j.openrouter.rate-limiter.max-concurrency=2",
                        "langchain4j.openrouter.total-timeout=30s");

        replica.run(first -> {
            first.getBean(ChatModel.class).chat("How much is the fish?");
            replica.run(second -> assertThatThrownBy(
                            () -> second.getBean(ChatModel.class).chat("Again?"))
                    .isInstanceOf(RateLimitException.class)
                    .hasMessageContaining("rateLimiter"));
            replica.withPropertyValues("langchain4j.openrouter.jdbc.rate-limiter=false")
                    .run(alone -> assertThat(alone.getBean(ChatModel.class).chat("And alone?"))
                            .isNotEmpty());
        });
    }

    @Test
    void replicas_share_the_pace_of_the_properties() {
        ApplicationContextRunner replica = withDatabase()
                .withPropertyValues(
                        "langchain4j.openrouter.chat-model.model-name=openai/gpt-oss-20b:free",
                        "langchain4j.openrouter.free-model-pacer.requests-per-minute=1",
                        "langchain4j.openrouter.free-model-pacer.requests-per-day=100",
                        "langchain4j.openrouter.total-timeout=30s");

        replica.run(first -> {
            first.getBean(ChatModel.class).chat("How much is the fish?");
            replica.run(second -> assertThatThrownBy(
                            () -> second.getBean(ChatModel.class).chat("Again?"))
                    .isInstanceOf(RateLimitException.class)
                    .hasMessageContaining("freeModelPacer gives 1 a minute"));
        });
    }

    @Test
    void a_report_is_drawn_from_the_ledger_of_all_replicas() {
        withDatabase().run(context -> {
            context.getBean(ChatModel.class).chat("How much is the fish?");
            OpenRouterCostReport report = new OpenRouterCostReport();

            context.getBean(OpenRouterJdbc.class).readLedger(null, null, report);

            assertThat(report.html()).contains("<dt>Calls</dt><dd>1</dd>", "openai/gpt-4o");
        });
    }

    @Test
    void a_chat_model_that_reranks_keeps_its_replies() throws SQLException {
        server.answer("{\"grades\":[{\"id\":1,\"grade\":3},{\"id\":2,\"grade\":1}]}");

        withDatabase()
                .withPropertyValues("langchain4j.openrouter.llm-scoring-model.model-name=openai/gpt-4o")
                .run(context -> {
                    assertThat(context).hasSingleBean(OpenRouterRerankCache.class);
                    assertThat(context).hasSingleBean(OpenRouterLlmScoringModel.class);
                    context.getBean(OpenRouterRerankCache.class).put("key", "reply");
                });

        assertThat(ask("SELECT reply FROM openrouter_rerank")).isEqualTo("reply");
    }

    @Test
    void settings_reach_the_tables() throws SQLException {
        withDatabase()
                .withPropertyValues("langchain4j.openrouter.jdbc.table-prefix=ai_")
                .run(context -> context.getBean(OpenRouterRerankCache.class).put("key", "reply"));

        assertThat(ask("SELECT reply FROM ai_rerank")).isEqualTo("reply");
    }

    @Test
    void a_setting_that_cannot_be_used_is_named() {
        withDatabase()
                .withPropertyValues("langchain4j.openrouter.jdbc.lease=0s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("langchain4j.openrouter.jdbc.lease must be "));
    }

    @Test
    void parts_can_be_turned_off() {
        withDatabase()
                .withPropertyValues(
                        "langchain4j.openrouter.jdbc.ledger=false",
                        "langchain4j.openrouter.jdbc.free-model-pacer=false",
                        "langchain4j.openrouter.jdbc.rate-limiter=false",
                        "langchain4j.openrouter.jdbc.rerank-cache=false")
                .run(context -> {
                    assertThat(context).hasSingleBean(OpenRouterBudgetStore.class);
                    assertThat(context).doesNotHaveBean(OpenRouterCostSink.class);
                    assertThat(context).doesNotHaveBean(OpenRouterFreeModelPacer.class);
                    assertThat(context).doesNotHaveBean(OpenRouterRateLimiter.Turns.class);
                    assertThat(context).doesNotHaveBean(OpenRouterRerankCache.class);
                });
    }

    @Test
    void all_can_be_turned_off() {
        withDatabase()
                .withPropertyValues("langchain4j.openrouter.jdbc.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(OpenRouterJdbc.class));
        withDatabase()
                .withPropertyValues("langchain4j.openrouter.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(OpenRouterJdbc.class));
    }

    @Test
    void nothing_is_shared_without_a_database_or_the_module() {
        application.run(context -> assertThat(context).doesNotHaveBean(OpenRouterJdbc.class));
        withDatabase()
                .withClassLoader(new FilteredClassLoader(OpenRouterJdbc.class))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(context).doesNotHaveBean(OpenRouterBudgetStore.class);
                });
    }

    @Test
    void the_database_of_several_that_the_application_chooses_is_shared() throws SQLException {
        withDatabase()
                .withBean("other", DataSource.class, () -> h2)
                .withPropertyValues("langchain4j.openrouter.jdbc.ledger=false")
                .withBean(
                        OpenRouterJdbc.class,
                        () -> OpenRouterJdbc.builder(h2).tablePrefix("ai_").build())
                .run(context -> {
                    assertThat(context).hasSingleBean(OpenRouterJdbc.class);
                    assertThat(context).hasSingleBean(OpenRouterBudgetStore.class);
                    context.getBean(OpenRouterRerankCache.class).put("key", "reply");
                });

        assertThat(ask("SELECT reply FROM ai_rerank")).isEqualTo("reply");
    }

    @Test
    void an_application_with_several_of_its_own_starts() {
        ApplicationContextRunner own = application
                .withBean("sales", OpenRouterJdbc.class, () -> OpenRouterJdbc.of(h2))
                .withBean("support", OpenRouterJdbc.class, () -> OpenRouterJdbc.of(h2));

        for (ApplicationContextRunner each : List.of(own, own.withBean(DataSource.class, () -> h2))) {
            each.run(context -> {
                assertThat(context).hasNotFailed();
                assertThat(context).doesNotHaveBean(OpenRouterBudgetStore.class);
            });
            assertThat(warnings(each)).hasSize(1);
        }
    }

    @Test
    void a_module_without_effect_is_named_at_the_start() {
        ApplicationContextRunner several = withDatabase()
                .withBean("other", DataSource.class, () -> h2)
                .withPropertyValues("langchain4j.openrouter.jdbc.ledger=false");

        assertThat(warnings(application)).hasSize(1);
        assertThat(warnings(several)).hasSize(1);
        assertThat(warnings(withDatabase())).isEmpty();
        assertThat(warnings(several.withPropertyValues("langchain4j.openrouter.jdbc.enabled=false")))
                .isEmpty();
        assertThat(warnings(several.withBean(OpenRouterJdbc.class, () -> OpenRouterJdbc.of(h2))))
                .isEmpty();
    }

    private static List<String> warnings(ApplicationContextRunner runner) {
        return PropertyCheckTest.warnings(runner).stream()
                .filter(warning -> warning.startsWith("The starter shares nothing in a database"))
                .toList();
    }

    private ApplicationContextRunner withDatabase() {
        return application.withBean(DataSource.class, () -> h2);
    }

    private String ask(String sql) throws SQLException {
        try (var connection = h2.getConnection();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
