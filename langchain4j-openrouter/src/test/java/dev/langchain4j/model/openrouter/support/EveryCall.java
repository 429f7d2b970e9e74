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

/** Every way to call OpenRouter, with an answer to it: for tests of what holds for all calls. */
public enum EveryCall {
    CHAT("/chat/completions", "answers/text.json", openRouter -> Style.PLAIN.chat(openRouter, "Hi")),
    CHAT_ASYNC("/chat/completions", "answers/text.json", openRouter -> Style.ASYNC.chat(openRouter, "Hi")),
    STREAM("/chat/completions", "streams/text.sse", openRouter -> Style.STREAMING.chat(openRouter, "Hi")),
    PUBLISHER("/chat/completions", "streams/text.sse", openRouter -> Style.PUBLISHED.chat(openRouter, "Hi")),
    EMBEDDINGS(
            "/embeddings",
            "embeddings/float.json",
            openRouter -> openRouter
                    .embeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .build()
                    .embedAll(segments())),
    EMBEDDINGS_ASYNC(
            "/embeddings",
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
            "/rerank",
            "rerank/answer.json",
            openRouter -> openRouter
                    .scoringModel()
                    .modelName("cohere/rerank-v3.5")
                    .build()
                    .scoreAll(segments(), "Where?")),
    DECISION(
            "/api/alpha/decisions",
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
            "/api/alpha/decisions",
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
            "/rerank",
            "rerank/answer.json",
            openRouter -> Async.result(openRouter
                    .scoringModel()
                    .modelName("cohere/rerank-v3.5")
                    .build()
                    .scoreAsync(ScoringRequest.builder()
                            .documents(List.of("Berlin", "Bread", "Paris"))
                            .query("Where?")
                            .build()))),
    LLM_RERANK(
            "/chat/completions",
            null,
            openRouter -> openRouter.llmScoringModel().build().scoreAll(segments(), "Where?")),
    LLM_RERANK_ASYNC(
            "/chat/completions",
            null,
            openRouter -> Async.result(openRouter
                    .llmScoringModel()
                    .build()
                    .scoreAsync(ScoringRequest.builder()
                            .documents(List.of("Berlin", "Bread", "Paris"))
                            .query("Where?")
                            .build()))),
    IMAGE(
            "/images",
            "images/answer.json",
            openRouter -> openRouter
                    .imageModel()
                    .modelName("google/gemini-2.5-flash-image")
                    .build()
                    .generate("A cat")),
    SPEECH(
            "/audio/speech",
            null,
            openRouter -> openRouter
                    .speechModel()
                    .modelName("mistralai/voxtral")
                    .build()
                    .synthesize("Hello")),
    TRANSCRIPTION(
            "/audio/transcriptions",
            "transcriptions/plain.json",
            openRouter -> openRouter
                    .transcriptionModel()
                    .modelName("openai/whisper-large-v3")
                    .build()
                    .transcribeToText(Audio.builder()
                            .base64Data("UklGRg==")
                            .mimeType("audio/wav")
                            .build())),
    BATCH_SUBMISSION(
            "/batches",
            "batches/failed.json",
            openRouter -> openRouter
                    .batchEmbeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .build()
                    .submit(new BatchRequest<>(segments()))),
    MODELS(
            "/models",
            "catalog/everything.json",
            openRouter -> openRouter.modelCatalog().refresh()),
    MODELS_OF_KEY(
            "/models/user",
            "catalog/everything.json",
            openRouter -> openRouter.modelCatalog().modelsOfKey()),
    ZERO_DATA_RETENTION(
            "/endpoints/zdr",
            "catalog/everything.json",
            openRouter -> openRouter.modelCatalog().zeroDataRetentionEndpoints()),
    FETCH("/providers", null, openRouter -> openRouter.fetch("/providers")),
    ENDPOINTS(
            "/models/acme/open/endpoints",
            "catalog/endpoints.json",
            openRouter -> openRouter.modelCatalog().endpoints("acme/open")),
    KEY("/key", null, OpenRouter::key),
    CREDITS("/credits", null, OpenRouter::credits),
    GENERATION("/generation", null, openRouter -> openRouter.generation("gen-1")),
    BATCH(
            "/batches/batch_a1",
            "batches/completed.json",
            openRouter -> openRouter.batchChatModel().build().retrieve("batch_a1")),
    BATCHES(
            "/batches",
            "batches/workspace.json",
            openRouter -> openRouter.batchChatModel().build().list(new BatchPagination(null, null))),
    BATCH_DELETION(
            "/batches/batch_a1",
            null,
            openRouter -> openRouter.batchChatModel().build().delete("batch_a1"));

    private static final String GRADES = """
            {"id":"gen-1","model":"m","choices":[{"finish_reason":"stop","message":{"role":"assistant",\
            "content":"{\\"grades\\":[[1,3],[2,0],[3,9]]}"}}],"usage":{"prompt_tokens":9,"completion_tokens":9,"cost":0.001}}""";

    private final String path;
    private final String file;
    private final Function<OpenRouter, Object> call;

    EveryCall(String path, String file, Function<OpenRouter, Object> call) {
        this.path = path;
        this.file = file;
        this.call = call;
    }

    /** The result; throws what the caller, or a stream's handler, gets. */
    public Object on(OpenRouter openRouter) {
        return call.apply(openRouter);
    }

    public String path() {
        return path;
    }

    /** Decisions are beside the base URL. */
    public String url(String baseUrl) {
        return path.startsWith("/api/") ? baseUrl.replace("/api/v1", path) : baseUrl + path;
    }

    /** Whether a model is asked. */
    public boolean isPaid() {
        return compareTo(BATCH_SUBMISSION) <= 0;
    }

    /** Whether it names a record that OpenRouter may not have, or not have yet. */
    public boolean isOfOneRecord() {
        return this == GENERATION || this == BATCH || this == BATCH_DELETION;
    }

    /** Whether a 404 can only be about the operation. */
    public boolean namesNoModel() {
        return isGet() && !isOfOneRecord() && this != ENDPOINTS;
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
        String text = switch (this) {
            case SPEECH -> "ID3";
            case LLM_RERANK, LLM_RERANK_ASYNC -> GRADES;
            case BATCH_DELETION ->
                "{\"id\":\"batch_a1\",\"object\":\"batch\",\"deletion\":{\"openrouter\":\"deleted\"}}";
            case CREDITS -> "{\"data\":{\"total_credits\":10,\"total_usage\":2.5}}";
            default -> "{\"data\":{\"id\":\"gen-1\"}}";
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A complete answer that is not a failure. */
    public byte[] response() {
        return RawServer.response(200, contentType(), body());
    }

    private static List<TextSegment> segments() {
        return List.of(TextSegment.from("Berlin"), TextSegment.from("Bread"), TextSegment.from("Paris"));
    }
}
