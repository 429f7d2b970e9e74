package dev.langchain4j.model.openrouter.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp tuned for one kind of request: no delay, no timer, connections kept. */
final class BareHttp {

    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient http = new OkHttpClient.Builder()
            .socketFactory(new NoDelay())
            .readTimeout(Duration.ZERO)
            .connectionPool(new ConnectionPool(256, 5, TimeUnit.MINUTES))
            .build();
    private final String url;

    BareHttp(String url) {
        this.url = url;
    }

    Response post(byte[] body) throws IOException {
        return post(RequestBody.create(body, JSON));
    }

    Response post(RequestBody body) throws IOException {
        Request request = new Request.Builder()
                .url(url)
                .header("Authorization", "Bearer " + Workload.KEY)
                .post(body)
                .build();
        return http.newCall(request).execute();
    }

    private static final class NoDelay extends SocketFactory {

        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
