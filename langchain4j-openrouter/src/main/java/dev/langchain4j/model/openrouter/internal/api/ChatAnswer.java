package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.HttpAnswer.HttpHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An answer with what came beside it.
 *
 * @param head of the response that brought it
 * @param body the JSON of a plain answer, in its first {@code length} bytes; null for a stream
 */
public record ChatAnswer(ChatCompletion completion, HttpHead head, byte @Nullable [] body, int length) {

    public @Nullable String generationId() {
        return Failures.generationId(head, completion);
    }

    /** The answer as OpenRouter sent it; null for a stream. Decoded anew at every call. */
    public @Nullable String rawText() {
        return body == null ? null : new String(body, 0, length, StandardCharsets.UTF_8);
    }
}
