package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostReportTest {

    @TempDir
    Path folder;

    @Test
    void draws_the_calls_that_it_makes() {
        Path html = folder.resolve("report.html");
        OfflineRun run = OfflineRun.of((connection, screen) -> CostReport.run(connection, screen, null, html));

        run.isPrintedWell(CostReport.class, 2);
        assertThat(html)
                .content()
                .contains("<dt>Calls</dt><dd>9</dd>", "Cost by tag tenant", "globex", "anthropic/claude-haiku-4.5");
    }

    @Test
    void draws_the_ledger_of_a_database() throws Exception {
        Path html = folder.resolve("report.html");
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setUrl("jdbc:h2:mem:report;DB_CLOSE_DELAY=-1");
        try (Connection connection = Connection.open(Map.of());
                OpenRouterJdbc jdbc = OpenRouterJdbc.builder(h2)
                        .ledgerFolder(folder.resolve("ledger"))
                        .build()) {
            ChatModel model = connection
                    .openRouter()
                    .chatModel()
                    .modelName("openai/gpt-4o-mini")
                    .maxOutputTokens(50)
                    .costListener(new OpenRouterCostListener(jdbc.costSink()))
                    .build();
            model.chat("Hi");
            jdbc.readLedger(null, null, record -> {});

            CostReport.run(connection, new Printed().screen(), h2.getUrl(), html);
        }
        try (var h2Connection = h2.getConnection();
                var statement = h2Connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }

        assertThat(html).content().contains("<dt>Calls</dt><dd>1</dd>", "openai/gpt-4o-mini");
    }

    @Test
    void draws_the_ledger_that_is_named() throws Exception {
        Path html = folder.resolve("report.html");
        Path ledger = Files.writeString(folder.resolve("ledger.jsonl"), """
                {"time": "2026-11-01T10:00:00Z", "outcome": "ok", "model_served": "openai/gpt-4o", "cost_usd": 0.25}
                {"time": "2026-11-02T10:00:00Z", "outcome": "unknown: TimeoutException", "model_requested": "openai/gpt-4o"}
                """);
        try (Connection connection = Connection.open(Map.of())) {
            CostReport.run(connection, new Printed().screen(), ledger.toString(), html);
        }

        assertThat(html).content().contains("<dt>Calls</dt><dd>2</dd>", "2026-11-01", "$0.25", "TimeoutException");
    }
}
