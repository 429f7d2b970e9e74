package dev.langchain4j.model.openrouter.benchmarks;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterCostTotals;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel;
import dev.langchain4j.model.scoring.ScoringModel;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The library with its defaults; in some scenarios with a budget and a ledger. */
final class OpenRouterClient extends LangChain4jModels {

    private final OpenRouter openRouter;

    OpenRouterClient(Scenario scenario, String baseUrl) {
        super(scenario);
        OpenRouter.Builder builder =
                OpenRouter.builder().baseUrl(baseUrl).apiKey(Workload.KEY).modelName(Workload.MODEL);
        if (scenario.isMetered()) {
            builder.budget(OpenRouterBudget.builder()
                            .perDay(new BigDecimal("1000000"))
                            .build())
                    .costListener(new OpenRouterCostListener(new OpenRouterCostTotals()));
        }
        openRouter = builder.build();
    }

    @Override
    ChatModel chatModel() {
        return openRouter.chatModel().maxOutputTokens(limit()).build();
    }

    @Override
    StreamingChatModel streamingModel() {
        return openRouter.streamingChatModel().maxOutputTokens(limit()).build();
    }

    /** Without it a budget would reserve the model's longest answer. */
    private @Nullable Integer limit() {
        return scenario.isMetered() ? 2_000 : null;
    }

    @Override
    ScoringModel scoringModel() {
        return scenario == Scenario.LLM_RERANK
                ? openRouter
                        .llmScoringModel()
                        .strategy(OpenRouterLlmScoringModel.Strategy.GRADED)
                        .build()
                : openRouter.scoringModel().modelName("cohere/rerank-v3.5").build();
    }

    @Override
    EmbeddingModel embeddingModel() {
        return openRouter
                .embeddingModel()
                .modelName(Workload.MODEL)
                .maxSegmentsPerBatch(Workload.texts().size())
                .build();
    }

    @Override
    public void stream(Listener listener) {
        if (scenario == Scenario.PUBLISHED) {
            streamingModel.get().chat(request).subscribe(new PublishedStream(listener));
        } else {
            super.stream(listener);
        }
    }
}
