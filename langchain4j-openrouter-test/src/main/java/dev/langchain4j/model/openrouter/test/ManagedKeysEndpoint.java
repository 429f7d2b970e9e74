package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET} and {@code POST /keys}, {@code GET}, {@code PATCH} and {@code DELETE /keys/{hash}}, with the management
 * key. A key that was made works at once, until it is disabled, deleted or over, and pays until its limit is used up.
 */
final class ManagedKeysEndpoint implements Endpoint {

    private static final int PAGE = 100;
    private static final String NOT_EMPTY = ": Too small: expected string to have >=1 characters";

    private static final String NO_TIME = ": Invalid ISO datetime";

    private static final FieldRules QUERY = new FieldRules().integer("offset", 0, Integer.MAX_VALUE);

    private static final FieldRules RULES = new FieldRules()
            .check("name", ManagedKeysEndpoint::nameProblem)
            .number("limit", 0, Double.MAX_VALUE)
            .word("limit_reset", "daily", "weekly", "monthly")
            .flag("include_byok_in_limit")
            .flag("disabled")
            .check("expires_at", ManagedKeysEndpoint::timeProblem);

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/keys";
    }

    @Override
    public boolean talks() {
        return false;
    }

    @Override
    public boolean serves(RecordedRequest request) {
        return switch (request.method()) {
            case "GET" -> isList(request) || isAboutOne(request);
            case "POST" -> isList(request);
            case "PATCH", "DELETE" -> isAboutOne(request);
            default -> false;
        };
    }

    private boolean isList(RecordedRequest request) {
        return request.path().equals(path());
    }

    private boolean isAboutOne(RecordedRequest request) {
        return request.path().matches("/keys/[^/]+");
    }

    @Override
    public Reply reply(Call call) {
        ErrorAnswer refused = call.refusedManagement();
        if (refused != null) {
            return refused.content(call, this);
        }
        if (isAboutOne(call.request())) {
            return one(call);
        }
        return call.request().method().equals("POST") ? make(call) : list(call);
    }

    private Reply list(Call call) {
        QueryNumbers query = new QueryNumbers(call.request().queryParameters());
        String problem = call.backend().isLenient() ? null : query.problem(QUERY);
        if (problem != null) {
            return refuse(call, 400, problem);
        }
        boolean all = call.request().queryParameter("include_disabled", "false").equals("true");
        List<ManagedKey> made = call.backend().keys().made().stream()
                .filter(key -> all || !key.isDisabled())
                .skip(query.integer("offset", 0))
                .limit(PAGE)
                .toList();
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        made.forEach(key -> data.add(json(call, key)));
        return Reply.json(200, body);
    }

    private Reply make(Call call) {
        JsonNode body = call.body();
        String problem = problem(call);
        if (problem == null && !body.hasNonNull("name")) {
            problem = "name" + FieldRules.expected("string", body.path("name"));
        }
        if (problem != null) {
            return refuse(call, 400, problem);
        }
        ManagedKey made = call.backend().keys().make(body);
        return Reply.json(201, about(call, made).put("key", made.key()));
    }

    private Reply one(Call call) {
        String hash = URLDecoder.decode(call.request().path().substring(path().length() + 1), StandardCharsets.UTF_8);
        ManagedKey key = call.backend().keys().find(hash);
        if (key == null) {
            return refuse(call, 404, "API key not found");
        }
        return switch (call.request().method()) {
            case "DELETE" -> delete(call, key);
            case "PATCH" -> change(call, key);
            default -> Reply.json(200, about(call, key));
        };
    }

    private static Reply delete(Call call, ManagedKey key) {
        call.backend().keys().remove(key.hash());
        return Reply.json(200, Json.object().put("deleted", true));
    }

    private Reply change(Call call, ManagedKey key) {
        String problem = problem(call);
        if (problem != null) {
            return refuse(call, 400, problem);
        }
        key.change(call.body());
        return Reply.json(200, about(call, key));
    }

    private static ObjectNode about(Call call, ManagedKey key) {
        ObjectNode body = Json.object();
        body.set("data", json(call, key));
        return body;
    }

    private static ObjectNode json(Call call, ManagedKey key) {
        return key.json(call.backend().paidBy(key.key()));
    }

    private static @Nullable String problem(Call call) {
        if (!call.body().isObject()) {
            return "Invalid JSON in request body";
        }
        return call.backend().isLenient() ? null : RULES.problem(call.body());
    }

    private static @Nullable String nameProblem(JsonNode name) {
        if (!name.isTextual()) {
            return FieldRules.expected("string", name);
        }
        return name.asText().isEmpty() ? NOT_EMPTY : null;
    }

    static @Nullable String timeProblem(JsonNode time) {
        try {
            Instant.parse(time.asText());
            return time.asText().endsWith("Z") ? null : NO_TIME;
        } catch (DateTimeParseException e) {
            return NO_TIME;
        }
    }

    private Reply refuse(Call call, int status, String message) {
        return Answer.error(status, message).userId(null).content(call, this);
    }
}
