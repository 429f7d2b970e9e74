package dev.langchain4j.model.openrouter.test;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Selects the requests for a scripted answer. Immutable.
 *
 * <pre>{@code
 * server.when(Match.model("openai/gpt-4o").and(Match.userSays("weather"))).answer("Sunny.");
 * server.when(Match.path("/models")).answer(Answer.error(500, "Internal Server Error"));
 * }</pre>
 *
 * Without {@link #path(String)} it only matches {@code POST} requests, that is calls of models.
 */
public final class Match {

    private final Predicate<RecordedRequest> test;
    private final boolean namesPath;

    private Match(Predicate<RecordedRequest> test, boolean namesPath) {
        this.test = test;
        this.namesPath = namesPath;
    }

    /** Requests whose body satisfies {@code test}; it gets a missing node if there is no JSON. */
    public static Match body(Predicate<JsonNode> test) {
        requireNonNull(test, "test");
        return new Match(request -> test.test(request.json()), false);
    }

    /** Requests for a model, by its name on the wire. */
    public static Match model(String id) {
        requireNonNull(id, "id");
        return body(body -> body.path("model").asText().equals(id));
    }

    /** Requests whose last user message contains {@code text}, in any case. */
    public static Match userSays(String text) {
        String wanted = requireNonNull(text, "text").toLowerCase(Locale.ROOT);
        return body(
                body -> Conversation.lastUserText(body).toLowerCase(Locale.ROOT).contains(wanted));
    }

    /** Requests that offer at least one tool. */
    public static Match hasTools() {
        return body(body -> !body.path("tools").isEmpty());
    }

    /** Requests whose last message is the result of a tool. */
    public static Match hasToolResult() {
        return body(body -> !Conversation.lastToolResults(body).isEmpty());
    }

    /** Requests that ask for a stream. */
    public static Match streaming() {
        return body(body -> body.path("stream").asBoolean());
    }

    /** Requests that carry a header with exactly this value. */
    public static Match header(String name, String value) {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
        return new Match(request -> value.equals(request.header(name)), false);
    }

    /**
     * Requests, of any method, to a path below the base URL, such as {@code /models}.
     *
     * @throws IllegalArgumentException if it does not begin with a slash, begins with the base URL's own path, or has a
     *     query
     */
    public static Match path(String path) {
        RecordedRequest.checkPath(path);
        return new Match(request -> request.path().equals(path), true);
    }

    /** Requests that satisfy both. */
    public Match and(Match other) {
        requireNonNull(other, "other");
        return new Match(request -> test.test(request) && other.test.test(request), namesPath || other.namesPath);
    }

    /** Requests that do not satisfy this one. */
    public Match negate() {
        return new Match(request -> !test.test(request), namesPath);
    }

    boolean matches(RecordedRequest request) {
        return (namesPath || request.method().equals("POST")) && test.test(request);
    }
}
