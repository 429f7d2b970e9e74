package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import wiremock.org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import wiremock.org.apache.hc.client5.http.config.RequestConfig;
import wiremock.org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import wiremock.org.apache.hc.client5.http.impl.classic.HttpClients;
import wiremock.org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import wiremock.org.apache.hc.core5.http.ClassicHttpResponse;
import wiremock.org.apache.hc.core5.http.Header;
import wiremock.org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import wiremock.org.apache.hc.core5.util.Timeout;

/** Forwards requests to OpenRouter and answers to the client as they arrive, and records both. */
final class Recorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenRouterRecording.class);

    private static final Set<String> OWN_HEADERS = Set.of(
            "host",
            "connection",
            "content-length",
            "content-type",
            "accept-encoding",
            "transfer-encoding",
            "upgrade",
            "http2-settings");
    private static final Pattern KEPT_HEADERS = Pattern.compile(
            "content-type|retry-after(-ms)?|x-generation-id|x-ratelimit-.*|x-openrouter-.*|x-provider-name");
    private static final String HOST = "^https?://(?:[^/?]*@)?([^/?]*).*";
    private static final int MAX_CONNECTIONS = 1024;

    private final String target;
    private final Tape tape;
    private final Redaction redaction;
    private final CloseableHttpClient http = HttpClients.custom()
            .useSystemProperties()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .useSystemProperties()
                    .setMaxConnPerRoute(MAX_CONNECTIONS)
                    .setMaxConnTotal(MAX_CONNECTIONS)
                    .build())
            .setDefaultRequestConfig(RequestConfig.custom()
                    .setResponseTimeout(Timeout.ofMinutes(10))
                    .build())
            .disableAutomaticRetries()
            .disableCookieManagement()
            .disableRedirectHandling()
            .disableAuthCaching()
            .build();

    Recorder(String target, Tape tape, Redaction redaction) {
        this.target = target.endsWith("/") ? target.substring(0, target.length() - 1) : target;
        this.tape = tape;
        this.redaction = redaction;
    }

    Reply reply(RecordedRequest request) {
        boolean learned = SecretFinder.inHeaders(request.headers(), redaction)
                | SecretFinder.inQuery(request.query(), redaction)
                | SecretFinder.inBody(request.path(), request.json(), redaction);
        long start = System.nanoTime();
        ClassicHttpResponse answer;
        try {
            answer = http.executeOpen(null, passedOn(request), null);
        } catch (IOException e) {
            LOG.warn(
                    "{} did not answer, for this reason: {}."
                            + " The client sees a lost connection, and its request is not recorded",
                    target.replaceFirst(HOST, "$1"),
                    e.getClass().getSimpleName()); // its message could repeat a secret
            return Reply.fault(Fault.CONNECTION_RESET);
        }
        learned |= SecretFinder.inHeaders(headers(answer), redaction);
        ObjectNode response = Json.object().put("status", answer.getCode());
        Map<String, String> kept = kept(answer);
        response.set("headers", Json.MAPPER.valueToTree(kept));
        Playback playback = new Playback(request, response, learned, start);
        return kept.getOrDefault("Content-Type", "").startsWith("text/event-stream")
                ? Reply.script(answer.getCode(), "", List.of(client -> playback.stream(answer, client)))
                        .withHeaders(kept)
                : Reply.script(answer.getCode(), "", List.of(client -> playback.whole(answer, client)))
                        .withHeaders(kept);
    }

    private HttpUriRequestBase passedOn(RecordedRequest request) {
        String path = request.path();
        String url = path.startsWith("/api/") ? target.replaceFirst("^(https?://[^/]+).*", "$1") + path : target + path;
        HttpUriRequestBase passed = new HttpUriRequestBase(
                request.method(), URI.create(request.query().isEmpty() ? url : url + "?" + request.query()));
        request.headers().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name)) {
                values.forEach(value -> passed.addHeader(name, value));
            }
        });
        passed.addHeader("Accept-Encoding", "identity"); // an answer that is compressed nevertheless is unpacked
        String type = request.header("Content-Type");
        if (request.bytes().length > 0) {
            passed.setEntity(new ByteArrayEntity(request.bytes(), null));
            passed.addHeader("Content-Type", type == null ? "application/json" : type);
        }
        return passed;
    }

    private static Map<String, List<String>> headers(ClassicHttpResponse answer) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (Header header : answer.getHeaders()) {
            headers.computeIfAbsent(header.getName().toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                    .add(header.getValue());
        }
        return headers;
    }

    private static Map<String, String> kept(ClassicHttpResponse answer) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (Header header : answer.getHeaders()) {
            if (KEPT_HEADERS.matcher(header.getName().toLowerCase(Locale.ROOT)).matches()) {
                String name = header.getName();
                kept.put(name.equalsIgnoreCase("Content-Type") ? "Content-Type" : name, header.getValue());
            }
        }
        return kept;
    }

    /** Why the recording is not complete; null if it is. */
    @Nullable
    String failure() {
        return tape.failure();
    }

    @Override
    public void close() {
        tape.close();
        try {
            http.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body on its way to the client and to the tape. */
    private final class Playback {

        private final RecordedRequest request;
        private final ObjectNode response;
        private final boolean learned;
        private final long start;

        Playback(RecordedRequest request, ObjectNode response, boolean learned, long start) {
            this.request = request;
            this.response = response;
            this.learned = learned;
            this.start = start;
        }

        void whole(ClassicHttpResponse answer, ClientConnection client) throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            copy(answer, client, body::writeBytes, () -> {
                response.put("after_ms", millis());
                Exchange.body(response, body.toByteArray());
            });
        }

        void stream(ClassicHttpResponse answer, ClientConnection client) throws IOException {
            EventSplitter events = new EventSplitter();
            response.putArray("events");
            copy(
                    answer,
                    client,
                    piece -> events.add(piece)
                            .forEach(event -> response.withArray("/events").add(Exchange.event(event, millis()))),
                    () -> {
                        String rest = events.rest();
                        if (!rest.isEmpty()) {
                            response.withArray("/events").add(Exchange.event(rest, millis()));
                        }
                    });
        }

        private void copy(ClassicHttpResponse answer, ClientConnection client, Consumer<byte[]> taped, Runnable last)
                throws IOException {
            boolean broken = false;
            try (answer) {
                InputStream body = answer.getEntity() == null
                        ? InputStream.nullInputStream()
                        : answer.getEntity().getContent();
                for (byte[] piece = next(body); piece.length > 0; piece = next(body)) {
                    taped.accept(piece);
                    client.write(piece);
                }
            } catch (Broken e) {
                broken = true;
                response.put("broken", true);
            } finally { // also if the client has left: the tape ends there
                last.run();
                boolean more = SecretFinder.inBody(request.path(), response, redaction);
                tape.add(new Exchange(Exchange.request(request), response), learned | more);
            }
            if (broken) {
                client.cut();
            }
        }

        /**
         * The next bytes; none at the end.
         *
         * @throws Broken if the body ends too early
         */
        private static byte[] next(InputStream body) throws Broken {
            byte[] buffer = new byte[16 * 1024];
            try {
                return Arrays.copyOf(buffer, Math.max(0, body.read(buffer)));
            } catch (IOException e) {
                throw new Broken();
            }
        }

        private long millis() {
            return (System.nanoTime() - start) / 1_000_000;
        }
    }

    /** OpenRouter's answer ends too early. */
    private static final class Broken extends IOException {
        private static final long serialVersionUID = 1;
    }
}
