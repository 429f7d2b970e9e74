package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request and its answer, in the readable form of a file of a recording. */
record Exchange(ObjectNode request, ObjectNode response) {

    private static final Pattern BOUNDARY = Pattern.compile("(?i)^multipart/.*;\\s*boundary=\"?([^\";]+)");
    private static final String EVENT = "data: ";

    /** The part of a request that decides whether another one is the same. */
    static ObjectNode request(RecordedRequest request) {
        ObjectNode json = Json.object().put("method", request.method()).put("path", request.path());
        if (!request.query().isEmpty()) {
            json.put("query", request.query());
        }
        if (!request.bodyText().isEmpty()) {
            body(json, withPlainBoundary(request));
        }
        return json;
    }

    /** A client invents a new boundary of a multipart body for each request. */
    private static byte[] withPlainBoundary(RecordedRequest request) {
        Matcher boundary = BOUNDARY.matcher(String.valueOf(request.header("Content-Type")));
        return boundary.find()
                ? new String(request.bytes(), StandardCharsets.ISO_8859_1)
                        .replace(boundary.group(1), "boundary")
                        .getBytes(StandardCharsets.ISO_8859_1)
                : request.bytes();
    }

    static void body(ObjectNode json, byte[] bytes) {
        JsonNode body = Json.read(bytes);
        if (body.isContainerNode()) {
            json.set("body", body);
            return;
        }
        try {
            json.put(
                    "text",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException binary) {
            json.put("base64", Base64.getEncoder().encodeToString(bytes));
        }
    }

    /** An event of a stream; as JSON if that loses nothing but blanks. */
    static ObjectNode event(String text, long afterMillis) {
        ObjectNode event = Json.object().put("after_ms", afterMillis);
        if (text.startsWith(EVENT) && text.endsWith("\n\n")) {
            JsonNode data = Json.read(text.substring(EVENT.length()).strip().getBytes(StandardCharsets.UTF_8));
            if (data.isObject()) {
                event.set("data", data);
                return event;
            }
        }
        return event.put("text", text);
    }

    Reply reply(boolean atRecordedPace) {
        Map<String, String> headers = Json.MAPPER.convertValue(response.path("headers"), new TypeReference<>() {});
        int status = response.path("status").asInt();
        boolean broken = response.path("broken").asBoolean();
        if (!response.has("events") && !broken) {
            Reply whole = Reply.bytes(status, "", bytes(response)).withHeaders(headers);
            Duration time = Duration.ofMillis(response.path("after_ms").asLong());
            return atRecordedPace ? whole.after(time) : whole;
        }
        List<Step> steps = new ArrayList<>();
        if (response.has("events")) {
            addEvents(steps, atRecordedPace);
        } else {
            steps.add(Step.write(bytes(response)));
        }
        if (broken) {
            steps.add(ClientConnection::cut);
        }
        return Reply.script(status, "", steps).withHeaders(headers);
    }

    private void addEvents(List<Step> steps, boolean atRecordedPace) {
        long now = 0;
        for (JsonNode event : response.path("events")) {
            Duration pause = Duration.ofMillis(event.path("after_ms").asLong() - now);
            if (atRecordedPace && !pause.isNegative() && !pause.isZero()) {
                steps.add(client -> client.pause(pause));
            }
            now = event.path("after_ms").asLong();
            steps.add(
                    event.has("data")
                            ? Step.data(Json.text(event.path("data")))
                            : Step.write(event.path("text").asText()));
        }
    }

    private static byte[] bytes(JsonNode part) {
        if (part.has("base64")) {
            return Base64.getDecoder().decode(part.path("base64").asText());
        }
        return part.has("body")
                ? Json.bytes(part.path("body"))
                : part.path("text").asText().getBytes(StandardCharsets.UTF_8);
    }

    Exchange without(Redaction redaction) {
        Exchange copy =
                new Exchange((ObjectNode) redaction.removedFrom(request), (ObjectNode) redaction.removedFrom(response));
        if (copy.response.path("events") instanceof ArrayNode events) {
            RedactedEvents.remove(redaction, events);
        }
        return copy;
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        json.set("request", request);
        json.set("response", response);
        return json;
    }
}
