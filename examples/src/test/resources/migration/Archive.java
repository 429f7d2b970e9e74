import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatModelName;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModelName;
import dev.langchain4j.rag.content.retriever.EmbeddingStoreContentRetriever;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.store.embedding.EmbeddingStoreIngestor;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.util.List;

public class Archive {

    interface Clerk {
        String find(String question);
    }

    public static void main(String[] args) {
        String key = System.getenv("OPENAI_API_KEY");
        EmbeddingModel embeddings = OpenAiEmbeddingModel.builder()
                .apiKey(key)
                .modelName(OpenAiEmbeddingModelName.TEXT_EMBEDDING_3_LARGE)
                .build();
        ChatModel model = OpenAiChatModel.builder().apiKey(key).modelName(OpenAiChatModelName.GPT_4_O).build();

        var store = new InMemoryEmbeddingStore<TextSegment>();
        EmbeddingStoreIngestor.builder()
                .embeddingModel(embeddings)
                .embeddingStore(store)
                .build()
                .ingest(List.of(Document.from("The pier was built in 1897."), Document.from("The light is red.")));
        Clerk clerk = AiServices.builder(Clerk.class)
                .chatModel(model)
                .contentRetriever(EmbeddingStoreContentRetriever.builder()
                        .embeddingStore(store)
                        .embeddingModel(embeddings)
                        .maxResults(1)
                        .build())
                .build();
        System.out.println(clerk.find("When was the pier built?"));
    }
}
