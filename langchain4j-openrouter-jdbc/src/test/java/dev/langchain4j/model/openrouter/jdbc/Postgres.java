package dev.langchain4j.model.openrouter.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * One PostgreSQL for all tests of a JVM, as the parameter {@link DataSource}. Its binaries come from Maven. Its connections
 * are kept, because PostgreSQL starts a process for each new one.
 */
final class Postgres implements ParameterResolver {

    private record Server(EmbeddedPostgres postgres, JdbcConnectionPool connections) implements AutoCloseable {

        private static Server start() {
            try {
                EmbeddedPostgres postgres = builder().start();
                PGConnectionPoolDataSource connections = new PGConnectionPoolDataSource();
                connections.setUrl(postgres.getJdbcUrl("postgres", "postgres"));
                return new Server(postgres, JdbcConnectionPool.create(connections));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            connections.dispose();
            postgres.close();
        }
    }

    /** Below {@code target}, with time to start on a loaded machine. */
    static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(
                        Path.of("target", "postgres").toAbsolutePath().toFile())
                .setPGStartupWait(Duration.ofMinutes(1));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == DataSource.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(Postgres.class))
                .getOrComputeIfAbsent("server", key -> Server.start(), Server.class)
                .connections();
    }
}
