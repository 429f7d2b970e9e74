package dev.langchain4j.model.openrouter.tck;

import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.common.AbstractEmbeddingModelIT;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.openrouter.OpenRouterEmbeddingModel;
import java.util.List;
import org.junit.jupiter.api.AutoClose;

/** LangChain4j's contract for embedding models, with text and images. */
class OpenRouterEmbeddingModelIT extends AbstractEmbeddingModelIT {

    @AutoClose
    private static final Target TARGET = Target.openWithoutScript();

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
        return !Target.isLive(); // the cheap ones read text only
    }

    @Override
    protected ImageContent catImage() {
        return ImageContent.from("aGVsbG8=", "image/png");
    }

    private static OpenRouterEmbeddingModel.Builder builder() {
        OpenRouterEmbeddingModel.Builder builder = TARGET.embeddingModel();
        return Target.isLive() ? builder : builder.supportedContentTypes(ContentType.TEXT, ContentType.IMAGE);
    }
}
