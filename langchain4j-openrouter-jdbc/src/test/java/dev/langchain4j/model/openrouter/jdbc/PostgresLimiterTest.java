package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.langchain4j.model.openrouter.OpenRouterRateLimiter.Limits;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter.Turn;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter.Turns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Postgres.class)
class PostgresLimiterTest extends LimiterContract {

    private static final Limits LIMITS = new Limits(100, null, null);

    private final DataSource postgres;

    PostgresLimiterTest(DataSource postgres) {
        super(postgres);
        this.postgres = postgres;
    }

    /** With the clock of the database. */
    @Test
    void a_start_that_waited_for_the_row_counts_from_its_end() throws Exception {
        String limiter = UUID.randomUUID().toString();
        try (OpenRouterJdbc jdbc = OpenRouterJdbc.of(postgres);
                Connection other = postgres.getConnection();
                PreparedStatement lock =
                        other.prepareStatement("SELECT * FROM openrouter_limit WHERE id = ? FOR UPDATE")) {
            Turns turns = jdbc.rateTurns(limiter);
            turns.take(LIMITS, "first", 0, null);
            other.setAutoCommit(false);
            lock.setString(1, limiter);
            lock.execute();
            CompletableFuture<Turn> late = CompletableFuture.supplyAsync(() -> turns.take(LIMITS, "late", 0, null));
            await().until(() -> Databases.count(postgres, "pg_locks WHERE NOT granted") > 0);
            long waited = clock();
            await().until(() -> clock() > waited + 300);
            long free = clock();
            other.commit();
            other.setAutoCommit(true);

            assertThat(late.get(30, TimeUnit.SECONDS).delay()).isZero();
            String slices = Databases.ask(postgres, "SELECT slices FROM openrouter_limit WHERE id = '" + limiter + "'");
            String last = slices.substring(slices.lastIndexOf(' ') + 1);
            assertThat(Long.parseLong(last.substring(0, last.indexOf(':')))).isGreaterThan(free - 100);
        }
    }

    /** A process that freezes then, or whose machine is lost, would hold up the others for hours. */
    @Test
    void the_database_ends_a_turn_of_ten_seconds() {
        AtomicReference<Connection> used = new AtomicReference<>();
        List<String> idle = new ArrayList<>();
        DataSource watched = Watched.of(postgres, (method, sql, real) -> {
            if (method.equals("commit")) {
                idle.add(longestPause(used.get()));
            }
            Object result = real.call();
            if (result instanceof Connection connection) {
                used.set(connection);
            } else if (method.equals("commit")) {
                idle.add(longestPause(used.get()));
            }
            return result;
        });
        try (OpenRouterJdbc jdbc = OpenRouterJdbc.of(watched)) {
            Turns turns = jdbc.rateTurns(UUID.randomUUID().toString());
            turns.take(LIMITS, "creates the row", 0, null);
            idle.clear();

            turns.take(LIMITS, "next", 0, null);

            assertThat(idle).containsExactly("10s", "0");
        }
    }

    private static String longestPause(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW idle_in_transaction_session_timeout")) {
            row.next();
            return row.getString(1);
        }
    }

    private long clock() {
        return Long.parseLong(
                Databases.ask(postgres, "SELECT FLOOR(EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::bigint"));
    }
}
