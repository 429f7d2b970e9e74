package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingRequestParameters;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterProgress;
import dev.langchain4j.store.embedding.CosineSimilarity;
import dev.langchain4j.store.embedding.EmbeddingStore;
import java.math.BigDecimal;
import java.util.List;

class EmbeddingSnippets {

    double similarity(OpenRouter openRouter) {
        // region embedding
        EmbeddingModel model = openRouter
                .embeddingModel()
                .modelName("openai/text-embedding-3-small")
                .build();

        Embedding question = model.embed("Which river runs through Paris?").content();
        Embedding answer = model.embed("The Seine flows through Paris.").content();
        double similarity = CosineSimilarity.between(question, answer);
        // endregion
        return similarity;
    }

    BigDecimal request(OpenRouterEmbeddingModel model) {
        // region embedding-request
        EmbeddingResponse response = model.embed(EmbeddingRequest.builder()
                .inputs("Which river runs through Paris?", "How high is Mont Blanc?")
                .parameters(OpenRouterEmbeddingRequestParameters.builder()
                        .inputType(EmbeddingInputType.QUERY)
                        .dimensions(512)
                        .user("user-17")
                        .build())
                .build());
        var metadata = (OpenRouterEmbeddingResponseMetadata) response.metadata();
        BigDecimal cost = metadata.tokenUsage().cost();
        // endregion
        return cost;
    }

    void ingest(OpenRouter openRouter, List<TextSegment> segments, EmbeddingStore<TextSegment> store) {
        // region embedding-ingestion
        try (var progress = OpenRouterProgress.onConsole("segments", segments.size())) {
            EmbeddingModel model = openRouter
                    .embeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .costListener(new OpenRouterCostListener(openRouter.modelCatalog(), progress))
                    .build();
            for (int from = 0; from < segments.size(); from += 1_000) {
                List<TextSegment> part = segments.subList(from, Math.min(from + 1_000, segments.size()));
                store.addAll(model.embedAll(part).content(), part);
                progress.add(part.size());
            }
        }
        // endregion
    }

    EmbeddingResponse image(OpenRouter openRouter) {
        // region embedding-image
        EmbeddingModel model = openRouter
                .embeddingModel()
                .modelName("google/gemini-embedding-2")
                .supportedContentTypes(ContentType.TEXT, ContentType.IMAGE)
                .build();

        EmbeddingResponse response = model.embed(EmbeddingRequest.builder()
                .input(TextContent.from("a cat"), ImageContent.from("https://example.org/cat.png"))
                .build());
        // endregion
        return response;
    }
}
