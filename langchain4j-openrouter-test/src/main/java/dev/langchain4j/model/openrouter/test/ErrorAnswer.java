package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A refusal or a failure.
 *
 * <pre>{@code
 * server.answer(Answer.error(429, "Provider returned error")
 *         .provider("Chutes")
 *         .raw("temporarily rate-limited upstream"));
 * server.answer(Answer.error(429, "All providers are at capacity.")
 *         .errorType("rate_limit_exceeded")
 *         .availability("capacity_exhausted", true)
 *         .fallbackModels("anthropic/claude-haiku-4.5")
 *         .retryAfter(40));
 * }</pre>
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/errors">Errors</a>
 */
public final class ErrorAnswer extends ScriptedAnswer<ErrorAnswer> {

    final int status;
    final String message;
    final ObjectNode metadata = Json.object();

    JsonNode code;

    @Nullable
    String errorType;

    @Nullable
    ObjectNode availability;

    @Nullable
    Integer retryAfter;

    @Nullable
    ObjectNode usage;

    @Nullable
    String partialText;

    @Nullable
    String userId = "user_2standin";

    private @Nullable Envelope envelope;

    ErrorAnswer(int status, String message) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("The status of an error is from 200 to 599, not " + status);
        }
        this.status = status;
        this.message = message;
        this.code = IntNode.valueOf(status);
    }

    /** {@code error.code} as a word, such as {@code "server_error"}. Unset: the status as a number. */
    public ErrorAnswer code(String code) {
        this.code = TextNode.valueOf(code);
        return this;
    }

    /** OpenRouter's name of the failure, such as {@code rate_limit_exceeded}. */
    public ErrorAnswer errorType(String errorType) {
        this.errorType = errorType;
        return this;
    }

    /** {@code metadata.provider_name}: the company that failed. */
    public ErrorAnswer provider(String provider) {
        metadata.put("provider_name", provider);
        return this;
    }

    /** {@code metadata.raw}: the provider's message, as text; that text may be JSON. */
    public ErrorAnswer raw(String raw) {
        metadata.put("raw", raw);
        return this;
    }

    /** {@code metadata.raw}: the provider's message, as a JSON value. */
    public ErrorAnswer rawJson(String json) {
        metadata.set("raw", Json.parse(json));
        return this;
    }

    /** Further metadata as a JSON object: {@code reasons}, {@code previous_errors}, ... */
    public ErrorAnswer metadata(String json) {
        metadata.setAll(Json.parseObject(json));
        return this;
    }

    /**
     * Why no endpoint took the request; the requested models come from the request. Selects
     * {@link Envelope#AVAILABILITY}.
     */
    public ErrorAnswer availability(String code, boolean retryable) {
        availability().put("code", code).put("retryable", retryable).put("docs_url", docsUrl(code));
        return this;
    }

    /** {@code availability.fallback_models}: models to use instead. */
    public ErrorAnswer fallbackModels(String... models) {
        return availability("fallback_models", models);
    }

    /** {@code availability.affected_providers}, as slugs. */
    public ErrorAnswer affectedProviders(String... providers) {
        return availability("affected_providers", providers);
    }

    /** {@code availability.excluded_by}: the preferences that left no endpoint, such as {@code max_price}. */
    public ErrorAnswer excludedBy(String... constraints) {
        return availability("excluded_by", constraints);
    }

    /** When to try again, in seconds: as the header and, if there is one, in the availability. */
    public ErrorAnswer retryAfter(int seconds) {
        this.retryAfter = seconds;
        return header("Retry-After", Integer.toString(seconds));
    }

    /** OpenRouter's own rate limit, in headers and metadata; the reset is a Unix time in milliseconds. */
    public ErrorAnswer rateLimit(int limit, int remaining, long resetMillis) {
        ObjectNode headers = metadata.putObject("headers")
                .put("X-RateLimit-Limit", Integer.toString(limit))
                .put("X-RateLimit-Remaining", Integer.toString(remaining))
                .put("X-RateLimit-Reset", Long.toString(resetMillis));
        headers.properties()
                .forEach(header -> header(header.getKey(), header.getValue().asText()));
        return this;
    }

    /** The partial answer before the failure, for {@link Envelope#CHOICE} and {@link Envelope#FINISH_REASON}. */
    public ErrorAnswer partialText(String text) {
        this.partialText = text;
        return this;
    }

    /**
     * The cost of the failed generation, for answers that have started: in choices and in streams. Unset: not reported.
     */
    public ErrorAnswer usage(int promptTokens, int completionTokens, String cost) {
        this.usage = Usage.counted(promptTokens, completionTokens, Usage.cost(cost));
        return this;
    }

    /** {@code user_id} beside the error. Null: none. */
    public ErrorAnswer userId(@Nullable String userId) {
        this.userId = userId;
        return this;
    }

    /** The form. Unset: {@link Envelope#AVAILABILITY} if that is set, else {@link Envelope#STANDARD}. */
    public ErrorAnswer envelope(Envelope envelope) {
        this.envelope = envelope;
        return this;
    }

    Envelope envelope() {
        if (envelope != null) {
            return envelope;
        }
        return availability == null ? Envelope.STANDARD : Envelope.AVAILABILITY;
    }

    private ErrorAnswer availability(String field, String... values) {
        Arrays.stream(values).forEach(availability().withArray("/" + field)::add);
        return this;
    }

    private ObjectNode availability() {
        if (availability == null) {
            availability = Json.object();
        }
        return availability;
    }

    private static String docsUrl(String code) {
        return "https://openrouter.ai/docs/errors#" + code;
    }

    @Override
    ErrorAnswer self() {
        return this;
    }

    @Override
    Reply content(Call call, Endpoint endpoint) {
        return new ErrorBody(this, call).reply();
    }
}
