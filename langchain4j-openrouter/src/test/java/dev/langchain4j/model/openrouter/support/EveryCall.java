package dev.langchain4j.model.openrouter.support;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.batch.BatchPagination;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/** Every way to call OpenRouter, with an answer to it: what holds for calls holds for each of them. */
public enum EveryCall {
    CHAT("answers/text.json", openRouter -> Style.PLAIN.chat(openRouter, "Hi")),
    CHAT_ASYNC("answers/text.json", openRouter -> Style.ASYNC.chat(openRouter, "Hi")),
    STREAM("streams/text.sse", openRouter -> Style.STREAMING.chat(openRouter, "Hi")),
    PUBLISHER("streams/text.sse", openRouter -> Style.PUBLISHED.chat(openRouter, "Hi")),
    EMBEDDINGS(
            "embeddings/float.json",
            openRouter -> openRouter
                    .embeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .build()
                    .embedAll(segments())),
    EMBEDDINGS_ASYNC(
            "embeddings/float.json",
            openRouter -> Async.result(openRouter
                    .embeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .build()
                    .embedAsync(EmbeddingRequest.builder()
                            .inputs(segments().stream()
                                    .map(EmbeddingInput::from)
                                    .toList())
                            .build()))),
    RERANK(
            "rerank/answer.json",
            openRouter -> openRouter
                    .scoringModel()
                    .modelName("cohere/rerank-v3.5")
                    .build()
                    .scoreAll(segments(), "Where?")),
    DECISION(
            "decisions/answer.json",
            openRouter -> openRouter
                    .decisionModel()
                    .modelName("typesafe/jev-1.13")
                    .build()
                    .decide(DecisionRequest.builder()
                            .input("The app shows error 500 since noon")
                            .question("urgent", YesNoQuestion.from("Is it urgent?"))
                            .build())),
    DECISION_ASYNC(
            "decisions/answer.json",
            openRouter -> Async.result(openRouter
                    .decisionModel()
                    .modelName("typesafe/jev-1.13")
                    .build()
                    .decideAsync(DecisionRequest.builder()
                            .input("The app shows error 500 since noon")
                            .question("urgent", YesNoQuestion.from("Is it urgent?"))
                            .build()))),
    RERANK_ASYNC(
            "rerank/answer.json",
            openRouter -> Async.result(openRouter
                    .scoringModel()
                    .modelName("cohere/rerank-v3.5")
                    .build()
                    .scoreAsync(ScoringRequest.builder()
                            .documents(List.of("Berlin", "Bread", "Paris"))
                            .query("Where?")
                            .build()))),
    IMAGE(
            "images/answer.json",
            openRouter -> openRouter
                    .imageModel()
                    .modelName("google/gemini-2.5-flash-image")
                    .build()
                    .generate("A cat")),
    SPEECH(
            null,
            openRouter -> openRouter
                    .speechModel()
                    .modelName("mistralai/voxtral")
                    .build()
                    .synthesize("Hello")),
    TRANSCRIPTION(
            "transcriptions/plain.json",
            openRouter -> openRouter
                    .transcriptionModel()
                    .modelName("openai/whisper-1")
                    .build()
                    .transcribeToText(Audio.builder()
                            .base64Data("UklGRg==")
                            .mimeType("audio/wav")
                            .build())),
    BATCH_SUBMISSION(
            "batches/failed.json",
            openRouter -> openRouter
                    .batchEmbeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .build()
                    .submit(new BatchRequest<>(segments()))),
    MODELS("catalog/everything.json", openRouter -> openRouter.modelCatalog().refresh()),
    MODELS_OF_KEY(
            "catalog/everything.json", openRouter -> openRouter.modelCatalog().modelsOfKey()),
    ZERO_DATA_RETENTION(
            "catalog/everything.json", openRouter -> openRouter.modelCatalog().zeroDataRetentionEndpoints()),
    FETCH(null, openRouter -> openRouter.fetch("/providers")),
    ENDPOINTS("catalog/endpoints.json", openRouter -> openRouter.modelCatalog().endpoints("acme/open")),
    KEY(null, OpenRouter::key),
    CREDITS(null, OpenRouter::credits),
    GENERATION(null, openRouter -> openRouter.generation("gen-1")),
    BATCH(
            "batches/completed.json",
            openRouter -> openRouter.batchChatModel().build().retrieve("batch_a1")),
    BATCHES(
            "batches/workspace.json",
            openRouter -> openRouter.batchChatModel().build().list(new BatchPagination(null, null))),
    BATCH_DELETION(null, openRouter -> openRouter.batchChatModel().build().delete("batch_a1"));

    private final String file;
    private final Function<OpenRouter, Object> call;

    EveryCall(String file, Function<OpenRouter, Object> call) {
        this.file = file;
        this.call = call;
    }

    /** The result; throws what the caller, or a stream's handler, gets. */
    public Object on(OpenRouter openRouter) {
        return call.apply(openRouter);
    }

    /** Whether it runs on threads of its own, so that an interrupt of its caller means nothing to it. */
    public boolean isDetached() {
        return this == STREAM || this == PUBLISHER || name().endsWith("_ASYNC");
    }

    public boolean isGet() {
        return ordinal() >= MODELS.ordinal();
    }

    public String contentType() {
        return this == STREAM || this == PUBLISHER
                ? "text/event-stream"
                : this == SPEECH ? "audio/mpeg" : "application/json";
    }

    public byte[] body() {
        if (file != null) {
            return Payloads.bytes(file);
        }
        return (this == SPEECH ? "ID3" : "{\"data\":{\"id\":\"gen-1\"}}").getBytes(StandardCharsets.UTF_8);
    }

    /** A complete answer that is not a failure. */
    public byte[] response() {
        return RawServer.response(200, contentType(), body());
    }

    private static List<TextSegment> segments() {
        return List.of(TextSegment.from("Berlin"), TextSegment.from("Bread"), TextSegment.from("Paris"));
    }
}
