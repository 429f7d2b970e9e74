import static dev.langchain4j.model.openai.OpenAiEmbeddingModelName.TEXT_EMBEDDING_3_SMALL;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.util.Map;

public class Library {

    final InMemoryEmbeddingStore<TextSegment> store = new InMemoryEmbeddingStore<>();

    EmbeddingModel model(String key) {
        return OpenAiEmbeddingModel.builder()
                .apiKey(key)
                .organizationId("org-1")
                .modelName(TEXT_EMBEDDING_3_SMALL)
                .dimensions(256)
                .maxSegmentsPerBatch(64)
                .encodingFormat("float")
                .user("librarian")
                .customParameters(Map.of("a", 1))
                .build();
    }

    EmbeddingModel byText(String key) {
        return OpenAiEmbeddingModel.builder().apiKey(key).modelName("text-embedding-3-large").build();
    }
}
