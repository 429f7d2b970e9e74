package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.OpenRouterLlmScoringModel.Strategy;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.query.Query;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The scoring model inside LangChain4j's aggregator, which maps scores to segments by position. */
@ExtendWith(OpenRouterServerExtension.class)
class RerankedRetrievalTest {

    /** Takes the grade for a passage "p3 7" from its end. */
    private static final ScoringModel GRADES_IN_THE_TEXT = OpenRouterLlmScoringModel.builder()
            .strategy(Strategy.GRADED)
            .chatModel(new ChatModel() {
                @Override
                public ChatResponse doChat(ChatRequest request) {
                    List<String> passages = SimulatedJudge.read(
                                    ((UserMessage) request.messages().get(1)).singleText())
                            .passages();
                    return ChatResponse.builder()
                            .aiMessage(AiMessage.from(IntStream.range(0, passages.size())
                                    .mapToObj(i -> "\"" + (i + 1) + "\":" + grade(passages.get(i)))
                                    .collect(Collectors.joining(",", "{", "}"))))
                            .build();
                }
            })
            .build();

    private static final Query CAPITAL = Query.from("capital of France");

    private final OpenRouterServer server;
    private final OpenRouterScoringModel model;

    RerankedRetrievalTest(OpenRouterServer server) {
        this.server = server;
        this.model = OpenRouterScoringModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("cohere/rerank-v3.5")
                .build();
    }

    @Test
    void contents_come_out_best_first_with_their_score() {
        List<Content> ranked = new ReRankingContentAggregator(model)
                .aggregate(retrieved(
                        CAPITAL,
                        "Bread is baked",
                        "Berlin is the capital of Germany",
                        "Paris is the capital of France"));

        assertThat(texts(ranked))
                .containsExactly(
                        "Paris is the capital of France", "Berlin is the capital of Germany", "Bread is baked");
        assertThat((Double) ranked.get(0).metadata().get(ContentMetadata.RERANKED_SCORE))
                .isGreaterThan(0.9);
    }

    @Test
    void contents_with_equal_scores_keep_the_order_of_the_retriever() {
        String[] texts = IntStream.range(0, 60).mapToObj(i -> "passage " + i).toArray(String[]::new);
        server.answer(Answer.ranking(new double[60]));

        assertThat(texts(new ReRankingContentAggregator(model).aggregate(retrieved(CAPITAL, texts))))
                .containsExactly(texts);
    }

    @Test
    void contents_below_the_lowest_score_and_beyond_the_most_results_are_left_out() {
        server.answer(Answer.ranking(0.2, 0.9, 0.5, 0.7));

        List<Content> ranked = ReRankingContentAggregator.builder()
                .scoringModel(model)
                .minScore(0.5)
                .maxResults(2)
                .build()
                .aggregate(retrieved(CAPITAL, "a", "b", "c", "d"));

        assertThat(texts(ranked)).containsExactly("b", "d");
    }

    @Test
    void contents_of_several_queries_are_ranked_for_the_one_that_is_selected() {
        Query other = Query.from("bread");
        Map<Query, Collection<List<Content>>> retrieved = new LinkedHashMap<>();
        retrieved.putAll(retrieved(CAPITAL, "Paris is the capital of France", "Berlin"));
        retrieved.putAll(retrieved(other, "Bread is baked", "Berlin"));

        List<Content> ranked = ReRankingContentAggregator.builder()
                .scoringModel(model)
                .querySelector(queries -> other)
                .build()
                .aggregate(retrieved);

        assertThat(texts(ranked))
                .startsWith("Bread is baked")
                .containsExactlyInAnyOrder("Paris is the capital of France", "Berlin", "Bread is baked");
        assertThat(server.requests("/rerank")).hasSize(1);
    }

    @Test
    void segments_of_the_same_text_from_different_documents_all_come_out() {
        List<Content> contents = List.of(
                Content.from(TextSegment.from("capital of France", Metadata.from("file", "a.txt"))),
                Content.from(TextSegment.from("capital of France", Metadata.from("file", "b.txt"))));

        List<Content> ranked = new ReRankingContentAggregator(model).aggregate(Map.of(CAPITAL, List.of(contents)));

        assertThat(ranked)
                .extracting(content -> content.textSegment().metadata().getString("file"))
                .containsExactly("a.txt", "b.txt");
    }

    @Test
    void unranked_contents_are_dropped_by_a_lowest_score() {
        OpenRouterScoringModel keeping = OpenRouterScoringModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("cohere/rerank-v3.5")
                .onFailure(OpenRouterRerankFailurePolicy.KEEP_ORDER)
                .build();
        server.answer(Answer.error(404, "gone"), Answer.error(404, "gone"));

        assertThat(texts(new ReRankingContentAggregator(keeping).aggregate(retrieved(CAPITAL, "a", "b", "c"))))
                .containsExactly("a", "b", "c");
        assertThat(ReRankingContentAggregator.builder()
                        .scoringModel(keeping)
                        .minScore(0.01)
                        .build()
                        .aggregate(retrieved(CAPITAL, "a", "b", "c")))
                .isEmpty();
    }

    @Test
    void a_chat_models_grades_are_what_the_lowest_score_means_for_every_query() {
        var judge = new SimulatedJudge(
                (query, passage) -> passage.contains(query) ? 3 : passage.contains("river") ? 1 : 0, Noise.IDEAL, 1);
        server.when(SimulatedJudge.prompts()).answer(judge.asAnswer());
        ReRankingContentAggregator aggregator = ReRankingContentAggregator.builder()
                .scoringModel(OpenRouterLlmScoringModel.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey(server.apiKey())
                        .modelName("openai/gpt-4o-mini")
                        .build())
                .minScore(0.3)
                .maxResults(3)
                .build();

        assertThat(texts(aggregator.aggregate(
                        retrieved(Query.from("Seine"), "a river", "the Seine", "bread", "a hill", "another river"))))
                .containsExactly("the Seine", "a river", "another river");
        assertThat(texts(aggregator.aggregate(retrieved(Query.from("Rhine"), "bread", "a hill", "cheese"))))
                .isEmpty();
    }

    /** Grades from 0 to 10 with many ties and some texts twice; no server is asked. */
    @Test
    void contents_come_out_in_the_order_and_above_the_score_of_their_grades() {
        var random = new Random(5);
        for (int round = 0; round < 1_000; round++) {
            List<Integer> grades =
                    random.ints(1 + random.nextInt(40), 0, 11).boxed().toList();
            List<Content> contents = IntStream.range(0, grades.size())
                    .mapToObj(i -> Content.from(TextSegment.from(
                            "p" + (i % 7 == 6 ? i - 1 : i) + " " + grades.get(i % 7 == 6 ? i - 1 : i),
                            new Metadata().put("place", i))))
                    .toList();
            double minScore = (1 + random.nextInt(9)) / 10.0;

            List<Content> ranked = ReRankingContentAggregator.builder()
                    .scoringModel(GRADES_IN_THE_TEXT)
                    .minScore(minScore)
                    .build()
                    .aggregate(Map.of(CAPITAL, List.of(contents)));

            assertThat(ranked)
                    .extracting(RerankedRetrievalTest::place)
                    .containsExactlyElementsOf(contents.stream()
                            .filter(content -> grade(content.textSegment().text()) >= 10 * minScore)
                            .sorted(Comparator.comparing((Content content) ->
                                    -grade(content.textSegment().text())))
                            .map(RerankedRetrievalTest::place)
                            .toList());
        }
    }

    private static int grade(String text) {
        return Integer.parseInt(text.substring(text.indexOf(' ') + 1));
    }

    private static int place(Content content) {
        return content.textSegment().metadata().getInteger("place");
    }

    private static Map<Query, Collection<List<Content>>> retrieved(Query query, String... texts) {
        return Map.of(query, List.of(List.of(texts).stream().map(Content::from).toList()));
    }

    private static List<String> texts(List<Content> contents) {
        return contents.stream().map(content -> content.textSegment().text()).toList();
    }
}
