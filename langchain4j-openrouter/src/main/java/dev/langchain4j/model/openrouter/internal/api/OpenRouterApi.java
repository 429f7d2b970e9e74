package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.CallFailedException;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import dev.langchain4j.model.openrouter.internal.http.HttpCall;
import dev.langchain4j.model.openrouter.internal.http.JsonHttpClient;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.internal.http.TimeLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** OpenRouter's endpoints, one method each. Thread-safe. */
public final class OpenRouterApi implements AutoCloseable {

    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";
    private static final TimeLimits CATALOG_LIMITS =
            new TimeLimits(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(3));

    private final JsonHttpClient http;
    private final RequestHeaders headers;
    private final TimeLimits plainLimits;
    private final TimeLimits streamLimits;
    private final Failures failures;

    public OpenRouterApi(
            JsonHttpClient http, RequestHeaders headers, TimeLimits plainLimits, TimeLimits streamLimits, Time time) {
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

    /**
     * The same, answered as a stream of chunks. Returns at once.
     *
     * @param keepEvents whether the answer's raw text is to hold the stream's events
     */
    public void chatStream(
            ChatCompletionRequest request, Map<String, String> ofRequest, boolean keepEvents, ChatListener listener) {
        HttpCall call = new HttpCall(
                "/chat/completions",
                () -> headers.withKey(ofRequest, EVENTS),
                json -> ChatRequestWriter.write(request, json),
                streamLimits);
        http.stream(call, new ChatEvents(listener, this::readChat, failures, keepEvents));
    }

    /**
     * {@code POST /rerank}.
     *
     * @return the answer; its id comes from the response's head if the body has none
     * @throws ApiException if OpenRouter reports a failure, wherever in the answer it does
     * @see <a href="https://openrouter.ai/docs/api/api-reference/rerank/create-rerank">Rerank</a>
     */
    public RerankAnswer rerank(RerankRequest request) {
        HttpCall call = new HttpCall(
                "/rerank",
                () -> headers.withKey(Map.of(), JSON),
                json -> RerankRequestWriter.write(request, json),
                plainLimits);
        return http.call(call, this::readRerank);
    }

    /**
     * The ids of the catalog, for the message about a name that is none: empty where the catalog cannot be had within
     * three seconds, because the message is worth no more.
     *
     * @see <a href="https://openrouter.ai/docs/api-reference/list-available-models">Models</a>
     */
    public List<String> modelIdsIfReachable() {
        HttpCall call = new HttpCall("/models?output_modalities=all", headers::withKeyIfAny, null, CATALOG_LIMITS);
        try {
            return http.call(call, answer -> {
                if (!answer.head().isSuccessful()) {
                    throw failures.ofStatus(answer);
                }
                try {
                    return ModelIdsReader.read(answer.bytes(), answer.length());
                } catch (IOException e) {
                    throw failures.ofUnreadable(answer);
                }
            });
        } catch (CallFailedException e) {
            return List.of();
        }
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
        return new ChatAnswer(completion, ResponseHead.of(answer.head()), answer::text);
    }

    private RerankAnswer readRerank(HttpAnswer answer) {
        if (!answer.head().isSuccessful()) {
            throw failures.ofStatus(answer);
        }
        RerankAnswer read;
        try {
            read = RerankAnswerReader.read(answer.bytes(), answer.length());
        } catch (IOException e) {
            throw failures.ofUnreadable(answer);
        }
        if (read.error() != null) {
            throw failures.of(read.error().from(read.provider()), answer.head(), null);
        }
        return read.id() != null
                ? read
                : read.withId(ResponseHead.of(answer.head()).generationId());
    }

    private ChatCompletion parse(HttpAnswer answer) {
        try {
            return ChatCompletionReader.read(answer.bytes(), answer.length());
        } catch (IOException e) {
            throw failures.ofUnreadable(answer);
        }
    }
}
