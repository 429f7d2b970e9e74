package dev.langchain4j.model.openrouter.examples.assistant;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterRerankFailurePolicy;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.service.AiServices;

/** "Answer from our rules. Rerank what the retriever finds; if the rerank endpoint is down, let a chat model rank." */
final class RuleSearch {

    interface Rules {
        String ask(String question);
    }

    private RuleSearch() {}

    static Rules rules(OpenRouter openRouter, ContentRetriever retriever) {
        ScoringModel ranking =
                openRouter.llmScoringModel().modelName("gpt-4o-mini").build();
        ScoringModel reranker = openRouter
                .scoringModel()
                .modelName("cohere/rerank-v3.5")
                .onFailure(OpenRouterRerankFailurePolicy.fallback(ranking))
                .build();
        RetrievalAugmentor augmentor = DefaultRetrievalAugmentor.builder()
                .contentRetriever(retriever)
                .contentAggregator(ReRankingContentAggregator.builder()
                        .scoringModel(reranker)
                        .maxResults(1)
                        .build())
                .build();
        ChatModel model = openRouter.chatModel().modelName("gpt-4o-mini").build();
        return AiServices.builder(Rules.class)
                .chatModel(model)
                .retrievalAugmentor(augmentor)
                .build();
    }
}
