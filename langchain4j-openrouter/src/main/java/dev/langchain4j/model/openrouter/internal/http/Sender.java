package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends one attempt of a call: to the targets of redirects, and again, at once, if a connection from the pool is dead
 * before any byte of a response. Servers close idle connections at any time, and OkHttp reuses them.
 */
final class Sender {

    /** More than one: a connection that was in use becomes idle, and may be dead, after the idle ones were closed. */
    private static final int MAX_DEAD_CONNECTIONS = 3;

    private final HttpClients http;
    private final HttpSettings settings;
    private final RecentSecrets secrets;
    private final Map<String, HttpUrl> postUrls = new ConcurrentHashMap<>();

    Sender(OkHttpClient http, HttpSettings settings, RecentSecrets secrets) {
        this.http = new HttpClients(http, settings.okHttpClient() != null);
        this.settings = settings;
        this.secrets = secrets;
    }

    /** @throws TransportException if there is no response */
    Response send(HttpCall call, @Nullable RequestBytes body, OpenCall open) {
        Request request = request(call, body, url(call));
        open.carries(secrets.of(request));
        call.trace().attempted();
        for (int redirects = 0; ; redirects++) {
            Response response = sendUntilAlive(request, call, body, open);
            HttpUrl elsewhere = target(response, redirects);
            if (elsewhere == null) {
                return response;
            }
            close(response);
            request = requestAgain(call, body, elsewhere, open);
        }
    }

    /** Sends a request, and sends it again if its connection was dead. */
    private Response sendUntilAlive(Request first, HttpCall call, @Nullable RequestBytes body, OpenCall open) {
        Request request = first;
        for (int dead = 0; ; dead++) {
            try {
                return execute(request, body, open, call.trace());
            } catch (TransportException failure) {
                if (dead == MAX_DEAD_CONNECTIONS || !isDeadConnection(failure, open.lease())) {
                    throw failure;
                }
                String objection = call.trace().objection(failure);
                if (objection != null) {
                    throw failure.gaveUp(objection);
                }
                open.lease().closeIdleOnes();
                open.throwIfEnded();
                request = requestAgain(call, body, request.url(), open);
                call.trace().attempted();
            }
        }
    }

    private Response execute(Request request, @Nullable RequestBytes body, OpenCall open, CallTrace trace) {
        if (body == null) {
            settings.log().request(request, open.secrets());
        } else {
            settings.log().request(request, body, open.secrets());
        }
        Call attempt = http.of(request).newCall(request);
        open.beginRequest(attempt);
        try {
            return new Sending(open, trace, secrets).execute(attempt);
        } catch (Exception e) { // also what OkHttp does not declare: an InterruptedException, or a listener's own
            TransportException failure = open.failure(SentOnceException.unwrapped(e));
            open.dropResponse(); // last: the failure depends on who has cancelled the request
            throw failure;
        } catch (Error e) {
            open.dropResponse();
            throw e;
        }
    }

    private static boolean isDeadConnection(TransportException failure, @Nullable ConnectionLease lease) {
        return lease != null
                && lease.reused()
                && (failure.kind() == Kind.REFUSED_STREAM
                        || failure.kind() == Kind.LOST_BEFORE_ANSWER && IoFailures.beforeAnyByte(failure.getCause()));
    }

    private @Nullable HttpUrl target(Response response, int redirects) {
        try {
            HttpUrl elsewhere = Redirects.target(response);
            if (elsewhere != null && redirects == Redirects.MAX) {
                throw Redirects.tooMany(response.request());
            }
            return elsewhere;
        } catch (TransportException refused) {
            close(response);
            throw refused;
        }
    }

    /** Its URL may repeat a secret of the request before. */
    private Request requestAgain(HttpCall call, @Nullable RequestBytes body, HttpUrl url, OpenCall open) {
        Request made = request(call, body, url);
        open.carries(secrets.with(open.secrets(), made));
        return made;
    }

    private static Request request(HttpCall call, @Nullable RequestBytes body, HttpUrl url) {
        Request.Builder request = new Request.Builder().url(url);
        call.headers().get().forEach(request::header);
        return body != null
                ? request.post(body.body()).build()
                : request.method(call.method(), null).build();
    }

    private HttpUrl url(HttpCall call) {
        return call.body() == null
                ? HttpUrl.get(call.url(settings.baseUrl()))
                : postUrls.computeIfAbsent(call.path(), path -> HttpUrl.get(call.url(settings.baseUrl())));
    }

    /** An exception of a listener at the release of the connection does not change the answer. */
    static void close(Response response) {
        try {
            response.close();
        } catch (Throwable ofListener) {
            // The answer has been read, or is not needed.
        }
    }
}
