package dev.langchain4j.model.openrouter.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptConnectionsTest {

    private final KeptConnections connections = new KeptConnections("jdbc:h2:mem:" + UUID.randomUUID(), null, null);

    @AfterEach
    void close() {
        connections.close();
    }

    private static Connection real(Connection lent) throws SQLException {
        return lent.unwrap(Connection.class);
    }

    @Test
    void are_used_again() throws SQLException {
        Connection first = connections.getConnection();
        Connection real = real(first);
        first.close();

        try (Connection second = connections.getConnection()) {
            assertThat(real(second)).isSameAs(real);
            assertThat(first.isClosed()).isTrue();
        }
    }

    @Test
    void are_lent_to_one_at_a_time_although_somebody_closes_twice() throws SQLException {
        Connection first = connections.getConnection();
        first.close();
        first.close();

        try (Connection second = connections.getConnection();
                Connection third = connections.getConnection()) {
            assertThat(real(second)).isNotSameAs(real(third));
        }
    }

    @Test
    void are_closed_at_the_end() throws SQLException {
        Connection idle = connections.getConnection();
        Connection busy = connections.getConnection();
        Connection realIdle = real(idle);
        Connection realBusy = real(busy);
        idle.close();

        connections.close();
        busy.close();

        assertThat(realIdle.isClosed()).isTrue();
        assertThat(realBusy.isClosed()).isTrue();
    }

    @Test
    void a_url_without_a_driver_is_refused_and_not_shown() {
        assertThatThrownBy(() -> new KeptConnections("jdbc:nothing:here", null, null).getConnection())
                .hasMessageContaining("No JDBC driver")
                .hasMessageNotContaining("nothing:here");
    }
}
