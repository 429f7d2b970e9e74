package dev.langchain4j.model.openrouter.internal.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /chat/completions} answers: a plain answer, one chunk of a stream, or the answer merged from all
 * chunks. Absent and null are the same: not reported.
 *
 * @param choice the first choice, the only one OpenRouter documents; null where {@code choices} is absent or empty
 * @param error the top-level {@code error}; an empty object counts as none
 */
public record ChatCompletion(
        @Nullable String id,
        @Nullable String model,
        @Nullable String provider,
        @Nullable Long created,
        @Nullable String serviceTier,
        @Nullable String systemFingerprint,
        @Nullable Choice choice,
        @Nullable Usage usage,
        @Nullable ApiError error,
        @Nullable Map<String, Object> openrouterMetadata) {

    /** @param message the {@code message} of an answer or the {@code delta} of a chunk */
    public record Choice(
            @Nullable String finishReason,
            @Nullable String nativeFinishReason,
            @Nullable AnswerMessage message,
            @Nullable Map<String, Object> logprobs,
            @Nullable ApiError error) {}
}
