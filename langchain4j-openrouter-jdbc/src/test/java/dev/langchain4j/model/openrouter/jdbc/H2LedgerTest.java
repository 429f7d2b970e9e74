package dev.langchain4j.model.openrouter.jdbc;

import javax.sql.DataSource;

class H2LedgerTest extends LedgerContract {

    H2LedgerTest() {
        super(Databases.h2());
    }

    @Override
    void drop(DataSource h2) {
        Databases.drop(h2);
    }
}
