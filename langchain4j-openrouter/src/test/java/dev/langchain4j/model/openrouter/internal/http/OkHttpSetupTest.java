package dev.langchain4j.model.openrouter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.helpers.NOPLogger;

class OkHttpSetupTest {

    @Test
    void a_ping_finds_connections_that_are_lost_without_a_word() {
        assertThat(client(null).pingIntervalMillis()).isEqualTo(30_000);
        assertThat(client(new OkHttpClient()).pingIntervalMillis()).isEqualTo(30_000);
    }

    @Test
    void the_users_own_interval_stays() {
        OkHttpClient users =
                new OkHttpClient.Builder().pingInterval(Duration.ofSeconds(5)).build();

        assertThat(client(users).pingIntervalMillis()).isEqualTo(5_000);
    }

    @Test
    void threads_wait_as_long_for_their_next_call_as_those_of_okhttp() {
        ExecutorService threads = client(null).dispatcher().executorService();
        assumeTrue(threads instanceof ThreadPoolExecutor, "virtual threads have no pool");
        ExecutorService okHttps = new OkHttpClient().dispatcher().executorService();

        assertThat(((ThreadPoolExecutor) threads).getKeepAliveTime(TimeUnit.SECONDS))
                .isEqualTo(((ThreadPoolExecutor) okHttps).getKeepAliveTime(TimeUnit.SECONDS));
    }

    @Test
    void for_a_url_without_tls_no_trust_store_is_read() {
        OkHttpClient plain = client(null);

        assertThatThrownBy(plain::sslSocketFactory).isInstanceOf(IllegalStateException.class);
        assertThat(client("https://127.0.0.1:1", null).sslSocketFactory()).isNotNull();
    }

    @Test
    void tls_comes_when_an_endpoint_elsewhere_needs_it() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                JsonHttpClient client = new JsonHttpClient(settings("http://127.0.0.1:1", null))) {
            var greeting = new AtomicInteger();
            Thread server = new Thread(() -> greeting.set(firstByte(silent)));
            server.start();
            var call = new HttpCall(
                    "https://127.0.0.1:" + silent.getLocalPort(),
                    Map::of,
                    new TimeLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), null));

            assertThatThrownBy(() -> client.call(call, answer -> answer)).isInstanceOf(TransportException.class);

            server.join();
            assertThat(greeting).as("the type of a TLS handshake").hasValue(0x16);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int firstByte(ServerSocket server) {
        try (Socket client = server.accept()) {
            return client.getInputStream().read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OkHttpClient client(@Nullable OkHttpClient users) {
        return client("http://127.0.0.1:1", users);
    }

    private static OkHttpClient client(String baseUrl, @Nullable OkHttpClient users) {
        return OkHttpSetup.client(settings(baseUrl, users));
    }

    private static HttpSettings settings(String baseUrl, @Nullable OkHttpClient users) {
        return new HttpSettings(
                baseUrl,
                users,
                Duration.ofSeconds(5),
                new RetryPolicy(0, false, new FakeTime()),
                1_000_000,
                1_000_000,
                new SecretHeaders(List.of()),
                Credentials.hiding(List.of()),
                new RequestLog(NOPLogger.NOP_LOGGER, false, false),
                UnaryOperator::identity);
    }
}
