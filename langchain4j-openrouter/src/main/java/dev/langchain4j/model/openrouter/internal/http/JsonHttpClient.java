package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends JSON and takes JSON or events back: the one place for time limits, retries, redirects, size limits and logging.
 * Thread-safe. A plain call runs on its caller's thread; a stream on a thread of OkHttp's dispatcher.
 */
public final class JsonHttpClient implements AutoCloseable {

    private final OkHttpClient http;
    private final boolean ownsHttp;
    private final HttpSettings settings;
    private final Time time;
    private final CallWatch watch;
    private final Map<String, HttpUrl> postUrls = new ConcurrentHashMap<>();

    public JsonHttpClient(HttpSettings settings) {
        this(settings, OkHttpSetup.client(settings), settings.okHttpClient() == null, new CallWatch(settings.time()));
    }

    private JsonHttpClient(HttpSettings settings, OkHttpClient http, boolean ownsHttp, CallWatch watch) {
        this.settings = settings;
        this.time = settings.time();
        this.http = http;
        this.ownsHttp = ownsHttp;
        this.watch = watch;
    }

    /** A client with other settings on the same connections, threads and watch; closing this one ends its calls too. */
    public JsonHttpClient with(HttpSettings other) {
        OkHttpClient derived =
                other.okHttpClient() == null ? OkHttpSetup.sharing(http, other) : OkHttpSetup.client(other);
        return new JsonHttpClient(other, derived, false, watch);
    }

    /**
     * Sends one request and reads the whole answer, whatever its status. Blocks; an interrupt ends it at once.
     *
     * @param reader makes the result of an answer; a {@link CallFailedException} that it throws is retried if it may be
     * @throws CallFailedException after the last attempt
     */
    public <T> T call(HttpCall call, AnswerReader<T> reader) {
        watch.ensureOpen();
        OpenCall open = new OpenCall(describe(call), call.limits(), time, Thread.currentThread());
        RequestBytes body = call.body() == null ? null : RequestBytes.of(call.body());
        watch.add(open);
        try {
            return repeating(call, open, () -> true, number -> {
                try (Response response = execute(call, body, open, number)) {
                    return reader.read(wholeAnswer(response, open));
                } catch (IOException e) {
                    throw open.failure(e);
                }
            });
        } catch (TransportException e) {
            if (e.kind() == TransportException.Kind.INTERRUPTED) {
                Thread.currentThread().interrupt(); // some of OkHttp's ways out clear the flag
            }
            throw e;
        } finally {
            ended(open, body);
        }
    }

    /**
     * Sends one request and hands the events of its answer to the listener, on another thread. Returns at once. A
     * failure is retried only while no event has arrived.
     */
    public CancelHandle stream(HttpCall call, StreamListener listener) {
        watch.ensureOpen();
        OpenCall open = new OpenCall(describe(call), call.limits(), time, null);
        RequestBytes body = call.body() == null ? null : RequestBytes.of(call.body());
        watch.add(open);
        try {
            http.dispatcher().executorService().execute(() -> stream(call, body, open, listener));
        } catch (RejectedExecutionException e) {
            ended(open, body);
            watch.ensureOpen();
            throw new IllegalStateException("The dispatcher of okHttpClient has been shut down", e);
        }
        return open;
    }

    private void stream(HttpCall call, @Nullable RequestBytes body, OpenCall open, StreamListener listener) {
        // A stream may stay open for long: its request is let go as soon as it cannot be needed again.
        EventReader events = new EventReader(settings.maxEventBytes(), open, settings.log(), () -> release(body));
        try {
            repeating(call, open, events::noneYet, number -> {
                streamOnce(call, body, open, number, events, listener);
                return null;
            });
        } catch (Throwable e) {
            listener.onFailure(e);
        } finally {
            ended(open, body);
        }
    }

    /** Ends what is under way and frees threads and connections, unless the user brought the OkHttpClient. */
    @Override
    public void close() {
        watch.close();
        if (ownsHttp) {
            http.dispatcher().executorService().shutdown();
            http.connectionPool().evictAll();
        }
    }

    private void streamOnce(
            HttpCall call,
            @Nullable RequestBytes body,
            OpenCall open,
            int number,
            EventReader events,
            StreamListener listener) {
        listener.onAttempt();
        try (Response response = execute(call, body, open, number)) {
            if (!response.isSuccessful() || !isEventStream(response)) {
                listener.onAnswer(wholeAnswer(response, open), open);
                return;
            }
            open.reading();
            HttpHead head = head(response);
            settings.log().streamOpened(head);
            listener.onOpen(head, open);
            events.read(response.body().source(), listener);
        } catch (IOException e) {
            throw open.failure(e);
        }
    }

    private <T> T repeating(HttpCall call, OpenCall open, BooleanSupplier mayRepeat, IntFunction<T> attempt) {
        for (int number = 1; ; number++) {
            try {
                awaitTurn(call, open);
                return attempt.apply(number);
            } catch (CallFailedException failure) {
                Duration wait =
                        mayRepeat.getAsBoolean() ? settings.retries().waitAfter(number, failure, open.left()) : null;
                if (wait == null) {
                    throw failure;
                }
                if (call.trace() != null) {
                    call.trace().sentAgainAfter(failure);
                }
                settings.log().retry(open.what(), number, failure, wait.toMillis());
                open.pause(wait);
            }
        }
    }

    private void awaitTurn(HttpCall call, OpenCall open) {
        Duration wait = call.pace() == null ? Duration.ZERO : call.pace().untilTurn(time, open.left());
        if (wait.toNanos() > 0) {
            settings.log().paced(open.what(), wait.toMillis());
            open.awaitTurn(wait);
        }
    }

    private Response execute(HttpCall call, @Nullable RequestBytes body, OpenCall open, int number) throws IOException {
        Request request = request(call, body, url(call), open);
        if (call.trace() != null) {
            call.trace().attempted(number);
        }
        for (int redirects = 0; ; redirects++) {
            if (body == null) {
                settings.log().request(request);
            } else {
                settings.log().request(request, body);
            }
            Call attempt = http.newCall(request);
            open.begin(attempt);
            Response response = attempt.execute();
            HttpUrl elsewhere;
            try {
                elsewhere = Redirects.target(response);
                if (elsewhere != null && redirects == Redirects.MOST) {
                    throw Redirects.tooMany(request);
                }
            } catch (TransportException refused) {
                response.close();
                throw refused;
            }
            if (elsewhere == null) {
                return response;
            }
            response.close();
            request = request(call, body, elsewhere, open);
        }
    }

    private HttpAnswer wholeAnswer(Response response, OpenCall open) throws IOException {
        open.reading();
        HttpAnswer answer = BodyReader.read(response, head(response), settings.maxResponseBytes(), open);
        settings.log().response(answer);
        return answer;
    }

    private Request request(HttpCall call, @Nullable RequestBytes body, HttpUrl url, OpenCall open) {
        Request.Builder request = new Request.Builder().url(url).tag(OpenCall.class, open);
        call.headers().get().forEach(request::header);
        return body == null ? request.build() : request.post(body.body()).build();
    }

    private HttpUrl url(HttpCall call) {
        return call.body() == null
                ? HttpUrl.get(settings.baseUrl() + call.path())
                : postUrls.computeIfAbsent(call.path(), path -> HttpUrl.get(settings.baseUrl() + path));
    }

    private String describe(HttpCall call) {
        return call.method() + " " + settings.baseUrl() + call.path();
    }

    private static HttpHead head(Response response) {
        return new HttpHead(response.code(), response.headers());
    }

    private static boolean isEventStream(Response response) {
        String type = response.header("Content-Type");
        return type != null && type.regionMatches(true, 0, "text/event-stream", 0, "text/event-stream".length());
    }

    private void ended(OpenCall open, @Nullable RequestBytes body) {
        watch.remove(open);
        release(body);
    }

    private static void release(@Nullable RequestBytes body) {
        if (body != null) {
            body.release();
        }
    }
}
