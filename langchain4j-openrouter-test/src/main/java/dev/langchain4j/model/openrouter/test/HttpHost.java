package dev.langchain4j.model.openrouter.test;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.http.client.HttpClient;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** WireMock with one stub for everything, which calls a function for the reply and writes it. */
final class HttpHost implements AutoCloseable {

    private static final String ADDRESS = "127.0.0.1";
    static final String BASE_PATH = "/api/v1";
    private static final String BETA_PATH = "/api/beta/";
    private static final String ALPHA_PATH = "/api/alpha/";

    /** A stream occupies a thread while it waits; threads are created on demand. */
    private static final int MAX_THREADS = 1024;

    private final Supplier<Function<RecordedRequest, Reply>> rounds;
    private final HostServer server;
    private final WireMockServer wireMock;
    private final String baseUrl;
    private final AtomicInteger openStreams = new AtomicInteger();

    /** Completes when the current streams must end. */
    private volatile CompletableFuture<Void> over = new CompletableFuture<>();

    /** When the last round of requests ended, as milliseconds since 1970. */
    private volatile long roundEnd;

    /**
     * @param certificate null for a server without TLS
     * @param rounds the replies of the current round; a new round is there only after {@link #endRound()}
     */
    HttpHost(@Nullable TestCertificate certificate, Supplier<Function<RecordedRequest, Reply>> rounds) {
        this.rounds = rounds;
        this.server = new HostServer(certificate);
        WireMockConfiguration options = certificate == null
                ? options().dynamicPort()
                : options().dynamicHttpsPort().httpDisabled(true);
        this.wireMock = new WireMockServer(options.bindAddress(ADDRESS)
                .httpServerFactory(server)
                .http2PlainDisabled(true)
                .gzipDisabled(true)
                .useChunkedTransferEncoding(ChunkedEncodingPolicy.BODY_FILE)
                .containerThreads(MAX_THREADS)
                .threadPoolFactory(HostServer::threads)
                .jettyIdleTimeout(TimeUnit.MINUTES.toMillis(10))
                .jettyStopTimeout(0L)
                .mappingSource(new CatchAllStub())
                .httpClientFactory(HttpHost::noProxy)
                .disableRequestJournal()
                .stubRequestLoggingDisabled(true)
                .templatingEnabled(false)
                .extensionScanningEnabled(false)
                .extensions(new Replies()));
        wireMock.start();
        baseUrl = certificate == null
                ? "http://" + ADDRESS + ":" + wireMock.port() + BASE_PATH
                : "https://" + ADDRESS + ":" + wireMock.httpsPort() + BASE_PATH;
    }

    // Never used: building WireMock's own client for proxying would take a large part of the start.
    private static HttpClient noProxy(Options options, boolean trustAll, List<String> trusted, boolean credentials) {
        return request -> {
            throw new UnsupportedOperationException("This server is not a proxy");
        };
    }

    String baseUrl() {
        return baseUrl;
    }

    /** Limits the streams of connections that are opened from now on. */
    void maxConcurrentStreams(int streams) {
        server.maxConcurrentStreams(streams);
    }

    int openStreams() {
        return openStreams.get();
    }

    /** Ignores requests whose clients are already gone, however late they are read. */
    void endRound() {
        roundEnd = System.currentTimeMillis();
    }

    void endStreams() {
        CompletableFuture<Void> ending = over;
        over = new CompletableFuture<>();
        ending.complete(null);
    }

    @Override
    public void close() {
        endStreams();
        wireMock.stop();
    }

    private final class Replies implements ResponseTransformerV2 {

        @Override
        public String getName() {
            return "openrouter";
        }

        @Override
        public Response transform(Response stub, ServeEvent event) {
            RecordedRequest request = recorded(event.getRequest());
            // before the check: a round that begins after it must not get the request
            Function<RecordedRequest, Reply> replies = rounds.get();
            if (isOfAnEarlierRound()) {
                return Response.notConfigured();
            }
            CompletableFuture<Void> end = over;
            Reply reply = replies.apply(request);
            delay(reply, end);
            Response.Builder response = Response.response()
                    .status(reply.status())
                    .headers(new HttpHeaders(reply.headers().entrySet().stream()
                            .map(header -> new HttpHeader(header.getKey(), header.getValue()))
                            .toList()));
            Wire wire = Wire.current();
            Fault fault = reply.fault();
            if (fault != null) {
                return response.body(() -> new ScriptedBody(List.of(client -> client.fail(fault)), wire, end))
                        .build();
            }
            if (reply.steps() == null) {
                return response.body(reply.body()).build();
            }
            List<Step> steps =
                    new ArrayList<>(List.of(ClientConnection::flush)); // the head leaves before the first step
            steps.addAll(reply.steps());
            return response.body(() -> new ScriptedBody(steps, wire, end)).build();
        }
    }

    /**
     * A client of a finished test may have sent its request although it gave up: on a busy machine the server reads it
     * in the middle of the next test.
     */
    private boolean isOfAnEarlierRound() {
        Wire wire = Wire.current();
        return wire.since() <= roundEnd && wire.hasLeft();
    }

    private static void delay(Reply reply, CompletableFuture<Void> end) {
        if (reply.delay().isZero()) {
            return;
        }
        try {
            end.get(reply.delay().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // the time is over
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RecordedRequest recorded(Request request) {
        String[] pathAndQuery = request.getUrl().split("\\?", 2);
        String path = pathAndQuery[0];
        Map<String, List<String>> headers = new TreeMap<>();
        for (HttpHeader header : request.getHeaders().all()) {
            headers.put(header.key().toLowerCase(Locale.ROOT), List.copyOf(header.values()));
        }
        return new RecordedRequest(
                request.getMethod().getName(),
                path.startsWith(BASE_PATH + "/") ? path.substring(BASE_PATH.length()) : path,
                path.startsWith(BASE_PATH + "/") || path.startsWith(BETA_PATH) || path.startsWith(ALPHA_PATH),
                pathAndQuery.length == 1 ? "" : pathAndQuery[1],
                Map.copyOf(headers),
                request.getBody() == null ? new byte[0] : request.getBody());
    }

    /**
     * A body that writes itself. WireMock passes it the connection's own stream, so that each step can be flushed, can
     * wait, and can break the connection; read as an ordinary stream it is empty.
     */
    private final class ScriptedBody extends InputStream {

        private final List<Step> steps;
        private final Wire wire;
        private final CompletableFuture<Void> end;

        ScriptedBody(List<Step> steps, Wire wire, CompletableFuture<Void> end) {
            this.steps = steps;
            this.wire = wire;
            this.end = end;
        }

        @Override
        public int read() {
            return -1;
        }

        @Override
        public long transferTo(OutputStream out) throws IOException {
            openStreams.incrementAndGet();
            try {
                ClientConnection client = new ClientConnection(out, wire, end);
                for (Step step : steps) {
                    step.run(client);
                }
            } catch (ClientConnection.Ended e) {
                // the script asks for it
            } catch (IOException | RuntimeException e) {
                wire.resetStream(ClientConnection.CANCEL); // WireMock would end the body as if it were complete
                throw e;
            } finally {
                openStreams.decrementAndGet();
            }
            return 0;
        }
    }
}
