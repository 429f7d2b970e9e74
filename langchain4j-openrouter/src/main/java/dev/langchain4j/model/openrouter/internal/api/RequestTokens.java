package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionRequest;
import dev.langchain4j.model.openrouter.internal.api.chat.PromptSize;
import dev.langchain4j.model.openrouter.internal.api.chat.TokenEstimate;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsRequest;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsRequest;
import dev.langchain4j.model.openrouter.internal.api.media.ImagesRequest;
import dev.langchain4j.model.openrouter.internal.api.media.SpeechRequest;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankRequest;

/**
 * Estimates the tokens that a request will use, before its usage is known: its input, and the output that it allows.
 */
final class RequestTokens {

    private static final TokenEstimate TYPICAL = TokenEstimate.TYPICAL;

    private RequestTokens() {}

    /** 0 for a request without text. */
    static long of(Object request) {
        if (request instanceof ChatCompletionRequest chat) {
            Integer output = chat.maxTokens();
            return TYPICAL.of(PromptSize.of(chat)) + (output == null ? 0 : output);
        }
        if (request instanceof EmbeddingsRequest embeddings) {
            return TYPICAL.of(PromptSize.of(embeddings.inputs()));
        }
        if (request instanceof RerankRequest rerank) {
            return of(rerank);
        }
        if (request instanceof DecisionsRequest decisions) {
            return TYPICAL.of(decisions.size());
        }
        if (request instanceof ImagesRequest images) {
            return TYPICAL.ofBytes(PromptSize.bytes(images.prompt()));
        }
        return request instanceof SpeechRequest speech ? TYPICAL.ofBytes(PromptSize.bytes(speech.input())) : 0;
    }

    /** Rerankers read the query with each document. */
    private static long of(RerankRequest rerank) {
        long query = PromptSize.bytes(rerank.query());
        long bytes = 0;
        for (RerankRequest.Document document : rerank.documents()) {
            bytes += query + (document.text() == null ? 0 : PromptSize.bytes(document.text()));
        }
        return TYPICAL.ofBytes(bytes);
    }
}
