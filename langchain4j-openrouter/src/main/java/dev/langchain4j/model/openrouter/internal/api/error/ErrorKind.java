package dev.langchain4j.model.openrouter.internal.api.error;

/** The kind of an error, if its message or form says more than its status; most errors have only these. */
public enum ErrorKind {
    /** Only availability, type and status count. */
    AS_REPORTED,
    /** No model has this id. */
    NO_SUCH_MODEL,
    /** Endpoints serve the model, but a preference of the request, the key or the account excludes them all. */
    PREFERENCE_EXCLUDES_ALL,
    /** The upstream refuses the content. */
    CONTENT_REFUSED,
    /** A limit of the key, the workspace or a guardrail is used up; the account may still have credits. */
    SPENDING_LIMIT,
    /** A page, or a refusal of the URL, that OpenRouter's API does not send: the URL is wrong. */
    NOT_THE_API,
    /** A proxy or firewall refuses to forward the request. */
    BLOCKED_ON_THE_WAY,
    /**
     * An answer without vectors to a request that asks for them as base64: some upstreams send them as numbers only.
     */
    NO_BASE64,
    /** An upstream accepts fewer inputs in one request. */
    BATCH_LIMIT,
    /** OpenRouter does not know the generation, or not yet. */
    NOT_ON_RECORD,
    /** OpenRouter has no such batch. */
    NO_SUCH_BATCH,
    /** OpenRouter does not have the operation, or has it for other keys. */
    NO_SUCH_OPERATION
}
