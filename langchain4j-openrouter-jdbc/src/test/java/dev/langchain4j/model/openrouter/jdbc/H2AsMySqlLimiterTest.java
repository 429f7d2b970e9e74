package dev.langchain4j.model.openrouter.jdbc;

import javax.sql.DataSource;

/** Statements are kept such that MySQL could run them: H2 in its mode does. */
class H2AsMySqlLimiterTest extends LimiterContract {

    H2AsMySqlLimiterTest() {
        super(Databases.h2("MODE=MySQL"));
    }

    @Override
    void drop(DataSource h2) {
        Databases.drop(h2);
    }
}
