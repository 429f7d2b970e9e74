package dev.langchain4j.model.openrouter.internal.api.error;

import org.jspecify.annotations.Nullable;

/** The kind of an error, if its message or form says more than its status; most errors have only these. */
public enum ErrorKind {
    /** Only availability, type and status count. */
    AS_REPORTED(null),
    /** No model has this id. */
    NO_SUCH_MODEL(ErrorMeaning.NO_MODEL),
    /** Endpoints serve the model, but a preference of the request, the key or the account excludes them all. */
    PREFERENCE_EXCLUDES_ALL(ErrorMeaning.INVALID),
    /** The upstream refuses the content. */
    CONTENT_REFUSED(ErrorMeaning.CONTENT_REFUSED),
    /** A limit of the key, the workspace or a guardrail is used up; the account may still have credits. */
    SPENDING_LIMIT(ErrorMeaning.INSUFFICIENT_CREDITS),
    /** A page, or a refusal of the URL, that OpenRouter's API does not send: the URL is wrong. */
    NOT_THE_API(ErrorMeaning.INVALID),
    /** A proxy or firewall refuses to forward the request. */
    BLOCKED_ON_THE_WAY(ErrorMeaning.UNAUTHENTICATED),
    /**
     * An answer without vectors to a request that asks for them as base64: some upstreams send them as numbers only.
     */
    NO_BASE64(null),
    /** An upstream accepts fewer inputs in one request. */
    TOO_MANY_INPUTS(null),
    /** OpenRouter does not know the generation, or not yet. */
    NOT_ON_RECORD(ErrorMeaning.TIMEOUT),
    /** OpenRouter has no such batch. */
    NO_SUCH_BATCH(ErrorMeaning.INVALID),
    /** OpenRouter does not have the operation, or its record, or has it for other keys. */
    NO_SUCH_OPERATION(ErrorMeaning.INVALID);

    private final @Nullable ErrorMeaning meaning;

    ErrorKind(@Nullable ErrorMeaning meaning) {
        this.meaning = meaning;
    }

    /** The meaning of the kind, whatever the status of the error; null if the status decides. */
    public @Nullable ErrorMeaning meaning() {
        return meaning;
    }
}
