package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.scoring.ScoringModel;
import java.util.List;
import java.util.function.Supplier;

/** The library as it comes. */
final class OpenRouterClient implements Client {

    private final ChatRequest request;
    private final ChatModel model;
    private final StreamingChatModel streamingModel;
    private final ScoringModel scoringModel;
    private final List<TextSegment> documents =
            Workload.documents().stream().map(TextSegment::from).toList();
    private final EmbeddingModel embeddingModel;
    private final List<TextSegment> texts =
            Workload.texts().stream().map(TextSegment::from).toList();
    private final Scenario scenario;

    OpenRouterClient(Scenario scenario, String baseUrl) {
        OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(baseUrl)
                .apiKey(Workload.KEY)
                .modelName(Workload.MODEL)
                .build();
        this.scenario = scenario;
        request = Workload.chatRequest(scenario);
        model = openRouter.chatModel().build();
        streamingModel = openRouter.streamingChatModel().build();
        scoringModel = openRouter.scoringModel().modelName("cohere/rerank-v3.5").build();
        embeddingModel = openRouter
                .embeddingModel()
                .modelName(Workload.MODEL)
                .maxSegmentsPerBatch(texts.size())
                .build();
    }

    @Override
    public Supplier<String> call() {
        if (scenario.kind == Scenario.Kind.RERANK) {
            List<Double> scores =
                    scoringModel.scoreAll(documents, Workload.QUERY).content();
            return () -> Workload.words(scores);
        }
        if (scenario.kind == Scenario.Kind.EMBED) {
            List<Embedding> embeddings = embeddingModel.embedAll(texts).content();
            return () -> Workload.wordsOfVectors(
                    embeddings.stream().map(Embedding::vector).toList());
        }
        ChatResponse response = model.chat(request);
        return () -> Workload.words(response);
    }

    @Override
    public void stream(Listener listener) {
        streamingModel.chat(request, new StreamHandler(listener));
    }
}
