package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.decision.request.DecisionRequest;
import dev.langchain4j.model.decision.request.YesNoQuestion;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import java.util.List;
import java.util.function.Consumer;

/** A call of each endpoint, for tests that expect the same of all. */
enum EveryCall {
    CHAT("/chat/completions", openRouter -> Style.PLAIN.chat(openRouter, "Hi")),
    CHAT_ASYNC("/chat/completions", openRouter -> Style.ASYNC.chat(openRouter, "Hi")),
    CHAT_STREAM("/chat/completions", openRouter -> Style.STREAMING.chat(openRouter, "Hi")),
    CHAT_PUBLISHER("/chat/completions", openRouter -> Style.PUBLISHED.chat(openRouter, "Hi")),
    EMBEDDINGS(
            "/embeddings",
            openRouter -> openRouter
                    .embeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .build()
                    .embed("one")),
    EMBEDDINGS_ASYNC(
            "/embeddings",
            openRouter -> Async.result(openRouter
                    .embeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .build()
                    .embedAsync(EmbeddingRequest.builder()
                            .inputs(EmbeddingInput.from("one"))
                            .build()))),
    RERANK(
            "/rerank",
            openRouter -> openRouter
                    .scoringModel()
                    .modelName("cohere/rerank-v3.5")
                    .build()
                    .scoreAll(List.of(TextSegment.from("one")), "two")),
    DECISION(
            "/api/alpha/decisions",
            openRouter -> openRouter
                    .decisionModel()
                    .modelName("typesafe/jev-1.13")
                    .build()
                    .decide(decision())),
    DECISION_ASYNC(
            "/api/alpha/decisions",
            openRouter -> Async.result(openRouter
                    .decisionModel()
                    .modelName("typesafe/jev-1.13")
                    .build()
                    .decideAsync(decision()))),
    RERANK_ASYNC(
            "/rerank",
            openRouter -> Async.result(openRouter
                    .scoringModel()
                    .modelName("cohere/rerank-v3.5")
                    .build()
                    .scoreAsync(ScoringRequest.builder()
                            .documents(List.of("one"))
                            .query("two")
                            .build()))),
    LLM_RERANK(
            "/chat/completions",
            openRouter -> openRouter.llmScoringModel().build().scoreAll(List.of(TextSegment.from("one")), "two")),
    LLM_RERANK_ASYNC(
            "/chat/completions",
            openRouter -> Async.result(openRouter
                    .llmScoringModel()
                    .build()
                    .scoreAsync(ScoringRequest.builder()
                            .documents(List.of("one"))
                            .query("two")
                            .build()))),
    IMAGES(
            "/images",
            openRouter -> openRouter
                    .imageModel()
                    .modelName("google/gemini-2.5-flash-image")
                    .build()
                    .generate("a cat")),
    SPEECH(
            "/audio/speech",
            openRouter -> openRouter
                    .speechModel()
                    .modelName("openai/gpt-4o-mini-tts")
                    .voice("alloy")
                    .build()
                    .synthesize("Hello")),
    TRANSCRIPTION(
            "/audio/transcriptions",
            openRouter -> openRouter
                    .transcriptionModel()
                    .modelName("openai/whisper-large-v3")
                    .build()
                    .transcribe(AudioTranscriptionRequest.builder(Audio.builder()
                                    .binaryData(new byte[] {1, 2, 3})
                                    .mimeType("audio/wav")
                                    .build())
                            .build())),
    CATALOG("/models", openRouter -> openRouter.modelCatalog().refresh()),
    MODELS_OF_KEY("/models/user", openRouter -> openRouter.modelCatalog().modelsOfKey()),
    ZERO_DATA_RETENTION(
            "/endpoints/zdr", openRouter -> openRouter.modelCatalog().zeroDataRetentionEndpoints()),
    FETCH("/providers", openRouter -> openRouter.fetch("/providers")),
    ENDPOINTS(
            "/models/openai/gpt-4o/endpoints",
            openRouter -> openRouter.modelCatalog().endpoints("openai/gpt-4o")),
    KEY("/key", OpenRouter::key),
    CREDITS("/credits", OpenRouter::credits),
    GENERATION("/generation", openRouter -> openRouter.generation("gen-1"));

    private final String path;
    private final Consumer<OpenRouter> call;

    EveryCall(String path, Consumer<OpenRouter> call) {
        this.path = path;
        this.call = call;
    }

    /** Whether a model is asked. */
    boolean isPaid() {
        return compareTo(CATALOG) < 0;
    }

    String path() {
        return path;
    }

    private static DecisionRequest decision() {
        return DecisionRequest.builder()
                .input("one")
                .question("two", YesNoQuestion.from("Is it one?"))
                .build();
    }

    /** Decisions are beside the base URL. */
    String url(String baseUrl) {
        return path.startsWith("/api/") ? baseUrl.replace("/api/v1", path) : baseUrl + path;
    }

    /** Throws what the user's code would catch. */
    void on(OpenRouter openRouter) {
        call.accept(openRouter);
    }
}
