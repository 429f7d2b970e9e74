package dev.langchain4j.model.openrouter.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.store.embedding.inmemory.InMemoryEmbeddingStore;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class AsyncSnippetsTest {

    @Test
    void a_question_costs_what_its_three_calls_cost(OpenRouterServer server) {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .build()) {
            EmbeddingModel embedder = openRouter
                    .embeddingModel()
                    .modelName("openai/text-embedding-3-small")
                    .build();
            var store = new InMemoryEmbeddingStore<TextSegment>();
            for (String rule : new String[] {"Dogs travel free.", "Bicycles may use the night bus.", "Wear a hat."}) {
                TextSegment segment = TextSegment.from(rule);
                store.add(embedder.embed(segment).content(), segment);
            }
            BigDecimal before = server.ledger().cost();

            AsyncSnippets.Answered answered = AsyncSnippets.ask(
                            embedder,
                            store,
                            openRouter
                                    .scoringModel()
                                    .modelName("cohere/rerank-v3.5")
                                    .build(),
                            openRouter.chatModel().modelName("gpt-4o-mini").build(),
                            "May bicycles use the night bus?")
                    .join();

            assertThat(answered.text()).contains("night bus");
            assertThat(server.lastChatRequest().at("/messages/0/content").asText())
                    .startsWith("Bicycles may use the night bus.");
            assertThat(answered.usage().cost())
                    .isEqualByComparingTo(server.ledger().cost().subtract(before));
        }
    }
}
