package dev.langchain4j.model.openrouter.jdbc;

import javax.sql.DataSource;

class H2KilledProcessDrill extends KilledProcessContract {

    H2KilledProcessDrill() {
        super(Databases.h2());
    }

    @Override
    void drop(DataSource h2) {
        Databases.drop(h2);
    }
}
