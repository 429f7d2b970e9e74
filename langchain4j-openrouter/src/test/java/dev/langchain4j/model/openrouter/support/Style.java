package dev.langchain4j.model.openrouter.support;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouter;

/** The styles of a call (plain, asynchronous, streamed, published), for tests that expect the same of all. */
public enum Style {
    PLAIN {
        @Override
        public ChatResponse chat(OpenRouter openRouter, ChatRequest request) {
            return openRouter.chatModel().returnThinking(true).build().chat(request);
        }
    },
    ASYNC {
        @Override
        public ChatResponse chat(OpenRouter openRouter, ChatRequest request) {
            return Async.result(
                    openRouter.chatModel().returnThinking(true).build().chatAsync(request));
        }
    },
    STREAMING {
        @Override
        public ChatResponse chat(OpenRouter openRouter, ChatRequest request) {
            HandlerRecorder handler = new HandlerRecorder();
            openRouter.streamingChatModel().returnThinking(true).build().chat(request, handler);
            return handler.response();
        }
    },
    /** A stream that goes to a subscriber, who wants one event after the other. */
    PUBLISHED {
        @Override
        public ChatResponse chat(OpenRouter openRouter, ChatRequest request) {
            HandlerRecorder handler = new HandlerRecorder();
            streaming(openRouter.streamingChatModel().returnThinking(true).build())
                    .chat(request, handler);
            return handler.response();
        }
    };

    /** The payload of this name in the form of this style: most exist in both. */
    public String payload(String name) {
        return isStreamed() ? "streams/" + name + ".sse" : "answers/" + name + ".json";
    }

    /** Whether the answer comes as events. */
    public boolean isStreamed() {
        return this == STREAMING || this == PUBLISHED;
    }

    /** A model that gives its handlers what comes in this style. */
    public StreamingChatModel streaming(StreamingChatModel model) {
        return this == PUBLISHED ? new PublishingModel(model) : model;
    }

    /** The complete response; throws what a plain call throws or what {@code onError} gets. */
    public abstract ChatResponse chat(OpenRouter openRouter, ChatRequest request);

    public ChatResponse chat(OpenRouter openRouter, String question) {
        return chat(
                openRouter,
                ChatRequest.builder().messages(UserMessage.from(question)).build());
    }
}
