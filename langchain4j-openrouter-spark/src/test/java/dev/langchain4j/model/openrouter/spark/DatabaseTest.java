package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.BatchUpdateException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

    private final Database database = new Database(
            new KeptConnections(LocalSpark.database(UUID.randomUUID().toString()), null, null), "openrouter_");
    private final AtomicInteger attempts = new AtomicInteger();

    /** Fails once. */
    private String work(String state) {
        return database.transaction("work", connection -> {
            if (attempts.incrementAndGet() == 1) {
                throw new SQLException("once", state);
            }
            return "done";
        });
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"08006", "25006", "40001", "57P01"})
    void a_failure_that_passes_is_waited_for(String state) {
        assertThat(work(state)).isEqualTo("done");
    }

    @Test
    void a_failure_that_stays_is_told_at_once() {
        assertThatIllegalStateException().isThrownBy(() -> work("42601")).withMessageContaining("failed to work");
        assertThat(attempts).hasValue(1);
    }

    /** As PostgreSQL's driver tells it. */
    @Test
    void a_failure_quotes_no_answer() {
        var reason = new SQLException(
                "ERROR: new row violates check constraint \"short\"\n  Detail: Failing row contains (k0, patient 7).",
                "22000");
        var batch = new BatchUpdateException(
                "Batch entry 0 UPDATE d SET answer = ('patient 7') was aborted: " + reason.getMessage(),
                "22000",
                new int[0],
                reason);
        batch.setNextException(reason);

        assertThatIllegalStateException()
                .isThrownBy(() -> database.transaction("write results", connection -> {
                    throw batch;
                }))
                .satisfies(failure -> assertThat(failure)
                        .hasStackTraceContaining("violates check constraint \"short\"")
                        .hasStackTraceContaining("DatabaseTest")
                        .extracting(DatabaseTest::stackTrace, STRING)
                        .doesNotContain("patient"));
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024_", "a.b.c_", "a-", ""})
    void a_prefix_that_begins_no_name_of_a_table_is_refused_with_the_rule(String prefix) {
        OpenRouterSpark.Builder builder = OpenRouterSpark.builder(LocalSpark.session(), "job");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.tablePrefix(prefix))
                .withMessageContaining(
                        "not beginning with a digit, optionally after a schema and '.', but is '" + prefix);
    }

    @Test
    void an_error_leaves_no_half_of_a_transaction() {
        database.transaction("work", connection -> connection.createStatement().execute("CREATE TABLE half (x INT)"));
        var out = new OutOfMemoryError("in the middle");

        assertThatThrownBy(() -> database.transaction("work", connection -> {
                    connection.createStatement().execute("INSERT INTO half VALUES (1)");
                    throw out;
                }))
                .isSameAs(out);

        int left = database.transaction("work", connection -> {
            ResultSet rows = connection.createStatement().executeQuery("SELECT COUNT(*) FROM half");
            rows.next();
            return rows.getInt(1);
        });
        assertThat(left).isZero();
    }
}
