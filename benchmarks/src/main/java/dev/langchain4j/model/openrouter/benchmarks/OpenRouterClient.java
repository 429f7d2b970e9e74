package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.scoring.ScoringModel;

/** The library with its defaults. */
final class OpenRouterClient extends LangChain4jModels {

    private final OpenRouter openRouter;

    OpenRouterClient(Scenario scenario, String baseUrl) {
        super(scenario);
        openRouter = OpenRouter.builder()
                .baseUrl(baseUrl)
                .apiKey(Workload.KEY)
                .modelName(Workload.MODEL)
                .build();
    }

    @Override
    ChatModel chatModel() {
        return openRouter.chatModel().build();
    }

    @Override
    StreamingChatModel streamingModel() {
        return openRouter.streamingChatModel().build();
    }

    @Override
    ScoringModel scoringModel() {
        return openRouter.scoringModel().modelName("cohere/rerank-v3.5").build();
    }

    @Override
    EmbeddingModel embeddingModel() {
        return openRouter
                .embeddingModel()
                .modelName(Workload.MODEL)
                .maxSegmentsPerBatch(Workload.texts().size())
                .build();
    }
}
