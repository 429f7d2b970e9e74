package dev.langchain4j.model.openrouter.internal.api.rerank;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.langchain4j.model.openrouter.internal.api.rerank.RerankRequest.Document;
import dev.langchain4j.model.openrouter.internal.http.Json;
import dev.langchain4j.model.openrouter.support.Payloads;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RerankRequestWriterTest {

    @Test
    void texts_images_and_the_number_of_documents_are_written() throws IOException {
        List<Document> documents = List.of(
                new Document("Paris is the capital of France.", null),
                new Document(null, "https://example.com/map.png"),
                new Document("A map of France", "data:image/png;base64,iVBORw0KGgo="));

        assertThat(written(documents, Map.of("only", List.of("cohere"))))
                .isEqualTo(Payloads.text("rerank/request.json").replaceAll("\\n *|(?<=\":) ", ""));
    }

    @Test
    void nothing_null_is_written() throws IOException {
        assertThat(written(List.of(new Document("d", null)), null))
                .isEqualTo(
                        "{\"model\":\"cohere/rerank-v3.5\",\"query\":\"capital of France\",\"documents\":[\"d\"],\"top_n\":1}");
    }

    private static String written(List<Document> documents, @Nullable Map<String, Object> provider) throws IOException {
        var text = new StringWriter();
        try (JsonGenerator json = Json.generator(text)) {
            RerankRequestWriter.write(
                    new RerankRequest("cohere/rerank-v3.5", "capital of France", documents, provider, Map.of()), json);
        }
        return text.toString();
    }
}
