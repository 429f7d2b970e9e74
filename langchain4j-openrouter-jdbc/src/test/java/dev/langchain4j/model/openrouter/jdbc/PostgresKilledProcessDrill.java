package dev.langchain4j.model.openrouter.jdbc;

import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Postgres.class)
class PostgresKilledProcessDrill extends KilledProcessContract {

    PostgresKilledProcessDrill(DataSource postgres) {
        super(postgres);
    }
}
