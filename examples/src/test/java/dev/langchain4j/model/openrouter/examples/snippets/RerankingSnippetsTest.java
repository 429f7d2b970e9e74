package dev.langchain4j.model.openrouter.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.query.transformer.ExpandingQueryTransformer;
import dev.langchain4j.service.AiServices;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the page on reranking says about several queries. */
@ExtendWith(OpenRouterServerExtension.class)
class RerankingSnippetsTest {

    interface Guide {
        String answer(String question);
    }

    @Test
    void several_queries_are_ranked_for_the_question_of_the_user(OpenRouterServer server) {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("gpt-4o-mini")
                .build()) {
            Guide guide = AiServices.builder(Guide.class)
                    .chatModel(openRouter.chatModel().build())
                    .retrievalAugmentor(DefaultRetrievalAugmentor.builder()
                            .queryTransformer(new ExpandingQueryTransformer(
                                    openRouter.chatModel().build()))
                            .contentRetriever(query -> List.of(Content.from(TextSegment.from("About " + query.text()))))
                            .contentAggregator(RerankingSnippets.severalQueries(openRouter
                                    .scoringModel()
                                    .modelName("cohere/rerank-v3.5")
                                    .build()))
                            .build())
                    .build();
            server.answer("rivers\nParis");

            guide.answer("Which river runs through Paris?");

            assertThat(server.requests())
                    .filteredOn(request -> request.path().equals("/rerank"))
                    .singleElement()
                    .satisfies(request -> {
                        assertThat(request.body().path("query").asText()).isEqualTo("Which river runs through Paris?");
                        assertThat(request.body().path("documents")).hasSize(2);
                    });
        }
    }
}
