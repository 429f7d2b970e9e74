package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.batch.BatchItemResult;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBatchChatModel;
import dev.langchain4j.model.openrouter.OpenRouterBatchEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterBatchResponse;
import dev.langchain4j.model.output.Response;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

class BatchSnippets {

    void chat(OpenRouter openRouter, List<ChatRequest> requests) {
        // region batch
        OpenRouterBatchChatModel model = openRouter
                .batchChatModel()
                .modelName("openai/gpt-4o-mini")
                .maxOutputTokens(500)
                .build();

        String id = model.submit(new BatchRequest<>(requests)).batchId();
        OpenRouterBatchResponse<ChatResponse> batch = model.awaitResults(id, Duration.ofHours(24));
        for (BatchItemResult<ChatResponse> result : batch.results()) {
            System.out.println(
                    result.isSuccess()
                            ? result.response().aiMessage().text()
                            : "failed: " + result.error().message());
        }
        System.out.println("All of them cost $" + batch.tokenUsage().cost());
        // endregion
    }

    void later(OpenRouterBatchChatModel model, String id) {
        // region batch-later
        OpenRouterBatchResponse<ChatResponse> batch = model.retrieve(id);
        if (!batch.state().isTerminal()) {
            System.out.println(batch.completedCount() + " of " + batch.totalCount() + " are answered");
        } else if (batch.errorMessage() != null) {
            System.out.println("The whole batch failed: " + batch.errorMessage());
        }
        // endregion
    }

    void large(OpenRouterBatchChatModel model, String id) {
        // region batch-stream
        try (Stream<BatchItemResult<ChatResponse>> results = model.results(id)) {
            results.filter(BatchItemResult::isSuccess)
                    .map(result -> result.response().aiMessage().text())
                    .forEach(System.out::println);
        }
        // endregion
    }

    List<Embedding> embeddings(OpenRouter openRouter, List<TextSegment> segments) {
        // region batch-embeddings
        OpenRouterBatchEmbeddingModel model = openRouter
                .batchEmbeddingModel()
                .modelName("openai/text-embedding-3-small")
                .build();

        String id = model.submit(new BatchRequest<>(segments)).batchId();
        List<Embedding> vectors = model.awaitResults(id, Duration.ofHours(24)).responses().stream()
                .map(Response::content)
                .toList();
        // endregion
        return vectors;
    }
}
