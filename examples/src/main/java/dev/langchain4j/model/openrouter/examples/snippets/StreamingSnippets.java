package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterException;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

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

    void whole(OpenRouter openRouter) {
        // region whole
        String story = openRouter.stream("Tell me a story", System.out::print);
        // endregion
        System.out.println(story);
    }

    void publish(StreamingChatModel model) {
        // region publisher
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("Tell me a story"))
                .build();
        Flow.Publisher<ChatModelStreamingEvent> story = model.chat(request);
        story.subscribe(new Flow.Subscriber<>() {
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                this.subscription = subscription;
                subscription.request(1);
            }

            @Override
            public void onNext(ChatModelStreamingEvent event) {
                if (event instanceof PartialResponse part) {
                    System.out.print(part.text());
                } else if (event instanceof CompleteResponse complete) {
                    System.out.println("\n" + complete.chatResponse().tokenUsage());
                }
                subscription.request(1);
            }

            @Override
            public void onError(Throwable failure) {
                failure.printStackTrace();
            }

            @Override
            public void onComplete() {}
        });
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
