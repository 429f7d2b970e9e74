package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterException;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import java.util.concurrent.CompletableFuture;

class StreamingSnippets {

    void stream(OpenRouter openRouter) {
        // region stream
        StreamingChatModel model =
                openRouter.streamingChatModel().modelName("gpt-4o-mini").build();
        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        model.chat("Tell me a story", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {
                System.out.print(text);
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        System.out.println("\n" + answer.join().tokenUsage());
        // endregion
    }

    void thinking(OpenRouter openRouter) {
        // region thinking
        StreamingChatModel model = openRouter
                .streamingChatModel()
                .modelName("deepseek/deepseek-r1")
                .returnThinking(true)
                .build();
        // endregion
        System.out.println(model);
    }

    /** A handler that cancels after some time. */
    abstract static class Cancelling implements StreamingChatResponseHandler {

        private int length;

        // region cancel
        @Override
        public void onPartialResponse(PartialResponse answer, PartialResponseContext context) {
            length += answer.text().length();
            if (length > 10_000) {
                context.streamingHandle().cancel();
            }
        }
        // endregion

        @Override
        public void onPartialThinking(PartialThinking thinking) {
            length += thinking.text().length();
        }

        // region partial
        @Override
        public void onError(Throwable error) {
            OpenRouterException.in(error)
                    .map(OpenRouterException::partialResponse)
                    .ifPresent(partial -> System.out.println(
                            "Incomplete: " + partial.aiMessage().text() + ", "
                                    + partial.metadata().tokenUsage()));
        }
        // endregion
    }

    // region token-stream
    interface Narrator {
        TokenStream tell(String what);
    }

    static void narrate(StreamingChatModel model) {
        AiServices.create(Narrator.class, model)
                .tell("Tell me a story")
                .onPartialResponse(System.out::print)
                .onCompleteResponse(response -> System.out.println("\n" + response.tokenUsage()))
                .onError(Throwable::printStackTrace)
                .start();
    }
    // endregion
}
