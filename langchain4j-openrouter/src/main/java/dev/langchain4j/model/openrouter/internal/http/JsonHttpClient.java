package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Sends JSON and receives JSON or events: the one place for time limits, retries, redirects, size limits and logging.
 * Thread-safe. A plain call runs on its caller's thread; a stream on a thread of OkHttp's dispatcher.
 */
public final class JsonHttpClient implements AutoCloseable {

    private final OkHttpClient http;

    /** Whether this library must close its connections and threads, because they are not a user's. */
    private final boolean ownsHttp;

    private final HttpSettings settings;
    private final Time time;
    private final CallWatch watch;
    private final Sender sender;

    public JsonHttpClient(HttpSettings settings) {
        this(settings, OkHttpSetup.client(settings), settings.okHttpClient() == null, new CallWatch(settings.time()));
    }

    private JsonHttpClient(HttpSettings settings, OkHttpClient http, boolean ownsHttp, CallWatch watch) {
        this.settings = settings;
        this.time = settings.time();
        this.http = http;
        this.ownsHttp = ownsHttp;
        this.watch = watch;
        this.sender = new Sender(http, settings);
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
        OpenCall open = new OpenCall(describe(call), call.limits(), time, Thread.currentThread(), null);
        RequestBytes body = call.body() == null ? null : RequestBytes.of(call.body());
        try {
            watch.add(open);
            return repeating(call, open, () -> true, () -> {
                Response response = sender.send(call, body, open);
                try {
                    return reader.read(wholeAnswer(response, open));
                } finally {
                    Sender.close(response);
                }
            });
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
     * Sends one request and passes the events of its answer to the listener, on another thread. Returns at once. A
     * failure is retried only before the first event. Unless this method throws, the listener is called at the end in
     * time, even if no thread ever runs the stream.
     *
     * @throws CallFailedException if there is no thread for it
     */
    public CancelHandle stream(HttpCall call, StreamListener listener) {
        watch.ensureOpen();
        ExecutorService threads = http.dispatcher().executorService();
        RequestBytes body = call.body() == null ? null : RequestBytes.of(call.body());
        StreamTask task = new StreamTask(threads, listener::onFailure);
        OpenCall open = new OpenCall(describe(call), call.limits(), time, null, task);
        try {
            watch.add(open);
            threads.execute(() -> {
                if (task.take()) {
                    stream(call, body, open, listener);
                }
            });
            task.accepted();
        } catch (Throwable e) {
            boolean untold = task.take();
            ended(open, body);
            if (untold) {
                watch.ensureOpen();
                throw notCarriedOut(open, e);
            }
        }
        return open;
    }

    private static RuntimeException notCarriedOut(OpenCall open, Throwable e) {
        if (e instanceof RejectedExecutionException) {
            return new TransportException(
                    TransportException.Kind.CLOSED, "The dispatcher of okHttpClient has been shut down", e);
        }
        return e instanceof TransportException failure
                ? failure
                : new TransportException(
                        TransportException.Kind.NO_THREAD, open.what() + " was not sent: there is no thread for it", e);
    }

    private void stream(HttpCall call, @Nullable RequestBytes body, OpenCall open, StreamListener listener) {
        try {
            // A stream may stay open for long: its request is released as soon as it can no longer be repeated.
            EventReader events = new EventReader(settings, open, () -> release(body));
            repeating(call, open, events::noneYet, () -> {
                streamOnce(call, body, open, events, listener);
                return null;
            });
        } catch (Throwable e) {
            listener.onFailure(e);
        } finally {
            ended(open, body);
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

    private void streamOnce(
            HttpCall call, @Nullable RequestBytes body, OpenCall open, EventReader events, StreamListener listener) {
        listener.onAttempt();
        Response response = sender.send(call, body, open);
        try {
            if (!response.isSuccessful() || !isEventStream(response)) {
                listener.onAnswer(wholeAnswer(response, open), open);
                return;
            }
            open.reading();
            HttpHead head = head(response, open);
            settings.log().streamOpened(head);
            listener.onOpen(head, open);
            events.read(response.body().source(), listener);
        } finally {
            Sender.close(response);
        }
    }

    private <T> T repeating(HttpCall call, OpenCall open, BooleanSupplier mayRepeat, Supplier<T> attempt) {
        for (int number = 1; ; number++) {
            try {
                awaitTurn(call, open);
                open.beginAttempt();
                return attempt.get();
            } catch (CallFailedException failed) {
                CallFailedException failure = failed.without(open.secrets());
                Duration wait =
                        mayRepeat.getAsBoolean() ? settings.retries().waitAfter(number, failure, open.left()) : null;
                if (wait == null) {
                    throw failure;
                }
                open.throwIfEnded();
                String objection = call.trace().objection(failure);
                if (objection != null) {
                    throw failure.gaveUp(objection);
                }
                settings.log().retry(open.what(), number, failure, wait.toMillis());
                open.pause(wait);
            } finally {
                open.release();
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

    private HttpAnswer wholeAnswer(Response response, OpenCall open) {
        open.reading();
        HttpAnswer answer = BodyReader.read(response, head(response, open), settings.maxResponseBytes(), open);
        settings.log().response(answer);
        return answer;
    }

    private String describe(HttpCall call) {
        return call.method() + " " + settings.baseUrl() + call.path();
    }

    /** A user's interceptor may have added secrets: they are read from the request as sent. */
    private HttpHead head(Response response, OpenCall open) {
        open.carries(settings.secrets(response.request()));
        return new HttpHead(
                response.code(), response.headers(), response.request().url(), open.secrets());
    }

    private static boolean isEventStream(Response response) {
        String type = response.header("Content-Type");
        return type != null && type.regionMatches(true, 0, "text/event-stream", 0, "text/event-stream".length());
    }

    private void ended(OpenCall open, @Nullable RequestBytes body) {
        watch.remove(open);
        release(body);
        if (watch.isClosed() && ownsHttp) {
            // Over HTTP/2 the connection of an ended call still works for others, and would wait five minutes for
            // them.
            http.connectionPool().evictAll();
        }
    }

    private static void release(@Nullable RequestBytes body) {
        if (body != null) {
            body.release();
        }
    }
}
