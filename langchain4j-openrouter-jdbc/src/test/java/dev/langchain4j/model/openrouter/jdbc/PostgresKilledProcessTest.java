package dev.langchain4j.model.openrouter.jdbc;

import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Postgres.class)
class PostgresKilledProcessTest extends KilledProcessContract {

    PostgresKilledProcessTest(DataSource postgres) {
        super(postgres);
    }
}
