package dev.langchain4j.model.openrouter.support;

import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** Clients with threads and connections of their own. They share TLS, whose trust store takes long to read. */
public final class OwnOkHttp {

    private static final OkHttpClient SHARED = new OkHttpClient();

    private OwnOkHttp() {}

    public static OkHttpClient.Builder builder() {
        return SHARED.newBuilder().dispatcher(new Dispatcher()).connectionPool(new ConnectionPool());
    }

    /** Lets threads and connections go. */
    public static void close(OkHttpClient client) {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
