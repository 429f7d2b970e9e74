package dev.langchain4j.model.openrouter.examples.snippets;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterAudioOutput;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The code of the page on multimodal output. */
final class MediaSnippets {

    private MediaSnippets() {}

    static void images(OpenRouter openRouter) throws IOException {
        // region images
        ChatModel model = openRouter
                .chatModel()
                .modelName("google/gemini-2.5-flash-image")
                .modalities("image", "text")
                .imageConfig(Map.of("aspect_ratio", "16:9"))
                .build();

        AiMessage answer = model.chat(UserMessage.from("Paint the sea")).aiMessage();
        Image image = answer.images().get(0);
        Files.write(Path.of("sea.png"), Base64.getDecoder().decode(image.base64Data()));
        // endregion
    }

    static void change(OpenRouter openRouter, AiMessage answer) {
        // region change-image
        ChatModel model = openRouter
                .chatModel()
                .modelName("google/gemini-2.5-flash-image")
                .modalities("image", "text")
                .sendImages(true)
                .build();

        ChatResponse bluer =
                model.chat(List.of(UserMessage.from("Paint the sea"), answer, UserMessage.from("Make it bluer")));
        // endregion
        System.out.println(bluer.aiMessage().images().size());
    }

    static byte[] speech(OpenRouter openRouter) {
        // region speech
        StreamingChatModel model = openRouter
                .streamingChatModel()
                .modelName("openai/gpt-audio")
                .audioOutput(OpenRouterAudioOutput.of("alloy", "pcm16"))
                .build();

        CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
        model.chat("Wish me a good morning", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {}

            @Override
            public void onCompleteResponse(ChatResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                answer.completeExceptionally(error);
            }
        });
        var metadata = OpenRouterChatResponseMetadata.of(answer.join()).orElseThrow();
        byte[] sound = Base64.getDecoder().decode(metadata.audio().base64Data());
        System.out.println(metadata.audio().transcript());
        // endregion
        return sound;
    }
}
