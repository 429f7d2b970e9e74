package dev.langchain4j.model.openrouter.jdbc.drill;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL on a port of its own that can be restarted. */
final class RestartablePostgres implements AutoCloseable {

    private final Path folder;
    private final boolean durable;
    private final int port;
    private EmbeddedPostgres postgres;

    /** @param durable whether each commit waits for the disk, as in production */
    RestartablePostgres(Path folder, boolean durable) throws IOException {
        this.folder = folder;
        this.durable = durable;
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        this.postgres = start();
    }

    private EmbeddedPostgres start() throws IOException {
        String on = durable ? "on" : "off";
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(
                        Path.of("target", "postgres").toAbsolutePath().toFile())
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .setPort(port)
                .setServerConfig("fsync", on)
                .setServerConfig("full_page_writes", on)
                .setServerConfig("synchronous_commit", on)
                .setServerConfig("logging_collector", "off")
                .start();
    }

    void restart() throws IOException {
        postgres.close();
        postgres = start();
    }

    String url() {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
    }

    /** Since its start, give or take those of a second. */
    long transactions() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'postgres'")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
