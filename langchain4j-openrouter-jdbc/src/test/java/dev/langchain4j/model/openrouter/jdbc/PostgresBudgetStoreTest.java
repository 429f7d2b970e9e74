package dev.langchain4j.model.openrouter.jdbc;

import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Postgres.class)
class PostgresBudgetStoreTest extends BudgetStoreContract {

    PostgresBudgetStoreTest(DataSource postgres) {
        super(postgres, UUID.randomUUID().toString());
    }
}
