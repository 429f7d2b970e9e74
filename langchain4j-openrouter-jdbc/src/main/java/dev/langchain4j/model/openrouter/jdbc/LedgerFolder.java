package dev.langchain4j.model.openrouter.jdbc;

import java.nio.file.Path;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the ledger's journal is. The default is named after the database and the prefix, so that a journal is never
 * moved into another ledger.
 *
 * @param given null for the default
 */
record LedgerFolder(@Nullable Path given, String prefix, Database database) {

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    Path path() {
        if (given != null) {
            return given;
        }
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "langchain4j-openrouter-ledger");
        return folder.resolve(Hash.of(name() + "\n" + prefix).substring(0, 24));
    }

    /** The address of the database; while it cannot be reached, the class path of this application. */
    private String name() {
        try {
            return database.address();
        } catch (SQLException e) {
            JdbcException away = new JdbcException("say its address", e);
            LOG.warn("Until the next start the ledger is kept in a separate folder: {}", away.getMessage());
            return System.getProperty("user.dir") + "\n" + System.getProperty("java.class.path");
        }
    }
}
