package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * AssertJ assertions about the requests to an {@link OpenRouterServer} since its last reset.
 *
 * <pre>{@code
 * import static dev.langchain4j.model.openrouter.test.OpenRouterServerAssert.assertThat;
 *
 * assertThat(server)
 *         .hasReceivedRequests(1)
 *         .receivedChat("""
 *                 {"model": "openai/gpt-4o", "messages": [{"role": "user", "content": "Hi"}]}
 *                 """)
 *         .receivedHeader("X-OpenRouter-Title", "My app");
 * }</pre>
 *
 * A failure shows each difference of the JSON: {@code messages[0].content: expected "Hi" but was "Hello"}.
 */
public final class OpenRouterServerAssert extends AbstractAssert<OpenRouterServerAssert, OpenRouterServer> {

    private OpenRouterServerAssert(@Nullable OpenRouterServer server) {
        super(server, OpenRouterServerAssert.class);
    }

    /** Starts assertions about a server. */
    public static OpenRouterServerAssert assertThat(@Nullable OpenRouterServer server) {
        return new OpenRouterServerAssert(server);
    }

    /** The number of requests of all kinds. */
    public OpenRouterServerAssert hasReceivedRequests(int count) {
        List<RecordedRequest> requests = requests();
        if (requests.size() != count) {
            failWithActualExpectedAndMessage(
                    requests.size(),
                    count,
                    "Expected %d requests but received %d: %s",
                    count,
                    requests.size(),
                    requests);
        }
        return this;
    }

    /** No request arrived. */
    public OpenRouterServerAssert hasReceivedNothing() {
        return hasReceivedRequests(0);
    }

    /**
     * Asserts at least one request with this method to this path below the base URL.
     *
     * @throws IllegalArgumentException if no request can have this path, as in {@link OpenRouterServer#requests(String)}
     */
    public OpenRouterServerAssert received(String method, String path) {
        RecordedRequest.checkPath(path);
        List<RecordedRequest> requests = requests();
        if (requests.stream()
                .noneMatch(request ->
                        request.method().equals(method) && request.path().equals(path))) {
            failWithMessage("Expected a request %s %s but received %s", method, path, requests);
        }
        return this;
    }

    /** Any chat request that contains this JSON: objects may have more fields, arrays match exactly. */
    public OpenRouterServerAssert receivedChat(String json) {
        JsonNode expected = Json.parse(json);
        List<JsonNode> chats = chats();
        if (chats.stream()
                .noneMatch(chat -> JsonDifference.missing(expected, chat).isEmpty())) {
            int nearest = nearest(expected, chats);
            failWithActualExpectedAndMessage(
                    pretty(chats.get(nearest)),
                    pretty(expected),
                    "None of %d chat requests contains what was expected. The most similar one, number %d, differs:%n%s",
                    chats.size(),
                    nearest + 1,
                    indented(JsonDifference.missing(expected, chats.get(nearest))));
        }
        return this;
    }

    /** The index of the most similar request; the last of several that are equally similar. */
    private static int nearest(JsonNode expected, List<JsonNode> chats) {
        int nearest = 0;
        double distance = Double.MAX_VALUE;
        for (int i = 0; i < chats.size(); i++) {
            double toThis = JsonDifference.lack(expected, chats.get(i));
            if (toThis <= distance) {
                nearest = i;
                distance = toThis;
            }
        }
        return nearest;
    }

    /** The last chat request is exactly this JSON; the order of fields does not matter. */
    public OpenRouterServerAssert lastChatIsExactly(String json) {
        JsonNode expected = Json.parse(json);
        List<JsonNode> chats = chats();
        JsonNode last = chats.get(chats.size() - 1);
        List<String> differences = JsonDifference.between(expected, last);
        if (!differences.isEmpty()) {
            failWithActualExpectedAndMessage(
                    pretty(last), pretty(expected), "The last chat request differs:%n%s", indented(differences));
        }
        return this;
    }

    /** The last request carries a header with this value. */
    public OpenRouterServerAssert receivedHeader(String name, String value) {
        RecordedRequest last = last();
        String actual = last.header(name);
        if (!value.equals(actual) && actual != null && isSecret(name)) {
            failWithMessage("Header %s of %s has another value than expected; a secret is not shown", name, last);
        } else if (!value.equals(actual)) {
            failWithActualExpectedAndMessage(
                    String.valueOf(actual),
                    value,
                    "Expected header %s of %s to be \"%s\" but %s",
                    name,
                    last,
                    value,
                    actual == null ? "it was not sent" : "it was \"" + actual + "\"");
        }
        return this;
    }

    /** The last request does not carry a header. */
    public OpenRouterServerAssert receivedNoHeader(String name) {
        RecordedRequest last = last();
        String actual = last.header(name);
        if (actual != null) {
            failWithMessage(
                    "Expected no header %s of %s but it was %s",
                    name, last, isSecret(name) ? "sent; a secret is not shown" : '"' + actual + '"');
        }
        return this;
    }

    /** A test may fail because the application has sent a real key: the log of a build must not show it. */
    private static boolean isSecret(String header) {
        return SecretFinder.isSecretHeader(header.toLowerCase(Locale.ROOT));
    }

    private List<RecordedRequest> requests() {
        isNotNull();
        return actual.requests();
    }

    private RecordedRequest last() {
        List<RecordedRequest> requests = requests();
        if (requests.isEmpty()) {
            failWithMessage("Expected a request but received none");
        }
        return requests.get(requests.size() - 1);
    }

    private List<JsonNode> chats() {
        List<JsonNode> chats = requests().stream()
                .filter(request -> request.path().equals("/chat/completions"))
                .map(RecordedRequest::json)
                .toList();
        if (chats.isEmpty()) {
            failWithMessage("Expected a chat request but received %s", requests());
        }
        return chats;
    }

    private static String indented(List<String> lines) {
        return "  " + String.join(System.lineSeparator() + "  ", lines);
    }

    private static String pretty(JsonNode json) {
        return json.toPrettyString();
    }
}
