package dev.langchain4j.model.openrouter.support;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;

/** A client that trusts one server with TLS, and sees the connections of its calls. */
public final class Trusting implements AutoCloseable {

    private final OkHttpClient client;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();

    public Trusting(OpenRouterServer server) {
        client = new OkHttpClient.Builder()
                .sslSocketFactory(server.sslContext().getSocketFactory(), server.trustManager())
                .eventListener(new EventListener() {
                    @Override
                    public void connectionAcquired(Call call, Connection connection) {
                        connections.add(connection);
                    }
                })
                .build();
    }

    public OkHttpClient client() {
        return client;
    }

    /** One for each request that was sent, in that order. */
    public List<Connection> connections() {
        return List.copyOf(connections);
    }

    /** The number of different ones. */
    public long connectionCount() {
        return connections.stream().distinct().count();
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
