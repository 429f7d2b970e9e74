package dev.langchain4j.model.openrouter.jdbc;

import javax.sql.DataSource;

class H2BudgetStoreTest extends BudgetStoreContract {

    H2BudgetStoreTest() {
        super(Databases.h2(), "h2");
    }

    @Override
    void drop(DataSource h2) {
        Databases.drop(h2);
    }
}
