package dev.langchain4j.model.openrouter;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;

/** The two ways to ask, for tests that expect the same of both. */
enum Style {
    PLAIN {
        @Override
        ChatResponse chat(OpenRouter openRouter, ChatRequest request) {
            return openRouter.chatModel().returnThinking(true).build().chat(request);
        }
    },
    STREAMING {
        @Override
        ChatResponse chat(OpenRouter openRouter, ChatRequest request) {
            HandlerRecorder handler = new HandlerRecorder();
            openRouter.streamingChatModel().returnThinking(true).build().chat(request, handler);
            return handler.response();
        }
    };

    /** The payload of this name in the form of this style: most exist in both. */
    String payload(String name) {
        return this == PLAIN ? "answers/" + name + ".json" : "streams/" + name + ".sse";
    }

    /** The complete response; throws what a plain call throws or what {@code onError} gets. */
    abstract ChatResponse chat(OpenRouter openRouter, ChatRequest request);

    ChatResponse chat(OpenRouter openRouter, String question) {
        return chat(
                openRouter,
                ChatRequest.builder().messages(UserMessage.from(question)).build());
    }
}
