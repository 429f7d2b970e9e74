package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reply on the wire: a whole body, a script of steps, or a fault.
 *
 * @param delay to wait before the head is sent
 */
record Reply(
        int status,
        Map<String, String> headers,
        byte[] body,
        @Nullable List<Step> steps,
        @Nullable Fault fault,
        Duration delay) {

    private static final byte[] NOTHING = {};

    static Reply json(int status, JsonNode body) {
        return bytes(status, "application/json", Json.bytes(body));
    }

    static Reply bytes(int status, String contentType, byte[] body) {
        return new Reply(status, contentType(contentType), body, null, null, Duration.ZERO);
    }

    static Reply script(int status, String contentType, List<Step> steps) {
        return new Reply(status, contentType(contentType), NOTHING, steps, null, Duration.ZERO);
    }

    static Reply events(List<Step> steps) {
        return script(200, "text/event-stream", steps);
    }

    static Reply fault(Fault fault) {
        return new Reply(200, Map.of(), NOTHING, null, fault, Duration.ZERO);
    }

    private static Map<String, String> contentType(String value) {
        return value.isEmpty() ? Map.of() : Map.of("Content-Type", value);
    }

    Reply withHeader(String name, String value) {
        return withHeaders(Map.of(name, value));
    }

    Reply withHeaders(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Reply(status, all, body, steps, fault, delay);
    }

    Reply after(Duration time) {
        return new Reply(status, headers, body, steps, fault, time);
    }
}
