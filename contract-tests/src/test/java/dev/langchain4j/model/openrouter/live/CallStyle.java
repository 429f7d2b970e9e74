package dev.langchain4j.model.openrouter.live;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatModelStreamingEvent;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** The ways to ask for one answer. */
enum CallStyle {
    PLAIN {
        @Override
        ChatResponse chat(Live live, ChatRequest request) {
            return live.openRouter().chatModel().returnThinking(true).build().chat(request);
        }
    },
    ASYNC {
        @Override
        ChatResponse chat(Live live, ChatRequest request) {
            return live.await(
                    live.openRouter().chatModel().returnThinking(true).build().chatAsync(request));
        }
    },
    STREAMED {
        @Override
        ChatResponse chat(Live live, ChatRequest request) {
            CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
            live.openRouter()
                    .streamingChatModel()
                    .returnThinking(true)
                    .build()
                    .chat(request, new StreamingChatResponseHandler() {
                        @Override
                        public void onCompleteResponse(ChatResponse response) {
                            answer.complete(response);
                        }

                        @Override
                        public void onError(Throwable failure) {
                            answer.completeExceptionally(failure);
                        }
                    });
            return live.await(answer);
        }
    },
    PUBLISHED {
        @Override
        ChatResponse chat(Live live, ChatRequest request) {
            CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
            live.openRouter()
                    .streamingChatModel()
                    .returnThinking(true)
                    .build()
                    .chat(request)
                    .subscribe(new Flow.Subscriber<>() {
                        @Override
                        public void onSubscribe(Flow.Subscription subscription) {
                            subscription.request(Long.MAX_VALUE);
                        }

                        @Override
                        public void onNext(ChatModelStreamingEvent event) {
                            if (event instanceof CompleteResponse complete) {
                                answer.complete(complete.chatResponse());
                            }
                        }

                        @Override
                        public void onError(Throwable failure) {
                            answer.completeExceptionally(failure);
                        }

                        @Override
                        public void onComplete() {
                            answer.completeExceptionally(
                                    new IllegalStateException("the publisher ended without an answer"));
                        }
                    });
            return live.await(answer);
        }
    };

    abstract ChatResponse chat(Live live, ChatRequest request);
}
