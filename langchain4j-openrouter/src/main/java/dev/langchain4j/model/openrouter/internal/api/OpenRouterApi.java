package dev.langchain4j.model.openrouter.internal.api;

import com.fasterxml.jackson.core.JsonParser;
import dev.langchain4j.model.openrouter.internal.http.CancelHandle;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import dev.langchain4j.model.openrouter.internal.http.HttpCall;
import dev.langchain4j.model.openrouter.internal.http.Json;
import dev.langchain4j.model.openrouter.internal.http.JsonHttpClient;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.TimeLimits;
import java.io.IOException;
import java.util.Map;

/** OpenRouter's endpoints, one method each. Thread-safe. */
public final class OpenRouterApi implements AutoCloseable {

    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";

    private final JsonHttpClient http;
    private final RequestHeaders headers;
    private final TimeLimits plainLimits;
    private final TimeLimits streamLimits;
    private final Failures failures;

    public OpenRouterApi(
            JsonHttpClient http,
            RequestHeaders headers,
            TimeLimits plainLimits,
            TimeLimits streamLimits,
            Time time) {
        this.http = http;
        this.headers = headers;
        this.plainLimits = plainLimits;
        this.streamLimits = streamLimits;
        this.failures = new Failures(time);
    }

    /**
     * {@code POST /chat/completions}.
     *
     * @param ofRequest headers of this request alone
     * @throws ApiException if OpenRouter reports a failure, wherever in the answer it does
     * @see <a href="https://openrouter.ai/docs/api-reference/chat-completion">Chat completion</a>
     */
    public ChatAnswer chat(ChatCompletionRequest request, Map<String, String> ofRequest) {
        HttpCall call = new HttpCall(
                "/chat/completions",
                () -> headers.withKey(ofRequest, JSON),
                json -> ChatRequestWriter.write(request, json),
                plainLimits);
        return http.call(call, this::readChat);
    }

    /** The same, answered as a stream of events; see {@link ChatEvents} for who is called when. */
    public CancelHandle chatStream(
            ChatCompletionRequest request, Map<String, String> ofRequest, ChatEvents.Listener listener) {
        HttpCall call = new HttpCall(
                "/chat/completions",
                () -> headers.withKey(ofRequest, EVENTS),
                json -> ChatRequestWriter.write(request, json),
                streamLimits);
        return http.stream(call, new ChatEvents(listener, this::readChat, failures));
    }

    @Override
    public void close() {
        http.close();
    }

    private ChatAnswer readChat(HttpAnswer answer) {
        if (!answer.head().isSuccessful()) {
            throw failures.ofStatus(answer);
        }
        ChatCompletion completion = parse(answer);
        failures.throwIfFailed(completion, answer.head());
        return new ChatAnswer(completion, answer);
    }

    private ChatCompletion parse(HttpAnswer answer) {
        int start = AnswerStart.of(answer.bytes(), answer.length());
        try (JsonParser json = Json.parser(answer.bytes(), start, answer.length())) {
            return ChatCompletionReader.read(json);
        } catch (IOException e) {
            throw failures.ofUnreadable(answer, start);
        }
    }
}
