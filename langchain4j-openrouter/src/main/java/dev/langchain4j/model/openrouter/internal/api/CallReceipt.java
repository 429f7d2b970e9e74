package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsAnswer;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsAnswer;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesAnswer;
import dev.langchain4j.model.openrouter.internal.api.media.SpeechAnswer;
import dev.langchain4j.model.openrouter.internal.api.media.TranscriptionAnswer;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankAnswer;
import dev.langchain4j.model.openrouter.internal.api.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The data about the price of an answer, complete or partial. Null means not reported.
 *
 * @param outputBytes size of a partial answer's text; 0 for a complete answer
 */
public record CallReceipt(
        @Nullable Usage usage,
        @Nullable String model,
        @Nullable String provider,
        @Nullable String generationId,
        long outputBytes) {

    /** A receipt without any data. */
    public static final CallReceipt NONE = new CallReceipt(null, null, null, null);

    /** For a complete answer. */
    CallReceipt(
            @Nullable Usage usage, @Nullable String model, @Nullable String provider, @Nullable String generationId) {
        this(usage, model, provider, generationId, 0);
    }

    /** For a failed call: what its exception has. */
    public static CallReceipt of(Throwable failure) {
        return failure instanceof ApiException api ? api.receipt() : NONE;
    }

    public static CallReceipt of(ChatAnswer answer) {
        ChatCompletion completion = answer.completion();
        String headId = answer.head().generationId();
        return new CallReceipt(
                completion.usage(),
                completion.model(),
                completion.provider(),
                headId == null ? completion.id() : headId);
    }

    /**
     * For a partial answer.
     *
     * @param finished whether the answer had a finish reason; before it, usage is not the last
     */
    static CallReceipt ofPart(ChatCompletion partial, @Nullable String generationId, boolean finished) {
        return new CallReceipt(
                finished ? partial.usage() : tokens(partial.usage()),
                partial.model(),
                partial.provider(),
                generationId,
                partial.textBytes());
    }

    /** Without the cost, which has not been told yet. */
    static @Nullable Usage tokens(@Nullable Usage soFar) {
        return soFar == null ? null : soFar.withoutCost();
    }

    public static CallReceipt of(EmbeddingsAnswer answer) {
        return new CallReceipt(answer.usage(), answer.model(), answer.provider(), answer.id());
    }

    static CallReceipt of(RerankAnswer answer) {
        return new CallReceipt(answer.usage(), answer.model(), answer.provider(), answer.id());
    }

    static CallReceipt of(DecisionsAnswer answer) {
        return new CallReceipt(answer.usage(), answer.model(), answer.provider(), answer.id());
    }

    static CallReceipt of(ImagesAnswer answer) {
        return new CallReceipt(answer.usage(), null, answer.provider(), answer.generationId());
    }

    static CallReceipt of(SpeechAnswer answer) {
        return new CallReceipt(null, null, null, answer.generationId());
    }

    static CallReceipt of(TranscriptionAnswer answer) {
        return new CallReceipt(answer.usage(), null, null, answer.generationId());
    }
}
