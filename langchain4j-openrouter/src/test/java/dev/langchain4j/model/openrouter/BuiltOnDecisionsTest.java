package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.router.DecisionModelChatModelRouter;
import dev.langchain4j.model.chat.router.RoutingChatModel;
import dev.langchain4j.model.decision.DecisionModel;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.DecisionScoringModel;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.aggregator.ReRankingContentAggregator;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.rag.query.router.DecisionModelQueryRouter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What LangChain4j builds on a decision model works with OpenRouter's. */
@ExtendWith(OpenRouterServerExtension.class)
class BuiltOnDecisionsTest {

    private static final String PATH = "/api/alpha/decisions";
    private static final List<TextSegment> CAPITALS = List.of(
            TextSegment.from("Bread is baked"),
            TextSegment.from("Paris is the capital of France"),
            TextSegment.from("Berlin is a city"));

    private final OpenRouterServer server;
    private final OpenRouter openRouter;
    private final DecisionModel decisions;

    BuiltOnDecisionsTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .maxRetries(0)
                .build();
        this.decisions =
                openRouter.decisionModel().modelName("typesafe/jev-1.13").build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    // DecisionScoringModel

    @Test
    void it_scores_by_the_probability_of_yes() {
        server.answer(Answer.yesNo(0.1, 0.93, 0.4).usage(120, 6, "0.000005"));

        Response<List<Double>> response = new DecisionScoringModel(decisions).scoreAll(CAPITALS, "capital of France");

        assertThat(response.content()).containsExactly(0.1, 0.93, 0.4);
        assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(120);
        assertThat(server.requests(PATH).get(0).body().at("/state/query").textValue())
                .isEqualTo("capital of France");
    }

    @Test
    void it_asks_about_twenty_segments_at_once() {
        List<TextSegment> segments = IntStream.range(0, 45)
                .mapToObj(i -> TextSegment.from("segment " + i))
                .toList();

        List<Double> scores = new DecisionScoringModel(decisions)
                .scoreAll(segments, "segment 7")
                .content();

        assertThat(scores).hasSize(45);
        assertThat(server.requests(PATH))
                .extracting(request -> request.body().path("questions").size())
                .containsExactly(20, 20, 5);
    }

    @Test
    void it_scores_asynchronously() {
        List<Double> scores = Async.result(new DecisionScoringModel(decisions)
                        .scoreAsync(ScoringRequest.builder()
                                .documents(
                                        CAPITALS.stream().map(TextSegment::text).toList())
                                .query("capital of France")
                                .build()))
                .scores();

        assertThat(scores).hasSize(3);
        assertThat(scores.get(1)).isGreaterThan(scores.get(0)).isGreaterThan(scores.get(2));
    }

    @Test
    void it_reranks_what_was_retrieved() {
        ScoringModel scoring =
                DecisionScoringModel.builder().decisionModel(decisions).build();
        List<Content> found = CAPITALS.stream().map(Content::from).toList();
        Query query = Query.from("Is Paris the capital of France?");

        List<Content> ranked = ReRankingContentAggregator.builder()
                .scoringModel(scoring)
                .maxResults(1)
                .build()
                .aggregate(Map.of(query, List.of(found)));

        assertThat(ranked)
                .extracting(content -> content.textSegment().text())
                .containsExactly("Paris is the capital of France");
    }

    // DecisionModelChatModelRouter

    @Test
    void it_routes_a_question_to_the_model_that_it_chooses() {
        server.when(request -> request.has("questions"))
                .answer(Answer.decision().choice("route", "strong", Map.of("strong", 0.95, "cheap", 0.05)));

        assertThat(routed().chat("Prove that there are infinitely many primes").toLowerCase())
                .contains("primes");

        assertThat(server.lastChatRequest().path("model").textValue()).isEqualTo("anthropic/claude-opus-5");
        assertThat(server.requests(PATH).get(0).body().at("/questions/route/criteria"))
                .isEqualTo(RequestPayload.tree(
                        "{\"cheap\":\"small talk and lookups\",\"strong\":\"proofs and long plans\"}"));
    }

    @Test
    void an_uncertain_choice_takes_the_default_route() {
        server.when(request -> request.has("questions"))
                .answer(Answer.decision().choice("route", "strong", Map.of("strong", 0.55, "cheap", 0.45)));

        routed().chat("Hello");

        assertThat(server.lastChatRequest().path("model").textValue()).isEqualTo("openai/gpt-5-mini");
    }

    @Test
    void a_router_that_fails_takes_the_default_route() {
        server.when(request -> request.has("questions"))
                .answer(Answer.error(429, "Rate limit exceeded").retryAfter(600));

        routed().chat("Hello");

        assertThat(server.lastChatRequest().path("model").textValue()).isEqualTo("openai/gpt-5-mini");
    }

    private ChatModel routed() {
        return RoutingChatModel.builder()
                .route("cheap", "small talk and lookups", chat("openai/gpt-5-mini"))
                .route("strong", "proofs and long plans", chat("anthropic/claude-opus-5"))
                .defaultRoute("cheap")
                .router(DecisionModelChatModelRouter.builder()
                        .decisionModel(decisions)
                        .minProbability(0.6)
                        .build())
                .build();
    }

    private ChatModel chat(String modelName) {
        return openRouter.chatModel().modelName(modelName).build();
    }

    @Test
    void it_routes_without_a_waiting_thread() {
        server.when(request -> request.has("questions"))
                .answer(Answer.decision().choice("route", "strong", Map.of("strong", 0.95, "cheap", 0.05)));

        Async.result(routed().chatAsync("Prove it"));

        assertThat(server.lastChatRequest().path("model").textValue()).isEqualTo("anthropic/claude-opus-5");
    }

    // DecisionModelQueryRouter

    @Test
    void it_routes_a_query_to_the_sources_that_may_help() {
        ContentRetriever laws = query -> List.of();
        ContentRetriever recipes = query -> List.of();
        Map<ContentRetriever, String> sources = new LinkedHashMap<>();
        sources.put(laws, "laws and court decisions");
        sources.put(recipes, "recipes");
        server.answer(Answer.yesNo(0.9, 0.1));

        DecisionModelQueryRouter router = new DecisionModelQueryRouter(decisions, sources);

        assertThat(router.route(Query.from("May I keep bees?"))).containsExactly(laws);
        assertThat(server.requests(PATH)
                        .get(0)
                        .body()
                        .at("/questions/source2/instructions")
                        .textValue())
                .contains("recipes");
    }

    @Test
    void a_query_router_that_may_fail_throws_what_the_model_throws() {
        server.answer(Answer.error(429, "Rate limit exceeded").retryAfter(600));

        DecisionModelQueryRouter router = DecisionModelQueryRouter.builder()
                .decisionModel(decisions)
                .retrieverToDescription(Map.of(query -> List.of(), "laws"))
                .fallbackStrategy(DecisionModelQueryRouter.FallbackStrategy.FAIL)
                .build();

        assertThatThrownBy(() -> router.route(Query.from("May I keep bees?"))).isInstanceOf(RateLimitException.class);
    }
}
