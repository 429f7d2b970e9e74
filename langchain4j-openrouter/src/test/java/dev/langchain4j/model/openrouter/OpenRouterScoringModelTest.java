package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.model.openrouter.support.OwnOkHttp;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.RankingAnswer;
import dev.langchain4j.model.openrouter.test.RecordedRequest;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.model.scoring.ScoringModel;
import dev.langchain4j.model.scoring.request.ScoringRequest;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterScoringModelTest {

    private static final String QUERY = "capital of France";

    private final OpenRouterServer server;

    OpenRouterScoringModelTest(OpenRouterServer server) {
        this.server = server;
    }

    // Alignment

    @Test
    void each_segment_gets_its_score_whatever_the_order_on_the_wire() {
        server.answer(Answer.ranking().result(2, 0.98).result(0, 0.3).result(1, -4.5));

        assertThat(scores("a", "b", "c")).containsExactly(0.3, -4.5, 0.98);
    }

    @Test
    void results_for_all_documents_are_asked_for() {
        scores("a", "b", "c");

        JsonNode request = server.requests("/rerank").get(0).body();
        assertThat(request.path("top_n").asInt()).isEqualTo(3);
        assertThat(request.path("query").asText()).isEqualTo(QUERY);
        assertThat(request.path("model").asText()).isEqualTo("cohere/rerank-v3.5");
    }

    @Test
    void a_single_segment_has_a_score() {
        server.answer(Answer.ranking(0.25));

        assertThat(model().build().score("a", QUERY).content()).isEqualTo(0.25);
    }

    @Test
    void equal_scores_become_distinct_and_keep_the_order_of_the_segments() {
        server.answer(Answer.ranking(0.5, 0.5, 0.7, 0.5, 0.0));

        List<Double> scores = scores("a", "b", "c", "d", "e");

        assertThat(bestFirst(scores)).containsExactly(2, 0, 1, 3, 4);
        assertThat(new HashSet<>(scores)).hasSize(5);
        assertThat(scores.get(0)).isCloseTo(0.5, within(1e-12));
        assertThat(scores.get(3)).isEqualTo(0.5);
    }

    @Test
    void no_score_becomes_lower_than_the_model_gave_it() {
        var random = new Random(1);
        for (int size = 1; size <= 40; size++) {
            double[] given = random.doubles(size)
                    .map(score -> Math.round(4 * score) / 4.0 - 0.5)
                    .toArray();
            server.answer(Answer.ranking(given));

            List<Double> scores = scores(
                    IntStream.range(0, size).mapToObj(i -> "document " + i).toArray(String[]::new));

            assertThat(scores).doesNotHaveDuplicates();
            for (int i = 0; i < size; i++) {
                assertThat(scores.get(i)).isBetween(given[i], given[i] + 1e-12);
            }
        }
    }

    @Test
    void segments_with_the_same_text_are_sent_once_and_score_alike() {
        server.answer(Answer.ranking(0.2, 0.9));

        List<Double> scores = scores("a", "b", "a", "b");

        assertThat(documents()).containsExactly("a", "b");
        assertThat(bestFirst(scores)).containsExactly(1, 3, 0, 2);
        assertThat(scores.get(3)).isCloseTo(0.9, within(1e-12));
    }

    @Test
    void a_segment_that_shows_nothing_is_not_sent_and_scores_below_all_others() {
        server.answer(Answer.ranking(-2.0, -7.0));

        List<Double> scores = scores("\u200B\u2060", "a", "\u00A0\uFEFF", "b");

        assertThat(documents()).containsExactly("a", "b");
        assertThat(bestFirst(scores)).containsExactly(1, 3, 0, 2);
    }

    @Test
    void segments_that_all_show_nothing_are_scored_without_a_request() {
        assertThat(scores("\u200B", "\u200C")).allMatch(Double::isFinite).doesNotHaveDuplicates();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void no_segments_need_no_request() {
        Response<List<Double>> response = model().build().scoreAll(List.of(), QUERY);

        assertThat(response.content()).isEmpty();
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \t\n", "\u200B\u00A0"})
    void a_blank_query_is_refused_before_any_request(String query) {
        assertThatThrownBy(() -> model().build().scoreAll(segments("a"), query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("query");
        assertThat(server.requests()).isEmpty();
    }

    // Many documents

    @Test
    void more_documents_than_one_request_takes_are_scored_as_if_it_took_them() {
        String[] texts = IntStream.range(0, 250)
                .mapToObj(i -> "document " + i + " capital ".repeat(i % 3) + (i % 7 == 0 ? "France" : ""))
                .toArray(String[]::new);

        Response<List<Double>> chunked = model().build().scoreAll(segments(texts), QUERY);
        Response<List<Double>> whole =
                model().maxDocumentsPerRequest(1000).build().scoreAll(segments(texts), QUERY);

        assertThat(chunked.content()).isEqualTo(whole.content());
        List<RecordedRequest> requests = server.requests("/rerank");
        assertThat(requests.subList(0, 3))
                .extracting(request -> request.body().path("top_n").asInt())
                .containsExactlyInAnyOrder(100, 100, 50);
        assertThat(requests).hasSize(4);
        assertThat(chunked.metadata()).containsEntry("openrouter.rerank.calls", 3);
    }

    @Test
    void the_chunks_of_a_query_are_under_way_at_once() {
        var atOnce = new CountDownLatch(20);
        server.when(Match.path("/rerank")).answer(Answer.computed(request -> {
            atOnce.countDown();
            return awaited(atOnce) ? Answer.unscripted() : Answer.error(500, "the others did not come");
        }));

        List<Double> scores = model().maxDocumentsPerRequest(1)
                .maxConcurrency(20)
                .build()
                .scoreAll(segments(IntStream.range(0, 40).mapToObj(i -> "d" + i).toArray(String[]::new)), QUERY)
                .content();

        assertThat(scores).hasSize(40);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void the_failure_of_one_chunk_is_thrown() {
        server.when(document("d5")).answer(Answer.error(404, "Model gone"));

        assertThatThrownBy(() -> model().maxDocumentsPerRequest(1)
                        .build()
                        .scoreAll(segments("d1", "d2", "d3", "d4", "d5", "d6"), QUERY))
                .isInstanceOf(ModelNotFoundException.class);
    }

    private static Match document(String text) {
        return Match.body(body -> body.path("documents").path(0).asText().equals(text));
    }

    @Test
    void an_interrupt_ends_the_requests_of_all_chunks_and_is_not_answered_with_other_scores()
            throws InterruptedException {
        var arrived = new CountDownLatch(4);
        server.when(Match.path("/rerank")).answer(Answer.computed(request -> {
            arrived.countDown();
            return Answer.unscripted().afterDelay(Duration.ofMinutes(5));
        }));
        var failure = new AtomicReference<Throwable>();
        List<OpenRouterRerankReport> reports = new CopyOnWriteArrayList<>();
        Thread caller = new Thread(() -> {
            try {
                model().maxDocumentsPerRequest(1)
                        .listener(reports::add)
                        .onFailure(OpenRouterRerankFailurePolicy.KEEP_ORDER)
                        .build()
                        .scoreAll(segments("a", "b", "c", "d"), QUERY);
            } catch (RuntimeException e) {
                failure.set(e);
            }
        });
        caller.start();
        arrived.await();

        caller.interrupt();
        caller.join();

        assertThat(failure.get()).isInstanceOf(LangChain4jException.class).hasMessageContaining("was interrupted");
        assertThat(reports).isEmpty();
    }

    // Results that do not fit

    static List<Arguments> misfits() {
        return List.of(
                Arguments.of(
                        "no result for segment 1",
                        Answer.ranking().result(2, 0.3).result(0, 0.9)),
                Arguments.of(
                        "two results for segment 1",
                        Answer.ranking()
                                .result(1, 0.3)
                                .result(1, 0.3)
                                .result(0, 0.2)
                                .result(2, 0.1)),
                Arguments.of(
                        "a result with index 3, which no document has",
                        Answer.ranking()
                                .result(0, 0.3)
                                .result(1, 0.2)
                                .result(2, 0.1)
                                .result(3, 0.1)),
                Arguments.of(
                        "a result with index -1, which no document has",
                        Answer.ranking().result(0, 0.3).result(1, 0.2).result(-1, 0.1)),
                Arguments.of(
                        "no finite score for segment 2",
                        Answer.ranking().result(0, 0.3).result(1, 0.2).result(2, Double.NaN)),
                Arguments.of(
                        "no finite score for segment 0",
                        Answer.ranking()
                                .result(0, Double.MAX_VALUE)
                                .result(1, 0.2)
                                .result(2, 0.1)),
                Arguments.of("no result for segment 0", Answer.ranking()),
                Arguments.of(
                        "a result without an index",
                        Answer.raw(200, "application/json", "{\"results\":[{\"relevance_score\":1}]}")),
                Arguments.of("no result for segment 0", Answer.raw(200, "application/json", """
                        {"results":[],"usage":{"search_units":1,"cost":0,"is_byok":true}}""")));
    }

    @Test
    void results_that_do_not_fit_and_cost_nothing_are_asked_for_once_more() {
        server.answer(Answer.ranking().usage(1, 3, "0"), Answer.ranking(0.1, 0.2, 0.3));

        Response<List<Double>> response = model().build().scoreAll(segments("a", "b", "c"), QUERY);

        assertThat(response.content()).containsExactly(0.1, 0.2, 0.3);
        assertThat(response.metadata())
                .containsEntry("openrouter.rerank.retries", 1)
                .containsEntry("openrouter.rerank.calls", 2);
    }

    @Test
    void results_that_do_not_fit_twice_are_an_exception_that_says_so() {
        Answer misfit = Answer.ranking().usage(1, 3, "0");
        server.answer(misfit, misfit);

        assertThatThrownBy(() -> model().build().scoreAll(segments("a", "b", "c"), QUERY))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("twice");
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misfits")
    void results_that_do_not_fit_are_paid_once_and_an_exception_that_says_why(String problem, Answer misfit) {
        server.answer(misfit);

        assertThatThrownBy(() -> model().build().scoreAll(segments("a", "b", "c"), QUERY))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("cohere/rerank-v3.5");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_segment_is_named_by_its_place_in_the_users_list() {
        Answer misfit = Answer.ranking().result(0, 0.5);
        server.answer(Answer.ranking(0.1, 0.2), misfit, misfit);

        assertThatThrownBy(() -> model().maxConcurrency(1)
                        .maxDocumentsPerRequest(2)
                        .build()
                        .scoreAll(segments("a", "\u200B", "a", "b", "c", "c", "d"), QUERY))
                .hasMessageContaining("no result for segment 6");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_failure_tells_what_the_answers_before_it_cost(boolean async) {
        for (Answer last : List.of(
                Answer.error(400, "Too long"),
                Answer.ranking().result(5, 0.1).usage(1, 3, "0.25"),
                Answer.cut(Answer.ranking().result(0, 0.5)))) {
            server.answer(Answer.ranking().result(0, 0.5).usage(1, 3, "0.25"), last);
            OpenRouterScoringModel model = model().maxConcurrency(1)
                    .maxDocumentsPerRequest(1)
                    .maxRetries(0)
                    .build();

            Throwable failure = async
                    ? catchThrowable(() -> Async.result(model.scoreAsync(ScoringRequest.builder()
                            .documents(List.of("a", "b"))
                            .query(QUERY)
                            .build())))
                    : catchThrowable(() -> model.scoreAll(segments("a", "b"), QUERY));

            BigDecimal second = last instanceof RankingAnswer ? new BigDecimal("0.25") : BigDecimal.ZERO;
            assertThat(OpenRouterException.in(failure).orElseThrow().usage().cost())
                    .isEqualByComparingTo(new BigDecimal("0.25").add(second));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_a_failure_cost_is_in_the_report_and_in_the_usage_of_the_other_scores(boolean async) {
        server.answer(Answer.ranking().result(0, 0.5).usage(1, 3, "0.25"), Answer.raw(200, "application/json", """
                        {"id":"gen-2","error":{"code":502,"message":"Died"},"usage":{"total_tokens":4,"cost":0.5}}"""));
        List<OpenRouterRerankReport> reports = new ArrayList<>();
        OpenRouterScoringModel model = model().maxConcurrency(1)
                .maxDocumentsPerRequest(1)
                .onFailure(OpenRouterRerankFailurePolicy.KEEP_ORDER)
                .listener(reports::add)
                .build();

        TokenUsage usage = async
                ? Async.result(model.scoreAsync(ScoringRequest.builder()
                                .documents(List.of("a", "b"))
                                .query(QUERY)
                                .build()))
                        .tokenUsage()
                : model.scoreAll(segments("a", "b"), QUERY).tokenUsage();

        assertThat(((OpenRouterTokenUsage) usage).cost()).isEqualByComparingTo("0.75");
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.usage().cost()).isEqualByComparingTo("0.75");
            assertThat(report.generationIds()).hasSize(2).endsWith("gen-2");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_parallel_answers_cost_that_do_not_fit_is_in_the_exception(boolean async) {
        Answer misfit = Answer.ranking().result(5, 0.1).usage(1, 3, "0.25");
        server.answer(misfit, misfit);
        CountDownLatch firstThrown = new CountDownLatch(1);
        OkHttpClient client = OwnOkHttp.builder()
                .eventListener(new EventListener() {
                    @Override
                    public void canceled(Call call) {
                        firstThrown.countDown();
                    }
                })
                .build();
        AtomicInteger ended = new AtomicInteger();
        CountDownLatch bothEnded = new CountDownLatch(2);
        OpenRouterCostListener ledger = new OpenRouterCostListener(call -> {
            bothEnded.countDown();
            awaited(bothEnded);
            if (ended.incrementAndGet() == 2) {
                awaited(firstThrown); // or interrupted
            }
        });
        OpenRouterScoringModel model = model().okHttpClient(client)
                .maxDocumentsPerRequest(1)
                .costListener(ledger)
                .build();

        Throwable failure = async
                ? catchThrowable(() -> Async.result(model.scoreAsync(ScoringRequest.builder()
                        .documents(List.of("a", "b"))
                        .query(QUERY)
                        .build())))
                : catchThrowable(() -> model.scoreAll(segments("a", "b"), QUERY));

        assertThat(OpenRouterException.in(failure).orElseThrow().usage().cost()).isEqualByComparingTo("0.5");
        OwnOkHttp.close(client);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_parallel_failures_cost_is_in_the_report_and_in_the_exception(boolean async) {
        String died =
                "{\"id\":\"%s\",\"error\":{\"code\":502,\"message\":\"Died\"},\"usage\":{\"total_tokens\":4,\"cost\":0.5}}";
        server.answer(
                Answer.raw(200, "application/json", died.formatted("gen-1")),
                Answer.raw(200, "application/json", died.formatted("gen-2")));
        CountDownLatch bothFailed = new CountDownLatch(2); // else the first ends the other
        OpenRouterCostListener ledger = new OpenRouterCostListener(call -> {
            bothFailed.countDown();
            awaited(bothFailed);
        });
        List<OpenRouterRerankReport> reports = new ArrayList<>();
        OpenRouterScoringModel model = model().maxDocumentsPerRequest(1)
                .listener(reports::add)
                .costListener(ledger)
                .build();

        Throwable failure = async
                ? catchThrowable(() -> Async.result(model.scoreAsync(ScoringRequest.builder()
                        .documents(List.of("a", "b"))
                        .query(QUERY)
                        .build())))
                : catchThrowable(() -> model.scoreAll(segments("a", "b"), QUERY));

        assertThat(OpenRouterException.in(failure).orElseThrow().usage().cost()).isEqualByComparingTo("1");
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.usage().cost()).isEqualByComparingTo("1");
            assertThat(report.generationIds()).containsExactlyInAnyOrder("gen-1", "gen-2");
        });
    }

    // Failures

    @Test
    void failures_are_the_usual_exceptions() {
        server.answer(Answer.error(401, "User not found."));

        assertThatThrownBy(() -> scores("a"))
                .isInstanceOf(AuthenticationException.class)
                .hasCauseInstanceOf(OpenRouterException.class)
                .hasMessageContaining("User not found.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":429,\"message\":\"Slow down\"},\"provider\":\"Cohere\"}",
                "{\"error\":{\"code\":429,\"message\":\"Slow down\"},\"provider\":\"Cohere\",\"error\":null}",
                "{\"results\":[{\"index\":0,\"error\":{\"code\":429,\"message\":\"Slow down\"}}],\"provider\":\"Cohere\"}"
            })
    void an_error_inside_a_200_is_a_failure(String body) {
        server.answer(Answer.raw(200, "application/json", body));

        assertThatThrownBy(() -> model().maxRetries(0).build().scoreAll(segments("a"), QUERY))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("Slow down")
                .hasMessageContaining("Cohere");
    }

    @Test
    void what_may_be_retried_is_retried() {
        server.answer(Answer.error(503, "busy").header("Retry-After", "0"), Answer.ranking(0.4));

        assertThat(scores("a")).containsExactly(0.4);
    }

    @Test
    void an_unknown_model_is_not_found() {
        assertThatThrownBy(() -> model().modelName("acme/none").build().score("a", QUERY))
                .isInstanceOf(ModelNotFoundException.class);
    }

    @Test
    void keeping_the_order_gives_scores_that_any_threshold_drops() {
        server.answer(Answer.error(402, "Insufficient credits"));
        List<OpenRouterRerankReport> reports = new ArrayList<>();

        Response<List<Double>> response = model().onFailure(OpenRouterRerankFailurePolicy.KEEP_ORDER)
                .listener(reports::add)
                .build()
                .scoreAll(segments("a", "b", "c"), QUERY);

        assertThat(response.content()).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(response.content()).doesNotHaveDuplicates().allMatch(score -> score > 0 && score < 0.001);
        assertThat(response.metadata()).containsEntry("openrouter.rerank.fallback", true);
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.fallback()).isTrue();
            assertThat(report.failure()).isInstanceOf(OpenRouterInsufficientCreditsException.class);
            assertThat(report.calibrated()).isFalse();
        });
    }

    @Test
    void another_model_can_stand_in() {
        server.answer(Answer.error(404, "gone"));
        ScoringModel other = (segments, query) -> Response.from(List.of(0.7, 0.8));

        Response<List<Double>> response = model().onFailure(OpenRouterRerankFailurePolicy.fallback(other))
                .build()
                .scoreAll(segments("a", "b"), QUERY);

        assertThat(response.content()).containsExactly(0.7, 0.8);
        assertThat(response.metadata()).containsEntry("openrouter.rerank.fallback", true);
    }

    @Test
    void where_the_other_model_fails_too_the_first_failure_is_thrown() {
        server.answer(Answer.error(404, "gone"));
        var second = new IllegalStateException("second");
        ScoringModel other = (segments, query) -> {
            throw second;
        };

        assertThatThrownBy(() -> model().onFailure(OpenRouterRerankFailurePolicy.fallback(other))
                        .build()
                        .scoreAll(segments("a"), QUERY))
                .isInstanceOf(ModelNotFoundException.class)
                .hasSuppressedException(second);
    }

    @Test
    void another_model_without_a_score_for_each_segment_fails_too() {
        server.answer(Answer.error(404, "gone"), Answer.error(404, "gone"));
        ScoringModel incomplete = (segments, query) -> Response.from(List.of(0.7));
        OpenRouterScoringModel model = model().onFailure(OpenRouterRerankFailurePolicy.fallback(incomplete))
                .build();

        assertThatThrownBy(() -> model.scoreAll(segments("a", "b"), QUERY))
                .isInstanceOf(ModelNotFoundException.class)
                .satisfies(failure -> assertThat(failure.getSuppressed()[0])
                        .hasMessage("The fallback model gave 1 scores for 2 segments"));
        assertThatThrownBy(() -> model.scoreAsync(ScoringRequest.builder()
                                .documents(List.of("a", "b"))
                                .query(QUERY)
                                .build())
                        .join())
                .hasCauseInstanceOf(ModelNotFoundException.class);
    }

    // Report

    @Test
    void usage_search_units_and_cost_are_those_of_the_ledger() {
        String[] texts = IntStream.range(0, 120).mapToObj(i -> "document " + i).toArray(String[]::new);
        List<OpenRouterRerankReport> reports = new ArrayList<>();
        server.answer(Answer.ranking().usage(2, 31, "0"));

        Response<List<Double>> response = model().listener(reports::add).build().scoreAll(segments(texts), QUERY);

        OpenRouterTokenUsage usage = (OpenRouterTokenUsage) response.tokenUsage();
        assertThat(usage.cost()).isEqualByComparingTo(server.ledger().cost());
        assertThat(usage.totalTokenCount().longValue())
                .isEqualTo(server.ledger().promptTokens());
        assertThat(usage.inputTokenCount()).isNull();
        assertThat(response.metadata())
                .containsEntry("openrouter.rerank.strategy", "NATIVE")
                .containsEntry("openrouter.rerank.searchUnits", 4)
                .containsEntry("openrouter.rerank.costUsd", usage.cost())
                .containsEntry("openrouter.rerank.model", "cohere/rerank-v3.5")
                .containsEntry("openrouter.rerank.provider", "Cohere")
                .containsEntry("openrouter.rerank.fallback", false);
        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.toMetadata()).isEqualTo(response.metadata());
            assertThat(report.generationIds())
                    .containsExactlyInAnyOrderElementsOf(server.ledger().charges().stream()
                            .map(charge -> charge.generationId())
                            .toList());
        });
    }

    @Test
    void usage_that_is_not_reported_stays_unknown() {
        server.answer(Answer.ranking(0.5).withoutUsage());

        Response<List<Double>> response = model().build().scoreAll(segments("a"), QUERY);

        assertThat(response.tokenUsage()).isNull();
        assertThat(response.metadata())
                .doesNotContainKeys("openrouter.rerank.costUsd", "openrouter.rerank.searchUnits");
    }

    @Test
    void a_listener_that_fails_changes_nothing() {
        server.answer(Answer.ranking(0.5));

        assertThat(model().listener(report -> {
                            throw new IllegalStateException("listener");
                        })
                        .build()
                        .score("a", QUERY)
                        .content())
                .isEqualTo(0.5);
    }

    // Options

    @Test
    void a_mapper_can_send_images() {
        TextSegment map = TextSegment.from("map", Metadata.from("image", "https://example.com/map.png"));

        model().documentMapper(segment -> new OpenRouterRerankDocument(
                        segment.text(), segment.metadata().getString("image")))
                .build()
                .scoreAll(List.of(map, TextSegment.from("plain")), QUERY);

        JsonNode documents = server.requests().get(0).body().path("documents");
        assertThat(documents.path(0).path("image").asText()).isEqualTo("https://example.com/map.png");
        assertThat(documents.path(1).asText()).isEqualTo("plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://example.com/a.png", "data:text/html,x", "/a.png"})
    void an_image_of_another_scheme_is_refused(String image) {
        assertThatThrownBy(() -> OpenRouterRerankDocument.image(image))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("image must be");
    }

    @Test
    void long_documents_are_cut_between_characters() {
        model().maxDocumentChars(4)
                .build()
                .scoreAll(
                        segments("abc\uD83D\uDE00d", "abcdef", "ab", "\n\n\n\nxyzzy", "\u00A0".repeat(9) + "z"), QUERY);

        assertThat(documents()).containsExactly("abc", "abcd", "ab", "xyzz", "z");
    }

    @Test
    void scores_can_be_transformed() {
        server.answer(Answer.ranking(-1.0, 0.0));

        assertThat(model().scoreTransform(logit -> 1 / (1 + Math.exp(-logit)))
                        .build()
                        .scoreAll(segments("a", "b"), QUERY)
                        .content())
                .containsExactly(1 / (1 + Math.E), 0.5);
    }

    @Test
    void a_transformation_must_give_numbers() {
        assertThatThrownBy(() -> model().scoreTransform(Math::log).build().scoreAll(segments("nothing shared"), "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scoreTransform");
    }

    @Test
    void a_transformation_that_throws_is_named_and_no_matter_of_the_policy() {
        var bug = new IllegalStateException("bug");
        assertThatThrownBy(() -> model().scoreTransform(score -> {
                            throw bug;
                        })
                        .onFailure(OpenRouterRerankFailurePolicy.KEEP_ORDER)
                        .build()
                        .scoreAll(segments("a"), QUERY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scoreTransform")
                .hasCause(bug);
    }

    @Test
    void a_mapper_that_returns_nothing_is_named_before_any_request() {
        assertThatThrownBy(() -> model().documentMapper(segment -> null).build().scoreAll(segments("a"), QUERY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("documentMapper returned null for segment 0");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_document_that_is_null_or_empty_is_refused() {
        OpenRouterScoringModel model = model().build();
        ScoringRequest request = ScoringRequest.builder()
                .query(QUERY)
                .documents(Arrays.asList("a", null))
                .build();

        assertThatThrownBy(() -> Async.result(model.scoreAsync(request))).hasMessage("documents must not contain null");
        assertThatThrownBy(() -> new OpenRouterRerankDocument(null, null)).hasMessage("text or image must be set");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void provider_preferences_are_sent() {
        model().provider(OpenRouterProviderPreferences.builder().only("cohere").build())
                .build()
                .score("a", QUERY);

        assertThat(server.requests().get(0).body().at("/provider/only/0").asText())
                .isEqualTo("cohere");
    }

    @Test
    void a_field_without_a_setter_goes_out_too() {
        model().customParameters(Map.of("session_id", "s-1", "new", List.of(1)))
                .build()
                .score("a", QUERY);

        JsonNode sent = server.requests().get(0).body();
        assertThat(sent.path("session_id").asText()).isEqualTo("s-1");
        assertThat(sent.at("/new/0").asInt()).isEqualTo(1);
        assertThatThrownBy(() -> model().customParameters(Map.of("top_n", 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("top_n");
    }

    @Test
    void the_data_policy_of_the_connection_holds() {
        var policy = OpenRouterDataPolicy.builder().zeroDataRetention(true).build();

        model().dataPolicy(policy).build().score("a", QUERY);

        assertThat(server.requests().get(0).body().at("/provider/zdr").asBoolean())
                .isTrue();
        assertThatThrownBy(() -> model().dataPolicy(policy)
                        .provider(OpenRouterProviderPreferences.builder()
                                .zdr(false)
                                .build())
                        .build())
                .hasMessageContaining("zdr");
    }

    @Test
    void metadata_are_sent_above_the_text() {
        model().metadataKeys(List.of("title", "author"))
                .build()
                .scoreAll(
                        List.of(
                                TextSegment.from(
                                        "text",
                                        Metadata.from("title", " On  the \r\n\n \u2028Flow\n")
                                                .put("page", 3)),
                                TextSegment.from("other", Metadata.from("author", "Ann"))),
                        QUERY);

        assertThat(documents()).containsExactly("title: On  the Flow\ntext", "author: Ann\nother");
    }

    @Test
    void metadata_and_a_mapper_do_not_go_together() {
        assertThatThrownBy(() -> model().metadataKeys(List.of("title"))
                        .documentMapper(segment -> OpenRouterRerankDocument.text("x"))
                        .build())
                .hasMessageContaining("metadataKeys")
                .hasMessageContaining("documentMapper");
    }

    @Test
    void a_connection_makes_scoring_models() {
        try (OpenRouter openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelAliases(OpenRouterModelAliases.defaults().with("reranker", "cohere/rerank-v3.5"))
                .build()) {
            ScoringModel model = openRouter.scoringModel().modelName("reranker").build();

            assertThat(model.score("capital", QUERY).content()).isPositive();
        }
        assertThat(server.requests().get(0).body().path("model").asText()).isEqualTo("cohere/rerank-v3.5");
    }

    @Test
    void bad_values_are_refused_by_the_name_of_their_setter() {
        assertThatThrownBy(() -> OpenRouterScoringModel.builder().build()).hasMessageContaining("modelName");
        assertThatThrownBy(() -> model().maxDocumentsPerRequest(0).build())
                .hasMessageContaining("maxDocumentsPerRequest");
        assertThatThrownBy(() -> model().maxConcurrency(0).build()).hasMessageContaining("maxConcurrency");
        assertThatThrownBy(() -> model().maxDocumentChars(0).build()).hasMessageContaining("maxDocumentChars");
        assertThatCode(() -> model().maxDocumentsPerRequest(null)
                        .maxConcurrency(null)
                        .maxDocumentChars(null)
                        .documentMapper(null)
                        .scoreTransform(null)
                        .customParameters(null)
                        .returnRawResponse(null)
                        .provider(null)
                        .onFailure(null)
                        .listener(null)
                        .build())
                .doesNotThrowAnyException();
    }

    private OpenRouterScoringModel.Builder model() {
        return OpenRouterScoringModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("cohere/rerank-v3.5");
    }

    private List<Double> scores(String... texts) {
        return model().build().scoreAll(segments(texts), QUERY).content();
    }

    private List<String> documents() {
        List<String> documents = new ArrayList<>();
        server.requests().get(0).body().path("documents").forEach(document -> documents.add(document.asText()));
        return documents;
    }

    private static List<TextSegment> segments(String... texts) {
        return Arrays.stream(texts).map(TextSegment::from).toList();
    }

    private static List<Integer> bestFirst(List<Double> scores) {
        return IntStream.range(0, scores.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -scores.get(i)))
                .toList();
    }
}
