package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBatchChatModel;
import dev.langchain4j.model.openrouter.OpenRouterBatchEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterChatModel;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouterImageModel;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterRerankCache;
import dev.langchain4j.model.openrouter.OpenRouterRerankListener;
import dev.langchain4j.model.openrouter.OpenRouterScoringModel;
import dev.langchain4j.model.openrouter.OpenRouterSpeechModel;
import dev.langchain4j.model.openrouter.OpenRouterStreamingChatModel;
import dev.langchain4j.model.openrouter.OpenRouterTranscriptionModel;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * Makes the models from their properties and the beans that apply to them. The argument is the name of a further model,
 * or {@link #THE_ONE}. {@link NamedModels} calls the methods by name: "chatModel" for "chat-models".
 */
class OpenRouterModels {

    /** The model of a group without names. */
    static final String THE_ONE = "";

    private final OpenRouter openRouter;
    private final OpenRouterProperties properties;
    private final BeanFactory beans;

    OpenRouterModels(OpenRouter openRouter, OpenRouterProperties properties, BeanFactory beans) {
        this.openRouter = openRouter;
        this.properties = properties;
        this.beans = beans;
    }

    OpenRouterChatModel chatModel(String name) {
        return build(
                "chat-model",
                name,
                properties.chatModel(),
                properties.chatModels(),
                openRouter.chatModel().listeners(all(beans, ChatModelListener.class)),
                OpenRouterChatModel.Builder::build);
    }

    OpenRouterStreamingChatModel streamingChatModel(String name) {
        return build(
                "streaming-chat-model",
                name,
                properties.streamingChatModel(),
                properties.streamingChatModels(),
                openRouter.streamingChatModel().listeners(all(beans, ChatModelListener.class)),
                OpenRouterStreamingChatModel.Builder::build);
    }

    OpenRouterScoringModel scoringModel(String name) {
        return build(
                "scoring-model",
                name,
                properties.scoringModel(),
                properties.scoringModels(),
                openRouter.scoringModel().listener(one(OpenRouterRerankListener.class)),
                OpenRouterScoringModel.Builder::build);
    }

    OpenRouterLlmScoringModel llmScoringModel(String name) {
        return build(
                "llm-scoring-model",
                name,
                properties.llmScoringModel(),
                properties.llmScoringModels(),
                openRouter
                        .llmScoringModel()
                        .listener(one(OpenRouterRerankListener.class))
                        .cache(one(OpenRouterRerankCache.class)),
                OpenRouterLlmScoringModel.Builder::build);
    }

    OpenRouterEmbeddingModel embeddingModel(String name) {
        return build(
                "embedding-model",
                name,
                properties.embeddingModel(),
                properties.embeddingModels(),
                openRouter.embeddingModel().listeners(all(beans, EmbeddingModelListener.class)),
                OpenRouterEmbeddingModel.Builder::build);
    }

    OpenRouterImageModel imageModel(String name) {
        return build(
                "image-model",
                name,
                properties.imageModel(),
                properties.imageModels(),
                openRouter.imageModel(),
                OpenRouterImageModel.Builder::build);
    }

    OpenRouterSpeechModel speechModel(String name) {
        return build(
                "speech-model",
                name,
                properties.speechModel(),
                properties.speechModels(),
                openRouter.speechModel(),
                OpenRouterSpeechModel.Builder::build);
    }

    OpenRouterTranscriptionModel transcriptionModel(String name) {
        return build(
                "transcription-model",
                name,
                properties.transcriptionModel(),
                properties.transcriptionModels(),
                openRouter.transcriptionModel(),
                OpenRouterTranscriptionModel.Builder::build);
    }

    OpenRouterBatchChatModel batchChatModel(String name) {
        return build(
                "batch-chat-model",
                name,
                properties.batchChatModel(),
                properties.batchChatModels(),
                openRouter.batchChatModel(),
                OpenRouterBatchChatModel.Builder::build);
    }

    OpenRouterBatchEmbeddingModel batchEmbeddingModel(String name) {
        return build(
                "batch-embedding-model",
                name,
                properties.batchEmbeddingModel(),
                properties.batchEmbeddingModels(),
                openRouter.batchEmbeddingModel(),
                OpenRouterBatchEmbeddingModel.Builder::build);
    }

    private <T> @Nullable T one(Class<T> type) {
        return beans.getBeanProvider(type).getIfAvailable();
    }

    static <T> List<T> all(BeanFactory beans, Class<T> type) {
        return beans.getBeanProvider(type).orderedStream().toList();
    }

    static <P extends Record, B, M> M build(
            String group,
            String name,
            @Nullable P one,
            @Nullable Map<String, P> named,
            B builder,
            Function<B, M> build) {
        String unnamed = OpenRouterProperties.PREFIX + "." + group;
        String property = name.equals(THE_ONE) ? unnamed : Setters.entry(unnamed + "s", name);
        P settings = name.equals(THE_ONE) ? one : named == null ? null : named.get(name);
        if (settings == null) {
            throw new OpenRouterPropertyException(property, property + ".model-name is not set");
        }
        return Setters.buildAll(property, settings, builder, build);
    }
}
