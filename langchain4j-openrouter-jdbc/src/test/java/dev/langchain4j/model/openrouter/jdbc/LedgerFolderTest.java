package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.http.Time;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where records wait for a database of which no folder was given. */
class LedgerFolderTest {

    private final JdbcConnectionPool h2 = Databases.h2();

    @AfterEach
    void drop() {
        Databases.drop(h2);
    }

    @Test
    void is_the_same_before_the_tables_are_there() {
        LedgerFolder missing = folder(false);

        assertThat(missing.path()).isEqualTo(folder(true).path());
    }

    private LedgerFolder folder(boolean createTables) {
        Schema schema = new Schema(Schema.PREFIX, createTables, Time.system());
        return new LedgerFolder(null, Schema.PREFIX, new Database(h2, schema, null));
    }
}
