package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import dev.langchain4j.model.openrouter.internal.http.OpenCall.Phase;
import dev.langchain4j.model.openrouter.internal.http.Steps.Wait;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends JSON and receives JSON or events: the one place for time limits, retries, redirects, size limits and logging.
 * Thread-safe. A plain call runs on its caller's thread; a stream or an asynchronous call on threads of OkHttp's
 * dispatcher.
 */
public final class JsonHttpClient implements AutoCloseable {

    private static final TimeLimits UNLIMITED = new TimeLimits(Duration.ZERO, Duration.ZERO, null);

    private final OkHttpClient http;

    /** Whether this library must close its connections and threads, because they are not a user's. */
    private final boolean ownsHttp;

    final HttpSettings settings;
    private final Time time;
    private final CallWatch watch;
    private final RecentSecrets secrets;
    final Sender sender;

    /** Where a user's client does what can block while other calls wait: its listeners, and its executor. */
    private final Executor elsewhere;

    public JsonHttpClient(HttpSettings settings) {
        this(settings, OkHttpSetup.client(settings), settings.okHttpClient() == null, new CallWatch(settings.time()));
    }

    private JsonHttpClient(HttpSettings settings, OkHttpClient http, boolean ownsHttp, CallWatch watch) {
        this.settings = settings;
        this.time = settings.time();
        this.http = http;
        this.ownsHttp = ownsHttp;
        this.watch = watch;
        this.secrets = new RecentSecrets(settings);
        this.sender = new Sender(http, settings, secrets);
        this.elsewhere = settings.okHttpClient() == null ? Runnable::run : StreamTask::onThreadOfItsOwn;
    }

    /** Attempts after the first. */
    public int maxRetries() {
        return settings.retries().maxRetries();
    }

    /**
     * Makes the next call use a new connection, unless one is in use: the server may have closed an idle one, and then
     * it is unknown whether it has got the request.
     */
    public void closeIdleConnections() {
        http.connectionPool().evictAll();
    }

    /** Waits between two calls. An interrupt and {@link #close} end it, and the next call says so. */
    public void pause(Duration duration) {
        OpenCall waiting = new OpenCall(() -> "A wait", UNLIMITED, time, Thread.currentThread());
        try {
            watch.add(waiting);
            waiting.pause(new Wait(duration, Phase.PAUSING));
        } catch (TransportException ended) {
            // for the next call
        } finally {
            watch.remove(waiting);
        }
    }

    /** Without a trailing slash. */
    public String baseUrl() {
        return settings.baseUrl();
    }

    /** A client with other settings on the same connections, threads and watch; closing this one ends its calls too. */
    public JsonHttpClient with(HttpSettings other) {
        return other.okHttpClient() == null
                ? new JsonHttpClient(other, OkHttpSetup.sharing(http, other), ownsHttp, watch)
                : new JsonHttpClient(other, OkHttpSetup.client(other), false, watch);
    }

    /**
     * Sends one request and reads the whole answer, whatever its status. Blocks; an interrupt ends it at once.
     *
     * @param reader converts an answer to the result; a {@link CallFailedException} from it is retried if allowed
     * @throws CallFailedException after the last attempt
     */
    public <T> T call(HttpCall call, AnswerReader<T> reader) {
        watch.ensureOpen();
        OpenCall open = opened(call, Thread.currentThread());
        RequestBytes body = call.body() == null ? null : RequestBytes.of(call.body());
        Attempts<T> attempts = attempts(call, body, open, reader);
        try {
            watch.add(open);
            for (Wait wait = attempts.next(); wait != null; wait = attempts.next()) {
                open.pause(wait);
            }
            return attempts.answer();
        } catch (TransportException e) {
            if (e.kind() == TransportException.Kind.INTERRUPTED) {
                Thread.currentThread().interrupt(); // some exits of OkHttp clear the flag
            }
            throw e;
        } finally {
            ended(open, body);
        }
    }

    /**
     * Like {@link #call}, on a thread of the dispatcher, and without one for the waits between attempts. Returns at
     * once.
     *
     * @param end told when the call has really ended: after a cancellation a little later than its user's future
     * @param cancellation ends the call
     * @return completes after {@code end} was told, with the call's own exception if it failed; not to be cancelled
     *     itself
     * @throws CallFailedException if there is no thread for it; {@code end} is not told then
     */
    public <T> CompletableFuture<T> callAsync(
            HttpCall call, AnswerReader<T> reader, CallEnd<T> end, Cancellation cancellation) {
        watch.ensureOpen();
        RequestBytes body = call.body() == null ? null : RequestBytes.ofWaiting(call.body());
        OpenCall open = opened(call, null);
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable unregister = cancellation.onCancel(open::cancel);
        Runnable release = () -> {
            unregister.run();
            ended(open, body);
        };
        begin(call, open, attempts(call, body, open, reader), new FutureEnd<>(result, end, release), release);
        return result;
    }

    /**
     * Sends one request and passes the events of its answer to the listener, on another thread. Returns at once. A
     * failure is retried only before the first event. Unless this method throws, the listener is called at the end in
     * time, even if no thread ever runs the stream.
     *
     * @throws CallFailedException if there is no thread for it
     */
    public StreamCall stream(HttpCall call, StreamListener listener) {
        watch.ensureOpen();
        RequestBytes body = call.body() == null ? null : RequestBytes.of(call.body());
        OpenCall open = opened(call, null);
        StreamRun run = new StreamRun(this, call, body, open, listener);
        begin(call, open, run, run, () -> ended(open, body));
        return open;
    }

    /**
     * @param steps what the call does
     * @param end told how the steps have ended; for a stream it is the same object
     * @param release frees what the call holds; runs here if this method throws
     */
    private <T> void begin(HttpCall call, OpenCall open, Steps<T> steps, CallEnd<T> end, Runnable release) {
        try {
            watch.add(open);
            CompletableFuture<?> first =
                    call.pace() == null ? null : call.pace().lookUp();
            ExecutorService threads = http.dispatcher().executorService();
            new DetachedCall<>(threads, open, steps, settings.context().get(), end).start(first);
        } catch (Throwable e) {
            release.run();
            watch.ensureOpen();
            throw e;
        }
    }

    private <T> Attempts<T> attempts(
            HttpCall call, @Nullable RequestBytes body, OpenCall open, AnswerReader<T> reader) {
        return new Attempts<>(call, open, settings, () -> true, () -> once(call, body, open, reader));
    }

    /** Sends one attempt and reads its answer. */
    private <T> T once(HttpCall call, @Nullable RequestBytes body, OpenCall open, AnswerReader<T> reader) {
        Response response = sender.send(call, body, open);
        try {
            HttpAnswer answer = wholeAnswer(response, open, call.keepsAnswer());
            T result = reader.read(answer);
            if (!call.keepsAnswer()) {
                SpareBytes.giveBack(answer.bytes());
            }
            return result;
        } finally {
            Sender.close(response);
        }
    }

    /**
     * Ends open calls and frees threads and connections, unless the user passed the OkHttpClient. The threads that all
     * of OkHttp shares in a process end after an idle minute.
     */
    @Override
    public void close() {
        watch.close();
        if (ownsHttp) {
            http.dispatcher().executorService().shutdown();
            http.connectionPool().evictAll();
        }
    }

    /** @param kept whether its array is the answer's own, and no spare one */
    HttpAnswer wholeAnswer(Response response, OpenCall open, boolean kept) {
        open.reading();
        HttpAnswer answer = BodyReader.read(response, head(response, open), settings.maxResponseBytes(), open, kept);
        open.stopClock(); // the server has said all; a new attempt starts it again
        settings.log().response(answer);
        return answer;
    }

    /** @param caller that waits for the answer; null if none does */
    private OpenCall opened(HttpCall call, @Nullable Thread caller) {
        return new OpenCall(() -> describe(call), call.limits(), time, elsewhere, caller);
    }

    private String describe(HttpCall call) {
        return call.method() + " " + call.url(settings.baseUrl());
    }

    HttpHead head(Response response, OpenCall open) {
        open.carries(secrets.withSent(open.secrets(), response.request()));
        return new HttpHead(
                response.code(), response.headers(), response.request().url(), open.secrets());
    }

    void ended(OpenCall open, @Nullable RequestBytes body) {
        open.release();
        watch.remove(open);
        release(body);
        if (watch.isClosed() && ownsHttp) {
            // Over HTTP/2 the connection of an ended call still works for others, and would wait five minutes for
            // them.
            http.connectionPool().evictAll();
        }
    }

    static void release(@Nullable RequestBytes body) {
        if (body != null) {
            body.release();
        }
    }
}
