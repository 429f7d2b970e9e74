package dev.langchain4j.model.openrouter.examples;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostReport;
import dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A ledger as a page with charts: of the file in {@code -Dledger}, as cost sinks write it, of the database in
 * {@code -Dledger}, a JDBC URL, or else of a few calls that this example makes.
 */
final class CostReport {

    private static final List<String> MODELS =
            List.of("openai/gpt-4o-mini", "anthropic/claude-haiku-4.5", "google/gemini-2.5-flash");

    private CostReport() {}

    static void run(Connection connection, Screen screen) {
        run(
                connection,
                screen,
                System.getProperty("ledger"),
                Path.of(System.getProperty("report", "target/cost-report.html")));
    }

    static void run(Connection connection, Screen screen, @Nullable String ledger, Path html) {
        screen.title("A ledger as a page", where(connection, ledger));
        screen.step(1, "Read a ledger, or fill one", "OpenRouterCostReport.read(Path.of(ledger))");
        OpenRouterCostReport report = report(connection, ledger);
        screen.step(2, "Write the page", "report.write(html)");
        report.write(html);
        screen.good("written", html.toString());
        screen.line();
    }

    private static String where(Connection connection, @Nullable String ledger) {
        if (ledger != null) {
            return isDatabase(ledger) ? "Reads the tables of a database." : "Reads " + ledger;
        }
        return connection.isLive()
                ? "Live: nine short answers, less than a cent."
                : "Offline: nine answers of a stand-in on this machine.";
    }

    private static OpenRouterCostReport report(Connection connection, @Nullable String ledger) {
        if (ledger == null) {
            return ask(connection.openRouter());
        }
        return isDatabase(ledger) ? ofDatabase(ledger) : OpenRouterCostReport.read(Path.of(ledger));
    }

    /** @throws IllegalArgumentException if the database cannot be reached or has no ledger */
    private static OpenRouterCostReport ofDatabase(String url) {
        ensureDriver(url);
        try {
            return ofDatabase(dataSource(url), null, null);
        } catch (RuntimeException e) {
            throw e.getCause() instanceof SQLException ? new IllegalArgumentException(e.getMessage(), e) : e;
        }
    }

    /** The driver manager's own message repeats the URL, which may have a password. */
    private static void ensureDriver(String url) {
        try {
            DriverManager.getDriver(url);
        } catch (SQLException none) {
            throw new IllegalArgumentException("-Dledger is a URL of " + url.split(":", 3)[1]
                    + ", for which the examples have no JDBC driver: add it to examples/pom.xml");
        }
    }

    private static boolean isDatabase(String ledger) {
        return ledger.startsWith("jdbc:");
    }

    private static OpenRouterCostReport ofDatabase(
            DataSource dataSource, @Nullable Instant from, @Nullable Instant until) {
        // region database
        OpenRouterCostReport report = new OpenRouterCostReport();
        try (OpenRouterJdbc jdbc =
                OpenRouterJdbc.builder(dataSource).createTables(false).build()) {
            jdbc.readLedger(from, until, report);
        }
        // endregion
        return report;
    }

    /** All that is needed of one here is its connections; an application has a pool. */
    private static DataSource dataSource(String url) {
        return (DataSource) Proxy.newProxyInstance(
                CostReport.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> DriverManager.getConnection(url));
    }

    private static OpenRouterCostReport ask(OpenRouter openRouter) {
        // region report
        OpenRouterCostReport report = new OpenRouterCostReport();
        OpenRouterCostListener listener = new OpenRouterCostListener(openRouter.modelCatalog(), report);
        // endregion
        for (String name : MODELS) {
            for (String tenant : List.of("acme", "globex", "initech")) {
                ChatModel model = openRouter
                        .chatModel()
                        .modelName(name)
                        .maxOutputTokens(50)
                        .metadata(Map.of("tenant", tenant))
                        .costListener(listener)
                        .build();
                model.chat("In one sentence: what does " + tenant + " sell?");
            }
        }
        return report;
    }
}
