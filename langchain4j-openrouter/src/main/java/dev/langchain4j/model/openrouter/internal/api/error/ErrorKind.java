package dev.langchain4j.model.openrouter.internal.api.error;

/** What an error is about, where its words or its form tell more than its status: most say nothing else. */
public enum ErrorKind {
    /** Nothing more than availability, type and status say. */
    AS_REPORTED,
    /** No model has this id. */
    NO_SUCH_MODEL,
    /** Endpoints serve the model, but a preference of the request, the key or the account excludes them all. */
    WISH_EXCLUDES_ALL,
    /** The upstream refuses the content. */
    CONTENT_REFUSED,
    /** A limit of the key, the workspace or a guardrail is used up; the account may still have credits. */
    SPENDING_LIMIT,
    /** A page, or the refusal of an address, that OpenRouter's API does not send: the address is another one. */
    NOT_THE_API,
    /** A proxy or firewall on the way refuses to hand the request on. */
    BLOCKED_ON_THE_WAY,
    /** An answer without vectors to a request that asks for them as base64: some upstreams send them as numbers only. */
    NO_BASE64,
    /** An upstream takes fewer inputs in one request. */
    BATCH_LIMIT,
    /** OpenRouter does not know the generation, or not yet. */
    NOT_ON_RECORD
}
