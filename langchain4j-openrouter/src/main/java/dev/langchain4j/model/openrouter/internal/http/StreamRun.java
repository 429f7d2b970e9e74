package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import java.util.function.BooleanSupplier;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One stream: its attempts until the first event, then its reading, which pauses while its listener wants no more. A
 * paused stream has its connection and what it has read, but no thread.
 */
final class StreamRun implements Steps<@Nullable Void>, CallEnd<@Nullable Void> {

    private final JsonHttpClient client;
    private final HttpCall call;
    private final @Nullable RequestBytes body;
    private final OpenCall open;
    private final StreamListener listener;
    private final EventReader events;
    private final Attempts<Boolean> attempts;

    /** What is being read; null before the first attempt, between two, and after the end. */
    private @Nullable Response response;

    StreamRun(
            JsonHttpClient client, HttpCall call, @Nullable RequestBytes body, OpenCall open, StreamListener listener) {
        this.client = client;
        this.call = call;
        this.body = body;
        this.open = open;
        this.listener = listener;
        // A stream may stay open for long: its request is released as soon as it can no longer be repeated.
        this.events = new EventReader(client.settings, open, () -> JsonHttpClient.release(body));
        this.attempts = new Attempts<>(call, open, client.settings, events::noneYet, this::attempt);
    }

    @Override
    public @Nullable Wait next() {
        boolean over;
        if (response == null) {
            Wait wait = attempts.next();
            if (wait != null) {
                return wait;
            }
            over = attempts.answer();
        } else {
            over = resumed();
        }
        return over ? null : Wait.UNTIL_RESUMED;
    }

    private boolean resumed() {
        try {
            return closedIfOver(() -> events.resume(listener));
        } catch (CallFailedException failure) {
            throw failure.without(open.secrets());
        }
    }

    /** Null: the listener has the answer already. */
    @Override
    public @Nullable Void answer() {
        return null;
    }

    /** @return false if it has only paused */
    private boolean attempt() {
        listener.onAttempt();
        Response opened = client.sender.send(call, body, open);
        response = opened;
        return closedIfOver(() -> read(opened));
    }

    private boolean read(Response opened) {
        open.reading();
        if (!opened.isSuccessful() || !isEventStream(opened)) {
            listener.onAnswer(client.wholeAnswer(opened, open, true), open);
            return true;
        }
        HttpHead head = client.head(opened, open);
        client.settings.log().streamOpened(head);
        listener.onOpen(head, open);
        return events.read(opened.body().source(), listener);
    }

    /** Closes the response if the reading is over, or throws. */
    private boolean closedIfOver(BooleanSupplier reading) {
        boolean over = true;
        try {
            over = reading.getAsBoolean();
            return over;
        } finally {
            if (over) {
                close();
            }
        }
    }

    private void close() {
        if (response != null) {
            Sender.close(response);
            response = null;
        }
    }

    /**
     * Trusts the first bytes more than the content type: some gateways declare a stream as JSON, or JSON as a stream.
     */
    private boolean isEventStream(Response response) {
        String type = response.header("Content-Type");
        boolean declared =
                type != null && type.regionMatches(true, 0, "text/event-stream", 0, "text/event-stream".length());
        BodyBytes body = new BodyBytes(response.body().source(), open);
        return declared ? !body.areADocument() : body.areEvents();
    }

    @Override
    public void answered(@Nullable Void nothing) {
        client.ended(open, body);
    }

    /** Ends the stream, also while it is paused, or before it has a thread. */
    @Override
    public void failed(Throwable failure) {
        close();
        try {
            listener.onFailure(failure);
        } finally {
            client.ended(open, body);
        }
    }
}
