package dev.langchain4j.openrouter.playground;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Server-sent events to one browser. What is sent after the end, or to a browser that has gone, is dropped. */
final class Events {

    private static final long TIMEOUT_MILLIS = 600_000;

    private final SseEmitter emitter = new SseEmitter(TIMEOUT_MILLIS);
    private final AtomicBoolean ended = new AtomicBoolean();
    private final Runnable whenLeft;

    /** Runs the action if the browser goes before the end, or the time is up. */
    Events(Runnable whenLeft) {
        this.whenLeft = whenLeft;
        emitter.onError(e -> left());
        emitter.onTimeout(this::left);
        emitter.onCompletion(this::left);
    }

    SseEmitter emitter() {
        return emitter;
    }

    void send(String event, Object data) {
        try {
            synchronized (emitter) {
                if (!ended.get()) {
                    emitter.send(SseEmitter.event().name(event).data(data, MediaType.APPLICATION_JSON));
                }
            }
        } catch (IOException | IllegalStateException e) {
            left();
        }
    }

    /** Sends the last event. */
    void end(String event, Object data) {
        synchronized (emitter) {
            send(event, data);
            if (ended.compareAndSet(false, true)) {
                emitter.complete();
            }
        }
    }

    private void left() {
        if (ended.compareAndSet(false, true)) {
            whenLeft.run();
        }
    }
}
