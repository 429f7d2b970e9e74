package dev.langchain4j.model.openrouter.tck;

import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.common.AbstractEmbeddingModelIT;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** LangChain4j's contract for embedding models, with text and images. */
class OpenRouterEmbeddingModelIT extends AbstractEmbeddingModelIT {

    @AutoClose
    private static final OpenRouterServer SERVER = OpenRouterServer.start();

    @Override
    protected List<EmbeddingModel> models() {
        return List.of(
                builder().build(),
                builder().encodingFormat("float").maxSegmentsPerBatch(1).build());
    }

    @Override
    protected EmbeddingModel modelWith(EmbeddingModelListener listener) {
        return builder().listeners(listener).build();
    }

    @Override
    protected EmbeddingModel failingModelWith(EmbeddingModelListener listener) {
        return builder().listeners(listener).modelName("acme/nothing").build();
    }

    @Override
    protected boolean supportsImageInput() {
        return true;
    }

    @Override
    protected ImageContent catImage() {
        return ImageContent.from("aGVsbG8=", "image/png");
    }

    private static OpenRouterEmbeddingModel.Builder builder() {
        return OpenRouterEmbeddingModel.builder()
                .baseUrl(SERVER.baseUrl())
                .apiKey(SERVER.apiKey())
                .modelName("google/gemini-embedding-2")
                .supportedContentTypes(ContentType.TEXT, ContentType.IMAGE);
    }
}
