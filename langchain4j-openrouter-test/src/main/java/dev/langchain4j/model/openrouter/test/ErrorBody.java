package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A failure on the wire, in any of its envelopes. */
record ErrorBody(ErrorAnswer error, Call call) {

    /** The whole answer. */
    Reply reply() {
        return switch (error.envelope()) {
            case STANDARD, AVAILABILITY, OPENAI, RESPONSES, MESSAGES, STRING, MESSAGE_ONLY, VALIDATION ->
                Reply.json(error.status, json());
            case STATUS_200 -> Reply.json(200, json());
            case CHOICE, FINISH_REASON, EMPTY_CHOICES -> failedGeneration();
            case HTML -> text("text/html; charset=UTF-8");
            case PLAIN_TEXT -> text("text/plain");
            case EMPTY -> Reply.bytes(error.status, "", new byte[0]);
        };
    }

    /** The same as one event in the middle of a stream. */
    Step event(Chunks chunks) {
        return switch (error.envelope()) {
            case STANDARD, AVAILABILITY, STATUS_200 -> {
                ObjectNode chunk = chunks.head();
                chunk.set("error", described());
                failedChoice(chunk).set("delta", Json.object().put("content", ""));
                yield charged(chunk, chunks);
            }
            case CHOICE, FINISH_REASON -> {
                ObjectNode chunk = chunks.head();
                ObjectNode choice = failedChoice(chunk);
                choice.set("delta", Chunks.assistant(""));
                addErrorTo(choice);
                yield charged(chunk, chunks);
            }
            case EMPTY_CHOICES -> {
                ObjectNode chunk = chunks.head();
                chunk.set("error", described());
                chunk.putArray("choices");
                yield charged(chunk, chunks);
            }
            case OPENAI, RESPONSES, MESSAGES, STRING, MESSAGE_ONLY, VALIDATION -> Step.data(Json.text(json()));
            case HTML, PLAIN_TEXT -> Step.data(page());
            case EMPTY -> Step.data("");
        };
    }

    private Step charged(ObjectNode chunk, Chunks chunks) {
        return error.usage == null ? Step.data(Json.text(chunk)) : chunks.charged(chunk, error.usage);
    }

    private Reply text(String contentType) {
        return Reply.bytes(error.status, contentType, page().getBytes(StandardCharsets.UTF_8));
    }

    private String page() {
        return error.envelope() == Envelope.HTML
                ? "<!DOCTYPE html><html><head><title>" + error.status + "</title></head><body><h1>" + error.message
                        + "</h1><hr>cloudflare</body></html>"
                : error.message;
    }

    private Reply failedGeneration() {
        String model = call.modelOrAsAsked();
        Chunks chunks = Chunks.of(call, call.nextGeneration(), model, null);
        Reply reply =
                call.asksForStream() ? Reply.events(failingStream(chunks)) : Reply.json(200, failedAnswer(chunks));
        return reply.withHeader("X-Generation-Id", chunks.generation().id());
    }

    private List<Step> failingStream(Chunks chunks) {
        List<Step> steps = new ArrayList<>();
        steps.add(Step.write(Chunks.PROCESSING));
        if (error.partialText != null) {
            steps.add(chunks.text(error.partialText));
        }
        steps.add(event(chunks));
        return steps;
    }

    private ObjectNode failedAnswer(Chunks chunks) {
        ObjectNode body = chunks.head().put("object", "chat.completion");
        if (error.envelope() == Envelope.EMPTY_CHOICES) {
            body.set("error", described());
            body.putArray("choices");
        } else {
            ObjectNode choice = failedChoice(body);
            choice.set("message", Chunks.assistant(error.partialText));
            addErrorTo(choice);
        }
        if (error.usage != null) {
            body.set("usage", error.usage);
            call.backend().charge(chunks.generation(), chunks.model(), error.usage);
        }
        return body;
    }

    private static ObjectNode failedChoice(ObjectNode body) {
        return body.putArray("choices").addObject().put("index", 0).put("finish_reason", "error");
    }

    private void addErrorTo(ObjectNode choice) {
        if (error.envelope() == Envelope.CHOICE) {
            choice.set("error", described());
        } else {
            choice.put("native_finish_reason", "MALFORMED_FUNCTION_CALL");
        }
    }

    private ObjectNode json() {
        ObjectNode body = Json.object();
        switch (error.envelope()) {
            case OPENAI ->
                body.putObject("error")
                        .put("message", error.message)
                        .put("type", word())
                        .putNull("param")
                        .putNull("code");
            case RESPONSES -> {
                body.putObject("error").put("code", word()).put("message", error.message);
                body.putNull("metadata");
            }
            case MESSAGES -> {
                body.put("type", "error");
                ObjectNode inner = body.putObject("error").put("type", word()).put("message", error.message);
                if (error.errorType != null) {
                    inner.put("error_type", error.errorType);
                }
                body.put("request_id", "req_standin");
            }
            case STRING -> body.put("error", error.message);
            case MESSAGE_ONLY -> body.put("message", error.message);
            case VALIDATION -> {
                ArrayNode issues = Json.array();
                issues.addObject().put("code", "invalid_type").put("message", error.message);
                body.put("success", false)
                        .putObject("error")
                        .put("name", "ZodError")
                        .put("message", Json.text(issues));
            }
            default -> {
                body.set("error", described());
                if (error.userId != null) {
                    body.put("user_id", error.userId);
                }
            }
        }
        return body;
    }

    /** OpenRouter's own description: with {@code code}, or with {@code http_status} for availability. */
    private ObjectNode described() {
        ObjectNode described = Json.object().put("message", error.message);
        ObjectNode metadata = error.metadata.deepCopy();
        boolean aboutAvailability = error.availability != null || error.envelope() == Envelope.AVAILABILITY;
        if (error.errorType != null) {
            (aboutAvailability ? described : metadata).put("error_type", error.errorType);
        }
        if (aboutAvailability) {
            described.put("http_status", error.status);
            described.set("availability", availability());
        } else {
            described.set("code", error.code);
        }
        if (!metadata.isEmpty()) {
            described.set("metadata", metadata);
        }
        return described;
    }

    private ObjectNode availability() {
        ObjectNode availability = error.availability == null ? Json.object() : error.availability.deepCopy();
        if (error.retryAfter != null) {
            availability.put("retry_after", error.retryAfter);
        }
        ArrayNode requested = availability.putArray("requested_models");
        if (call.body().hasNonNull("model")) {
            requested.add(call.body().path("model"));
        }
        call.body().path("models").forEach(requested::add);
        return availability;
    }

    /** The code if it must be a word. */
    private String word() {
        if (error.code.isTextual()) {
            return error.code.asText();
        }
        return error.status >= 500 ? "server_error" : "invalid_request_error";
    }
}
