package dev.langchain4j.model.openrouter.internal.http;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import okhttp3.Address;
import okhttp3.Connection;

/**
 * The use of a connection by one call. Knows what OkHttp does not report: whether others have used the connection
 * before, so that the server may have closed it since, and which connections to the same server are idle.
 */
final class ConnectionLease {

    /** Every connection that a call of this library has used. Guards itself, the counter, and its content. */
    private static final Map<Connection, Usage> USED = new WeakHashMap<>();

    private static long taken;

    private final Address address;
    private final Usage usage;
    private final boolean reused;

    /** Number of connections that had been used at least once when this use began. */
    private final long began;

    private boolean released;

    private ConnectionLease(Connection connection, Usage usage, boolean reused) {
        this.address = connection.route().address();
        this.usage = usage;
        this.reused = reused;
        this.began = taken;
    }

    static ConnectionLease of(Connection connection) {
        synchronized (USED) {
            Usage usage = USED.get(connection);
            boolean reused = usage != null;
            if (usage == null) {
                usage = new Usage(++taken);
                USED.put(connection, usage);
            }
            usage.calls++;
            return new ConnectionLease(connection, usage, reused);
        }
    }

    boolean reused() {
        return reused;
    }

    void release() {
        synchronized (USED) {
            usage.calls -= released ? 0 : 1;
            released = true;
        }
    }

    /**
     * Closes the idle connections to the same server that are as old as this one: what made the server close this one,
     * a time limit or a restart, has closed them too. OkHttp does not reuse a closed one.
     */
    void closeIdleOnes() {
        List<Socket> idle = new ArrayList<>();
        synchronized (USED) {
            USED.forEach((connection, other) -> {
                if (other.calls == 0 && other.number <= began && toSameServer(connection)) {
                    idle.add(connection.socket());
                }
            });
        }
        idle.forEach(ConnectionLease::close);
    }

    /** Lets no other call use a connection. */
    static void close(Socket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            // It is useless now, in any case.
        }
    }

    private boolean toSameServer(Connection connection) {
        var other = connection.route().address().url();
        return other.port() == address.url().port()
                && other.host().equals(address.url().host());
    }

    private static final class Usage {

        private final long number;
        private int calls;

        private Usage(long number) {
            this.number = number;
        }
    }
}
