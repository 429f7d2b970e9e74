package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterScoringResponseMetadata;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import dev.langchain4j.model.scoring.response.ScoringResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;

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
}
