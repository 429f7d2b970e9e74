package dev.langchain4j.model.openrouter.test;

/**
 * The forms in which OpenRouter, or a proxy, reports a failure.
 *
 * <pre>{@code
 * server.answer(Answer.error(502, "Bad gateway").envelope(Envelope.HTML));
 * server.answer(Answer.error(502, "Provider disconnected").envelope(Envelope.CHOICE).partialText("Once upon"));
 * server.answer(Answer.stream()
 *         .text("Once")
 *         .error(Answer.error(502, "Provider disconnected").envelope(Envelope.CHOICE)));
 * }</pre>
 *
 * Inside a stream, whose status was sent long ago, the forms with their own body come as one event.
 *
 * @see <a href="https://openrouter.ai/docs/api-reference/errors">Errors</a>
 */
public enum Envelope {
    /** {@code {"error":{"code":429,"message":"...","metadata":{}},"user_id":"..."}} with the error's status. */
    STANDARD,
    /**
     * {@code {"error":{"message":"...","error_type":"...","http_status":429,"availability":{}}}} with the error's
     * status.
     */
    AVAILABILITY,
    /** The standard body with status 200. */
    STATUS_200,
    /** Status 200, and the error inside the choice, beside the partial text. */
    CHOICE,
    /** Status 200, and only {@code finish_reason: "error"}. */
    FINISH_REASON,
    /** Status 200, the error at the top and {@code choices: []}. */
    EMPTY_CHOICES,
    /** {@code {"error":{"message":"...","type":"...","param":null,"code":null}}}: OpenAI's form. */
    OPENAI,
    /** {@code {"error":{"code":"...","message":"..."},"metadata":null}}: the form of the Responses API. */
    RESPONSES,
    /**
     * {@code {"type":"error","error":{"type":"...","message":"..."},"request_id":"..."}}: the form of the Messages API.
     */
    MESSAGES,
    /** {@code {"error":"..."}}. */
    STRING,
    /** {@code {"message":"..."}}. */
    MESSAGE_ONLY,
    /** {@code {"success":false,"error":{"name":"ZodError","message":"[...]"}}}: a failed validation. */
    VALIDATION,
    /** A proxy's HTML page. */
    HTML,
    /** A proxy's plain text. */
    PLAIN_TEXT,
    /** A status and no body. */
    EMPTY
}
