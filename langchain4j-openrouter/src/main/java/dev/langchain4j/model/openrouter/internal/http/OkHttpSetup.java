package dev.langchain4j.model.openrouter.internal.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.EventListener;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Configures OkHttp for this library's policy: no hidden re-sends, no timer per read, no limit of calls. */
final class OkHttpSetup {

    private static final int IDLE_CONNECTIONS = 256;

    /**
     * How long a thread waits for its next call, as in OkHttp's own dispatcher. A thousand calls whose threads must be
     * started first cost a quarter more.
     */
    private static final Duration IDLE_THREAD = Duration.ofMinutes(1);

    private static final Duration PING_INTERVAL = Duration.ofSeconds(30);
    private static final String RETRY_AFTER = "Retry-After";

    /** The value of {@link #RETRY_AFTER} while OkHttp reads the response. */
    private static final String SAID = "X-Openrouter-Retry-After";

    private static final List<ConnectionSpec> PLAIN = List.of(ConnectionSpec.CLEARTEXT);

    /** OkHttp's default. */
    private static final List<ConnectionSpec> WITH_TLS = List.of(ConnectionSpec.MODERN_TLS, ConnectionSpec.CLEARTEXT);

    private static final EventListener HEADS = new EventListener() {
        @Override
        public void responseHeadersStart(Call call) {
            Sending sending = Sending.of(call);
            if (sending != null) {
                sending.open().headArrived();
            }
        }
    };

    private static final boolean OKHTTP_4 = isOkHttp4();
    private static final boolean JOINS_LISTENERS = joinsListeners();

    private OkHttpSetup() {}

    static OkHttpClient client(HttpSettings settings) {
        OkHttpClient.Builder client = settings.okHttpClient() == null
                ? fresh(settings.baseUrl())
                : settings.okHttpClient().newBuilder();
        return client.dns(new Lookups(
                        settings.okHttpClient() == null
                                ? Dns.SYSTEM
                                : settings.okHttpClient().dns()))
                .connectTimeout(settings.connectTimeout())
                // CallWatch enforces the limits of a call.
                .readTimeout(Duration.ZERO)
                .writeTimeout(Duration.ZERO)
                .callTimeout(Duration.ZERO)
                // OkHttp 4 tries a second address of a host only if it may recover; a sent request must not be sent
                // again.
                .retryOnConnectionFailure(OKHTTP_4)
                .pingInterval(pingInterval(settings.okHttpClient()))
                .cache(null) // an old answer of a key, a batch or a cost is a wrong one
                .followRedirects(false)
                .followSslRedirects(false)
                .eventListenerFactory(heads(settings.okHttpClient()))
                .addInterceptor(OkHttpSetup::shown)
                .addNetworkInterceptor(OkHttpSetup::connected)
                .build();
    }

    /** A client on the connections and threads of one that {@link #client} configured. */
    static OkHttpClient sharing(OkHttpClient client, HttpSettings settings) {
        return client.newBuilder().connectTimeout(settings.connectTimeout()).build();
    }

    static boolean hasTls(OkHttpClient client) {
        return !client.connectionSpecs().equals(PLAIN);
    }

    /** The client with TLS, on the same connections and threads. */
    static OkHttpClient withTls(OkHttpClient client) {
        return client.newBuilder().connectionSpecs(WITH_TLS).build();
    }

    /** The client, trying the addresses of a host one after the other; OkHttp 4 always does. */
    static OkHttpClient withoutRace(OkHttpClient client) {
        return OKHTTP_4 ? client : client.newBuilder().fastFallback(false).build();
    }

    /**
     * A lost connection of HTTP/2 that nobody closes, as behind a restarted router, would swallow call after call:
     * OkHttp uses it as long as it does not miss an answer to a ping.
     */
    private static Duration pingInterval(@Nullable OkHttpClient users) {
        return users == null || users.pingIntervalMillis() == 0
                ? PING_INTERVAL
                : Duration.ofMillis(users.pingIntervalMillis());
    }

    /** To set up TLS takes a fifth of the time to the first answer: for {@code http://} it waits until it is needed. */
    private static OkHttpClient.Builder fresh(String baseUrl) {
        boolean plain = baseUrl.regionMatches(true, 0, "http:", 0, "http:".length());
        return new OkHttpClient.Builder()
                .connectionSpecs(plain ? PLAIN : WITH_TLS)
                .socketFactory(new NoDelaySocketFactory())
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 5, TimeUnit.MINUTES))
                .dispatcher(new Dispatcher(threads()));
    }

    /** Learns of responses with status 1xx, which no interceptor gets. */
    private static EventListener.Factory heads(@Nullable OkHttpClient users) {
        return users == null
                ? call -> HEADS
                : call -> headsAnd(users.eventListenerFactory().create(call));
    }

    /** An OkHttp that cannot join two listeners tells the user's alone. */
    private static EventListener headsAnd(EventListener users) {
        if (users == EventListener.NONE) {
            return HEADS;
        }
        return JOINS_LISTENERS ? HEADS.plus(users) : users;
    }

    private static Response connected(Interceptor.Chain chain) throws IOException {
        Sending sending = Sending.of(chain.call());
        if (sending != null) {
            sending.open().sending(chain.connection());
            sending.open().carries(sending.secrets().withSent(sending.open().secrets(), chain.request()));
            sending.trace().sending();
        }
        Response response;
        try {
            response = chain.proceed(chain.request());
        } catch (IOException e) {
            throw new SentOnceException(e);
        }
        if (sending != null) {
            sending.open().responseBegins(response);
        }
        if (sending != null && sending.trace() != CallTrace.NONE) {
            sending.trace()
                    .opened(new HttpAnswer.HttpHead(
                            response.code(),
                            response.headers(),
                            response.request().url(),
                            sending.open().secrets()));
        }
        ensureUsable(response, chain);
        return response.code() == 408 || response.code() == 503 ? hidden(response) : response;
    }

    private static void ensureUsable(Response response, Interceptor.Chain chain) throws SentOnceException {
        if (response.code() < 200) {
            // OkHttp takes it for the answer, and would take the real one for that of the next call
            ConnectionLease.close(chain.connection().socket());
            throw new SentOnceException(new ProtocolException("status " + response.code()));
        }
        if (response.body().contentLength() < -1) {
            // OkHttp would count down from there, and fail with an exception that is not an IOException
            throw new SentOnceException(
                    new ProtocolException("Content-Length is " + response.header("Content-Length")));
        }
    }

    /**
     * OkHttp re-sends after a 408 and a 503, depending on their wait; this cannot be turned off, so it gets another
     * wait.
     */
    private static Response hidden(Response response) {
        String said = response.header(RETRY_AFTER);
        return response.newBuilder()
                .header(RETRY_AFTER, "1")
                .header(SAID, said == null ? "" : said)
                .build();
    }

    private static Response shown(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        String said = response.header(SAID);
        if (said == null) {
            return response;
        }
        Response.Builder shown = response.newBuilder().removeHeader(SAID).removeHeader(RETRY_AFTER);
        return (said.isEmpty() ? shown : shown.header(RETRY_AFTER, said)).build();
    }

    private static boolean joinsListeners() {
        try {
            return HEADS.plus(EventListener.NONE) == HEADS;
        } catch (NoSuchMethodError olderOkHttp) {
            return false;
        }
    }

    private static boolean isOkHttp4() {
        try {
            new OkHttpClient.Builder().fastFallback(true);
            return false;
        } catch (NoSuchMethodError e) {
            return true;
        }
    }

    /**
     * A virtual thread per stream or asynchronous call if they no longer pin (24 and newer), else a pool of daemon
     * threads.
     */
    private static ExecutorService threads() {
        if (Runtime.version().feature() >= 24) {
            try {
                return (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (ReflectiveOperationException e) {
                // Not available after all: platform threads do the same, at a higher cost.
            }
        }
        AtomicInteger number = new AtomicInteger();
        ClassLoader classes = Thread.currentThread().getContextClassLoader();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_THREAD.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = OwnThread.of(task, "openrouter-io-" + number.incrementAndGet());
                    thread.setContextClassLoader(classes);
                    return thread;
                });
    }
}
