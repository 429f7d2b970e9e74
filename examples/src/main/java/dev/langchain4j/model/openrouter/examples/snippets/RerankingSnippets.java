package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.Strategy;
import dev.langchain4j.model.openrouter.OpenRouterProgress;
import dev.langchain4j.model.openrouter.OpenRouterRerankCache;
import dev.langchain4j.model.openrouter.OpenRouterRerankDocument;
import dev.langchain4j.model.openrouter.OpenRouterRerankEvaluation;
import dev.langchain4j.model.openrouter.OpenRouterRerankFailurePolicy;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Metadata;
import dev.langchain4j.rag.query.Query;
import java.nio.file.Path;
import java.util.List;

class RerankingSnippets {

    RetrievalAugmentor inRetrieval(OpenRouter openRouter, ContentRetriever retriever) {
        // region in-retrieval
        ScoringModel reranker =
                openRouter.scoringModel().modelName("cohere/rerank-v3.5").build();

        RetrievalAugmentor augmentor = DefaultRetrievalAugmentor.builder()
                .contentRetriever(retriever) // let it find 50 to 100
                .contentAggregator(ReRankingContentAggregator.builder()
                        .scoringModel(reranker)
                        .maxResults(5)
                        .build())
                .build();
        // endregion
        return augmentor;
    }

    static ReRankingContentAggregator severalQueries(ScoringModel reranker) {
        // region several-queries
        ReRankingContentAggregator aggregator = ReRankingContentAggregator.builder()
                .scoringModel(reranker)
                .querySelector(queries -> {
                    Metadata asked = queries.keySet().iterator().next().metadata();
                    return Query.from(((UserMessage) asked.chatMessage()).singleText());
                })
                .maxResults(5)
                .build();
        // endregion
        return aggregator;
    }

    ScoringModel chatModel(OpenRouter openRouter) {
        // region chat-model
        ScoringModel reranker = openRouter
                .llmScoringModel()
                .modelName("openai/gpt-4o-mini")
                .criteria("prefer passages about the current release")
                .metadataKeys(List.of("title", "version")) // context for the passages
                .build();
        // endregion
        return reranker;
    }

    ScoringModel both(OpenRouter openRouter) {
        // region both
        ScoringModel crossEncoder =
                openRouter.scoringModel().modelName("cohere/rerank-v3.5").build();
        ScoringModel both = openRouter
                .llmScoringModel()
                .modelName("openai/gpt-4o-mini")
                .strategy(Strategy.QUALITY)
                .cache(OpenRouterRerankCache.inMemory(10_000))
                .build()
                .refine(crossEncoder);
        // endregion
        return both;
    }

    ScoringModel available(OpenRouter openRouter, ScoringModel other) {
        // region on-failure
        ScoringModel reranker = openRouter
                .scoringModel()
                .modelName("cohere/rerank-v3.5")
                .onFailure(OpenRouterRerankFailurePolicy.fallback(other))
                .listener(report -> System.out.println(report.calls() + " calls, fallback " + report.fallback()))
                .build();
        // endregion
        return reranker;
    }

    void cost(ScoringModel reranker, List<TextSegment> segments, String query) {
        // region cost
        Response<List<Double>> response = reranker.scoreAll(segments, query);
        OpenRouterTokenUsage usage = (OpenRouterTokenUsage) response.tokenUsage();
        System.out.println("USD " + usage.cost());
        System.out.println(response.metadata().get("openrouter.rerank.searchUnits"));
        // endregion
    }

    ScoringModel images(OpenRouter openRouter, String multimodalModel) {
        // region images
        ScoringModel reranker = openRouter
                .scoringModel()
                .modelName(multimodalModel)
                .documentMapper(segment -> new OpenRouterRerankDocument(
                        segment.text(), segment.metadata().getString("image")))
                .build();
        // endregion
        return reranker;
    }

    void evaluation(ScoringModel endpoint, ScoringModel chatModel) {
        // region evaluation
        OpenRouterRerankEvaluation evaluation = OpenRouterRerankEvaluation.read(Path.of("labels.csv"), 50);
        evaluation.add("endpoint", endpoint);
        try (var progress = OpenRouterProgress.onConsole("queries", evaluation.queries())) {
            evaluation.add("chat model", chatModel, progress::done);
        }
        System.out.println(evaluation.table());
        evaluation.write(Path.of("rerankers.html"));
        // endregion
    }
}
