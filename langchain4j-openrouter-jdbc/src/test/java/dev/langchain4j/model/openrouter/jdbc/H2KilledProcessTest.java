package dev.langchain4j.model.openrouter.jdbc;

import javax.sql.DataSource;

class H2KilledProcessTest extends KilledProcessContract {

    H2KilledProcessTest() {
        super(Databases.h2());
    }

    @Override
    void drop(DataSource h2) {
        Databases.drop(h2);
    }
}
