package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Account;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Key;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Scope;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** PostgreSQL's driver quotes a batch that fails, and a row that is refused, with the session and the tags of the user. */
@ExtendWith(Postgres.class)
@Timeout(60)
class PostgresLogTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.langchain4j.model.openrouter");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    /** Not yet used by another test. */
    private final String prefix = "l" + UUID.randomUUID().toString().substring(0, 8) + "_";

    private final DataSource postgres;
    private final OpenRouterJdbc jdbc;
    private final OpenRouterBudgetStore store;

    PostgresLogTest(DataSource postgres, @TempDir Path folder) {
        this.postgres = postgres;
        this.jdbc = OpenRouterJdbc.builder(postgres)
                .tablePrefix(prefix)
                .ledgerFolder(folder)
                .build();
        this.store = jdbc.budgetStore();
        store.read(new Key(Scope.TOTAL, "", "")); // creates the tables
    }

    @BeforeEach
    void listen() {
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void listenNoMore() {
        jdbc.close();
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void a_ledger_that_cannot_be_written_quotes_no_row() {
        Databases.change(postgres, "DROP TABLE " + prefix + "call_tag");

        jdbc.costSink().accept(call());
        jdbc.close();

        assertThat(logged())
                .contains("The ledger stays in", "relation \"" + prefix + "call_tag\" does not exist")
                .doesNotContain("patient");
    }

    @Test
    void a_refused_row_of_the_ledger_is_not_quoted() {
        Databases.change(postgres, "ALTER TABLE " + prefix + "call ADD CONSTRAINT no_chat CHECK (operation <> 'chat')");

        jdbc.costSink().accept(call());
        jdbc.close();

        assertThat(logged())
                .contains("The database refuses a row of the ledger", "violates check constraint \"no_chat\"")
                .doesNotContain("patient");
    }

    @Test
    void a_refused_reservation_is_not_quoted() {
        Databases.change(
                postgres, "ALTER TABLE " + prefix + "reservation ADD CONSTRAINT no_chat CHECK (operation <> 'chat')");

        assertThatThrownBy(() -> store.reserve(List.of(new Reservation(
                        "r-1",
                        BigDecimal.ONE,
                        List.of(new Account(new Key(Scope.TOTAL, "", ""), null)),
                        "chat",
                        "m",
                        "patient-7",
                        Map.of("ward", "patients")))))
                .hasStackTraceContaining("violates check constraint \"no_chat\"")
                .satisfies(failure -> assertThat(ThrowableProxyUtil.asString(new ThrowableProxy(failure)))
                        .doesNotContain("patient"));
    }

    /** With the failures. */
    private String logged() {
        return log.list.stream()
                .map(event -> event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                .collect(Collectors.joining("\n"));
    }

    private static OpenRouterCostRecord call() {
        return new OpenRouterCostRecord(
                Instant.now(),
                "chat",
                Duration.ofSeconds(1),
                null,
                1,
                "gen-1",
                "m",
                "m",
                "Provider",
                null,
                null,
                null,
                "patient-7",
                Map.of("ward", "patients"),
                Outcome.ANSWERED,
                null,
                List.of());
    }
}
