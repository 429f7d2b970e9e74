package smoke;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.model.audio.AudioTranscriptionRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterChatResponseMetadata;
import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterMeters;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Calls every endpoint once, plain, streamed and asynchronously, on the class path at hand. */
public final class Smoke {

    /** Base URL, key, and the jar that has to be refused, if one has to. */
    public static void main(String[] args) throws Exception {
        if (args.length > 2) {
            refuses(args[2]);
            return;
        }
        var registry = new SimpleMeterRegistry();
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(args[0])
                .apiKey(args[1])
                .modelName("openai/gpt-4o")
                .costListener(new OpenRouterCostListener(new OpenRouterMeters(registry)))
                .build()) {
            ChatResponse answer = openRouter.chatModel().build().chat(UserMessage.from("Hello"));
            check("chat", answer.aiMessage().text().length());
            check("asynchronous chat", openRouter.chatModel().build().chatAsync("Hello").get(30, TimeUnit.SECONDS).length());
            check("stream", stream(openRouter).aiMessage().text().length());
            check("published stream", openRouter.stream("Hello", part -> {}).length());
            check("key", openRouter.key().label().length());
            check("refusal of credits", creditsAreRefused(openRouter).length());
            String id = ((OpenRouterChatResponseMetadata) answer.metadata()).generationId();
            check("generation", openRouter.generation(id).id().length());
            check("catalog", openRouter.modelCatalog().models().size());
            check("endpoints", openRouter.modelCatalog().endpoints("openai/gpt-4o").size());
            check("embeddings", openRouter
                    .embeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .build()
                    .embed("Hello")
                    .content()
                    .dimension());
            check("rerank", openRouter
                    .scoringModel()
                    .modelName("cohere/rerank-v3.5")
                    .build()
                    .scoreAll(List.of(TextSegment.from("a cat"), TextSegment.from("a dog")), "a dog")
                    .content()
                    .size());
            check("asynchronous embeddings", openRouter
                    .embeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .build()
                    .embedAsync(EmbeddingRequest.builder().inputs("a cat", "a dog").build())
                    .get(30, TimeUnit.SECONDS)
                    .embeddings()
                    .size());
            check("asynchronous rerank", openRouter
                    .scoringModel()
                    .modelName("cohere/rerank-v3.5")
                    .build()
                    .scoreAsync(ScoringRequest.builder().documents(List.of("a cat", "a dog")).query("a dog").build())
                    .get(30, TimeUnit.SECONDS)
                    .scores()
                    .size());
            check("rerank by a chat model", openRouter
                    .llmScoringModel()
                    .build()
                    .scoreAll(List.of(TextSegment.from("a cat"), TextSegment.from("a dog")), "a dog")
                    .content()
                    .size());
            check("images", openRouter
                    .imageModel()
                    .modelName("bytedance-seed/seedream-4.5")
                    .build()
                    .generate("a dot")
                    .content()
                    .base64Data()
                    .length());
            check("speech", openRouter
                    .speechModel()
                    .modelName("mistralai/voxtral-mini-tts-2603")
                    .build()
                    .synthesize("Hello")
                    .audio()
                    .binaryData()
                    .length);
            Audio audio = Audio.builder()
                    .binaryData(new byte[100])
                    .mimeType("audio/mpeg")
                    .build();
            check("transcription", openRouter
                    .transcriptionModel()
                    .modelName("openai/whisper-large-v3")
                    .build()
                    .transcribe(AudioTranscriptionRequest.builder().audio(audio).build())
                    .text()
                    .length());
            check("meters", registry.getMeters().size());
            try {
                openRouter.chatModel().modelName("openai/no-such-model").build().chat("Hello");
                throw new AssertionError("no error");
            } catch (LangChain4jException expected) {
                check("error", expected.getMessage().length());
            }
        }
    }

    private static ChatResponse stream(OpenRouter openRouter) throws Exception {
        var complete = new CompletableFuture<ChatResponse>();
        openRouter.streamingChatModel().build().chat("Hello", new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {}

            @Override
            public void onCompleteResponse(ChatResponse response) {
                complete.complete(response);
            }

            @Override
            public void onError(Throwable error) {
                complete.completeExceptionally(error);
            }
        });
        return complete.get(30, TimeUnit.SECONDS);
    }

    private static void refuses(String jar) {
        for (Map.Entry<String, Runnable> build : Map.<String, Runnable>of(
                        "OpenRouter", () -> OpenRouter.builder().build(),
                        "OpenRouterChatModel",
                                () -> dev.langchain4j.model.openrouter.OpenRouterChatModel.builder()
                                        .modelName("openai/gpt-4o")
                                        .build())
                .entrySet()) {
            try {
                build.getValue().run();
                throw new AssertionError(build.getKey() + " was built on " + jar);
            } catch (LangChain4jException e) {
                if (!e.getMessage().contains(jar) || !e.getMessage().contains("dependencyManagement")) {
                    throw new AssertionError("not helpful: " + e.getMessage());
                }
            }
        }
    }

    /** They are for management keys. */
    private static String creditsAreRefused(OpenRouter openRouter) {
        try {
            openRouter.credits();
            return "";
        } catch (AuthenticationException refused) {
            return refused.getMessage();
        }
    }

    private static void check(String what, int size) {
        if (size <= 0) {
            throw new AssertionError(what + " gave nothing");
        }
    }
}
