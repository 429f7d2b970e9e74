package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.ApiException.Billing;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletionReader;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsAnswer;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsAnswerReader;
import dev.langchain4j.model.openrouter.internal.api.decision.DecisionsRequest;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsAnswer;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsAnswerReader;
import dev.langchain4j.model.openrouter.internal.api.embeddings.EmbeddingsRequest;
import dev.langchain4j.model.openrouter.internal.api.error.ApiError;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorKind;
import dev.langchain4j.model.openrouter.internal.api.error.ErrorWords;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankAnswer;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankAnswerReader;
import dev.langchain4j.model.openrouter.internal.http.HttpAnswer;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads answers with texts, vectors and scores, and throws for failures. */
record TextAnswers(Failures failures) {

    ChatAnswer chat(HttpAnswer answer) {
        ChatCompletion completion = failures.parse(answer, ChatCompletionReader::read);
        failures.throwIfFailed(completion, answer.head());
        return new ChatAnswer(completion, ResponseHead.of(answer.head()), answer::text);
    }

    /** @return one vector per input */
    EmbeddingsAnswer embeddings(HttpAnswer answer, EmbeddingsRequest request) {
        int inputs = request.inputs().size();
        EmbeddingsAnswer read = withinLimit(
                inputs,
                "inputs: lower maxSegmentsPerBatch, or maxTokensPerBatch if tokens are limited",
                () -> failures.parse(answer, EmbeddingsAnswerReader::read));
        Optional<ApiError> failure = read.failure(request);
        if (failure.isPresent()) {
            if (read.error() == null) {
                failures.throwIfOnlyAnError(answer);
            }
            Billing unreported = read.error() == null || read.hasContent() ? Billing.UNKNOWN : Billing.NOTHING;
            throw failures.of(failure.get(), answer.head(), read.id(), read.usage(), unreported);
        }
        return read.with(ResponseHead.of(answer.head()).generationId(), answer::text);
    }

    /** Names the setting to lower if an upstream refuses a request because it is too large. */
    private static <T> T withinLimit(int size, String advice, Supplier<T> read) {
        try {
            return read.get();
        } catch (ApiException refused) {
            if (size > 1 && ErrorWords.isAboutSize(refused.error())) {
                throw refused.as(
                        ErrorKind.TOO_MANY_INPUTS,
                        refused.error().message() + " (the request had " + size + " " + advice + ")");
            }
            throw refused;
        }
    }

    DecisionsAnswer decisions(HttpAnswer answer, DecisionsRequest request) {
        DecisionsAnswer read = DecisionsAnswerReader.read(
                        failures.object(answer, TextAnswers::hasDecisions), request.questions())
                .withHead(ResponseHead.of(answer.head()).generationId(), answer::text);
        if (read.problem() != null) {
            if (read.answers().isEmpty()) {
                failures.throwIfOnlyAnError(answer);
            }
            throw failures.of(
                    read.problem().from(read.provider()), answer.head(), read.id(), read.usage(), Billing.UNKNOWN);
        }
        return read;
    }

    private static boolean hasDecisions(JsonObject body) {
        JsonObject answers = body.object("answers");
        return answers != null && !answers.members().isEmpty();
    }

    /** @param documents number of those that were sent */
    RerankAnswer rerank(HttpAnswer answer, int documents, boolean keepRaw) {
        RerankAnswer read = withinLimit(
                documents,
                "documents: lower maxDocumentsPerRequest",
                () -> failures.parse(answer, RerankAnswerReader::read));
        if (read.error() != null) {
            Billing unreported = read.results().isEmpty() ? Billing.NOTHING : Billing.UNKNOWN;
            throw failures.of(read.error().from(read.provider()), answer.head(), read.id(), read.usage(), unreported);
        }
        if (read.results().isEmpty()) {
            failures.throwIfOnlyAnError(answer);
        }
        String id = read.id() == null ? ResponseHead.of(answer.head()).generationId() : read.id();
        return read.with(Failures.presentable(id, answer.head()), keepRaw ? answer::text : null);
    }
}
