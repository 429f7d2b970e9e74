package dev.langchain4j.model.openrouter.jdbc;

import dev.langchain4j.model.openrouter.OpenRouterRerankCache;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keeps replies of rerankings in a table, for a limited time. */
final class JdbcRerankCache implements OpenRouterRerankCache {

    private static final String GET = "SELECT reply FROM openrouter_rerank WHERE id = ? AND stored > ?";
    private static final String REPLACE = "UPDATE openrouter_rerank SET reply = ?, stored = ? WHERE id = ?";
    private static final String ADD = "INSERT INTO openrouter_rerank (id, reply, stored) VALUES (?, ?, ?)";
    private static final String DROP = "DELETE FROM openrouter_rerank WHERE stored <= ?";

    /** Number of puts after which old rows are dropped. */
    private static final int DROPS_EVERY = 100;

    /** More is for ever. */
    private static final Duration LONGEST = Duration.ofDays(100_000);

    private final Database database;
    private final Duration keep;

    /** Not atomic: at worst old rows are dropped twice, or a little later. */
    private volatile int puts;

    JdbcRerankCache(Database database, Duration keep) {
        this.database = database;
        this.keep = keep.compareTo(LONGEST) < 0 ? keep : LONGEST;
    }

    @Override
    public @Nullable String get(String key) {
        return database.transaction("find a reply", connection -> {
            try (PreparedStatement select = connection.prepareStatement(database.sql(GET))) {
                select.setString(1, key);
                select.setTimestamp(2, eldest());
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? row.getString(1) : null;
                }
            }
        });
    }

    /** A reply that no column takes as it is - too long, with NUL or half a character - is not kept. */
    @Override
    public void put(String key, String reply) {
        if (!reply.equals(Text.of(reply, Text.LONGEST))) {
            return;
        }
        database.transaction("keep a reply", connection -> {
            Timestamp now = Timestamp.from(Instant.now());
            try (PreparedStatement replace = connection.prepareStatement(database.sql(REPLACE))) {
                replace.setString(1, reply);
                replace.setTimestamp(2, now);
                replace.setString(3, key);
                if (replace.executeUpdate() == 0) {
                    database.insertIfAbsent(connection, ADD, key, reply, now);
                }
            }
            puts = (puts + 1) % DROPS_EVERY;
            if (puts == 0) {
                try (PreparedStatement drop = connection.prepareStatement(database.sql(DROP))) {
                    drop.setTimestamp(1, eldest());
                    drop.executeUpdate();
                }
            }
            return null;
        });
    }

    private Timestamp eldest() {
        return Timestamp.from(Instant.now().minus(keep));
    }
}
