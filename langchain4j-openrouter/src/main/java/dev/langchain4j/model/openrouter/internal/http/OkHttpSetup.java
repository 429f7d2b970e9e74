package dev.langchain4j.model.openrouter.internal.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/** Sets OkHttp up for one policy of ours instead of its own: no hidden re-sends, no timer per read, no cap on streams. */
final class OkHttpSetup {

    private static final int IDLE_CONNECTIONS = 256;

    /** OkHttp 4 tries more than one address of a host only where it may recover; what has been sent is not sent again. */
    private static final boolean RECOVERS = isOkHttp4();

    private OkHttpSetup() {}

    static OkHttpClient client(HttpSettings settings) {
        OkHttpClient.Builder client = settings.okHttpClient() == null
                ? fresh()
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
                .retryOnConnectionFailure(RECOVERS)
                .followRedirects(false)
                .followSslRedirects(false)
                .addNetworkInterceptor(OkHttpSetup::connected)
                .build();
    }

    /** On the connections and threads of a client that {@link #client} has set up. */
    static OkHttpClient sharing(OkHttpClient client, HttpSettings settings) {
        return client.newBuilder().connectTimeout(settings.connectTimeout()).build();
    }

    private static OkHttpClient.Builder fresh() {
        return new OkHttpClient.Builder()
                .socketFactory(new NoDelaySocketFactory())
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 5, TimeUnit.MINUTES))
                .dispatcher(new Dispatcher(threads()));
    }

    private static Response connected(Interceptor.Chain chain) throws IOException {
        OpenCall open = chain.request().tag(OpenCall.class);
        if (open != null) {
            open.sending(chain.connection());
        }
        CallTrace asked = chain.request().tag(CallTrace.class);
        CallTrace trace = asked == null ? CallTrace.NONE : asked;
        trace.sending();
        Response response;
        try {
            response = chain.proceed(chain.request());
        } catch (IOException e) {
            throw new SentOnceException(e);
        }
        if (open != null) {
            trace.opened(new HttpAnswer.HttpHead(
                    response.code(), response.headers(), response.request().url(), open.secrets()));
        }
        if (response.body().contentLength() < -1) {
            // OkHttp would count down from there, and fail with what is no IOException
            throw new SentOnceException(
                    new ProtocolException("Content-Length is " + response.header("Content-Length")));
        }
        // OkHttp re-sends a 503 that says "Retry-After: 0" and cannot be told not to. It reads whole numbers only; we
        // read decimals.
        if (response.code() == 503 && "0".equals(response.header("Retry-After"))) {
            return response.newBuilder().header("Retry-After", "0.0").build();
        }
        return response.code() == 408 && RECOVERS ? notTheFirst(response) : response;
    }

    /** OkHttp re-sends after the first 408 where it may recover; to it, this is the second. */
    private static Response notTheFirst(Response response) {
        Response first = new Response.Builder()
                .request(response.request())
                .protocol(response.protocol())
                .code(response.code())
                .message(response.message())
                .build();
        return response.newBuilder().priorResponse(first).build();
    }

    private static boolean isOkHttp4() {
        try {
            new OkHttpClient.Builder().fastFallback(true);
            return false;
        } catch (NoSuchMethodError e) {
            return true;
        }
    }

    /** A virtual thread per stream where they no longer pin (24 and newer), else a pool of daemon threads. */
    private static ExecutorService threads() {
        if (Runtime.version().feature() >= 24) {
            try {
                return (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (ReflectiveOperationException e) {
                // Not there after all: platform threads do the same, at a higher price.
            }
        }
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "openrouter-stream-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
