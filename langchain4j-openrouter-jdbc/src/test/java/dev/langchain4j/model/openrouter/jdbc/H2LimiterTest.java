package dev.langchain4j.model.openrouter.jdbc;

import javax.sql.DataSource;

class H2LimiterTest extends LimiterContract {

    H2LimiterTest() {
        super(Databases.h2());
    }

    @Override
    void drop(DataSource h2) {
        Databases.drop(h2);
    }
}
