package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterScoringResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import dev.langchain4j.model.scoring.response.ScoringResponse;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingStore;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class AsyncSnippets {

    List<String> many(OpenRouter openRouter, List<String> questions) {
        // region async-chat
        ChatModel model = openRouter.chatModel().modelName("gpt-4o-mini").build();

        List<CompletableFuture<String>> answers =
                questions.stream().map(model::chatAsync).toList();
        // this thread is free until the answers are needed
        List<String> texts = answers.stream().map(CompletableFuture::join).toList();
        // endregion
        return texts;
    }

    CompletableFuture<String> failure(ChatModel model) {
        // region async-failure
        CompletableFuture<String> answer = model.chatAsync("Hi").exceptionally(failure -> {
            if (failure instanceof RateLimitException) {
                return "Please try again later";
            }
            throw (RuntimeException) failure;
        });
        // endregion
        return answer;
    }

    CompletableFuture<ChatResponse> cancel(ChatModel model) {
        // region async-cancel
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("Write a novel"))
                .build();
        CompletableFuture<ChatResponse> answer = model.chatAsync(request);

        answer.cancel(true);
        // endregion
        return answer;
    }

    List<Double> score(OpenRouter openRouter, List<String> passages) {
        // region async-score
        ScoringModel model =
                openRouter.scoringModel().modelName("cohere/rerank-v3.5").build();

        ScoringResponse response = model.scoreAsync(ScoringRequest.builder()
                        .documents(passages)
                        .query("Which river runs through Paris?")
                        .build())
                .join();
        var metadata = (OpenRouterScoringResponseMetadata) response.metadata();
        System.out.println("$" + metadata.tokenUsage().cost()); // of all calls, also those of a fallback
        // endregion
        return response.scores();
    }

    // region async-rag
    /** An answer, with the tokens and the cost of its three calls together. */
    record Answered(String text, OpenRouterTokenUsage usage) {}

    static CompletableFuture<Answered> ask(
            EmbeddingModel embedder,
            EmbeddingStore<TextSegment> store,
            ScoringModel reranker,
            ChatModel model,
            String question) {
        return embedder.embedAsync(EmbeddingRequest.builder().input(question).build())
                .thenCompose(embedded -> {
                    List<String> found = search(store, embedded.embeddings().get(0));
                    ScoringRequest request = ScoringRequest.builder()
                            .documents(found)
                            .query(question)
                            .build();
                    return reranker.scoreAsync(request)
                            .thenCompose(scored -> model.chatAsync(prompt(found, scored.scores(), question))
                                    .thenApply(answer -> new Answered(
                                            answer.aiMessage().text(),
                                            OpenRouterTokenUsage.builder()
                                                    .build()
                                                    .add(embedded.tokenUsage())
                                                    .add(scored.tokenUsage())
                                                    .add(answer.tokenUsage()))));
                });
    }

    private static List<String> search(EmbeddingStore<TextSegment> store, Embedding question) {
        EmbeddingSearchRequest nearest = EmbeddingSearchRequest.builder()
                .queryEmbedding(question)
                .maxResults(50)
                .build();
        return store.search(nearest).matches().stream()
                .map(match -> match.embedded().text())
                .toList();
    }

    private static UserMessage prompt(List<String> passages, List<Double> scores, String question) {
        String best = IntStream.range(0, passages.size())
                .boxed()
                .sorted(Comparator.comparing(scores::get).reversed())
                .limit(3)
                .map(passages::get)
                .collect(Collectors.joining("\n\n"));
        return UserMessage.from(best + "\n\nQuestion: " + question);
    }
    // endregion
}
