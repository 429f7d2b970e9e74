package dev.langchain4j.model.openrouter.test;

import com.github.tomakehurst.wiremock.common.HttpsSettings;
import com.github.tomakehurst.wiremock.common.JettySettings;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.HttpServer;
import com.github.tomakehurst.wiremock.http.HttpServerFactory;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import com.github.tomakehurst.wiremock.jetty11.Jetty11Utils;
import java.io.IOException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import wiremock.jakarta.servlet.ServletException;
import wiremock.jakarta.servlet.http.HttpServletRequest;
import wiremock.jakarta.servlet.http.HttpServletResponse;
import wiremock.org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import wiremock.org.eclipse.jetty.http2.parser.RateControl;
import wiremock.org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import wiremock.org.eclipse.jetty.io.NetworkTrafficListener;
import wiremock.org.eclipse.jetty.server.Handler;
import wiremock.org.eclipse.jetty.server.HttpConfiguration;
import wiremock.org.eclipse.jetty.server.HttpConnectionFactory;
import wiremock.org.eclipse.jetty.server.Request;
import wiremock.org.eclipse.jetty.server.Server;
import wiremock.org.eclipse.jetty.server.ServerConnector;
import wiremock.org.eclipse.jetty.server.SslConnectionFactory;
import wiremock.org.eclipse.jetty.server.handler.HandlerWrapper;
import wiremock.org.eclipse.jetty.util.ssl.SslContextFactory;
import wiremock.org.eclipse.jetty.util.thread.QueuedThreadPool;
import wiremock.org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import wiremock.org.eclipse.jetty.util.thread.ThreadPool;

/**
 * WireMock's server, which shows each reply the {@link Wire} of its request; over TLS with HTTP/2 and HTTP/1.1, of
 * which the client chooses one.
 */
final class HostServer implements HttpServerFactory {

    static final int USUAL_STREAMS = 128;

    private final @Nullable TestCertificate certificate;
    private @Nullable HTTP2ServerConnectionFactory http2;

    /** @param certificate null for a server without TLS */
    HostServer(@Nullable TestCertificate certificate) {
        this.certificate = certificate;
    }

    /** Limits the streams of connections that are opened from now on. No effect without TLS. */
    void maxConcurrentStreams(int streams) {
        if (http2 != null) {
            http2.setMaxConcurrentStreams(streams);
        }
    }

    /** Daemon threads: a program that forgets to close the server still ends. */
    static ThreadPool threads(Options options) {
        QueuedThreadPool threads = new QueuedThreadPool(options.containerThreads());
        threads.setDaemon(true);
        return threads;
    }

    @Override
    public HttpServer buildHttpServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
        return new Jetty11HttpServer(options, admin, stubs) {

            @Override
            protected Server createServer(Options options) {
                Server server = super.createServer(options);
                server.addBean(new ScheduledExecutorScheduler("stand-in-timer", true));
                return server;
            }

            @Override
            protected Handler createHandler(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
                HandlerWrapper withWire = new WithWire();
                withWire.setHandler(super.createHandler(options, admin, stubs));
                return withWire;
            }

            @Override
            protected ServerConnector createHttpsConnector(
                    String address, HttpsSettings https, JettySettings settings, NetworkTrafficListener listener) {
                HttpConfiguration http = Jetty11Utils.createHttpConfig(settings);
                HTTP2ServerConnectionFactory h2 = new HTTP2ServerConnectionFactory(http);
                h2.setMaxConcurrentStreams(USUAL_STREAMS);
                h2.setStreamIdleTimeout(-1); // a stream may be silent for as long as its test wants
                h2.setRateControlFactory(new RateControl.Factory() {}); // a test may cancel as often as it wants
                http2 = h2;
                ALPNServerConnectionFactory protocols = new ALPNServerConnectionFactory();
                protocols.setDefaultProtocol("http/1.1");
                return Jetty11Utils.createServerConnector(
                        jettyServer,
                        address,
                        settings,
                        https.port(),
                        listener,
                        new SslConnectionFactory(tls(), protocols.getProtocol()),
                        protocols,
                        h2,
                        new HttpConnectionFactory(http));
            }
        };
    }

    private SslContextFactory.Server tls() {
        SSLContext identity = certificate == null ? null : certificate.identity();
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(identity);
        return tls;
    }

    private static final class WithWire extends HandlerWrapper {

        @Override
        public void handle(String target, Request base, HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            Wire.serving(base.getHttpChannel());
            try {
                super.handle(target, base, request, response);
            } finally {
                Wire.served();
            }
        }
    }
}
