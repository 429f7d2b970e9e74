package dev.langchain4j.model.openrouter.jdbc;

import javax.sql.DataSource;

class H2QueriesTest extends QueriesContract {

    H2QueriesTest() {
        super(Databases.h2());
    }

    @Override
    void drop(DataSource h2) {
        Databases.drop(h2);
    }
}
