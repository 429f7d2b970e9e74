package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouterBudget.Unknown;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Fault;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch is reserved when it is submitted, and counted once, line by line, by whoever reads it first. */
@ExtendWith(OpenRouterServerExtension.class)
class BatchCostTest {

    private static final String MODEL = "openai/gpt-4o-mini";
    private static final Duration LONG = Duration.ofHours(24);

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();
    private final List<OpenRouterCostRecord> records = new CopyOnWriteArrayList<>();
    private final OpenRouterBudget budget = budget("10");

    BatchCostTest(OpenRouterServer server) {
        this.server = server;
    }

    // Budget

    @Test
    void a_submitted_batch_is_reserved_and_a_retrieved_one_is_spent() {
        OpenRouterBatchChatModel model = model(budget).build();

        String id = model.submit(batch("One", "Two")).batchId();
        assertThat(budget.reserved()).isPositive();
        assertThat(budget.spent()).isZero();

        server.batch(id).progress(1);
        model.retrieve(id);
        assertThat(budget.reserved()).as("while it runs").isPositive();

        server.batch(id).complete();
        model.retrieve(id);
        assertEqualToTheBook(budget);
    }

    @Test
    void a_batch_reserves_half_of_what_live_calls_would() {
        OpenRouterChatModel live = OpenRouterChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .maxOutputTokens(50)
                .budget(budget)
                .build();

        BigDecimal batch = model(budget)
                .maxOutputTokens(50)
                .build()
                .dryRun(batch("One", "Two"))
                .amount();

        assertThat(batch.multiply(BigDecimal.valueOf(2)))
                .isEqualByComparingTo(live.dryRun(request("One"))
                        .amount()
                        .add(live.dryRun(request("Two")).amount()));
    }

    @Test
    void a_model_without_a_listed_variant_reserves_half_its_price() {
        server.addModel("acme/large-1");
        OpenRouterBudget.DryRun dryRun = model(budget)
                .modelName("acme/large-1")
                .maxOutputTokens(1000)
                .build()
                .dryRun(batch("One"));

        assertThat(dryRun.prices()).singleElement().satisfies(price -> {
            assertThat(price.perInputToken()).isEqualByComparingTo("0.0000005");
            assertThat(price.perOutputToken()).isEqualByComparingTo("0.000001");
            assertThat(price.outputTokens()).isEqualTo(1000);
        });
        assertThat(dryRun.operation()).isEqualTo("batch_chat");
    }

    @Test
    void a_batch_without_a_price_is_not_advised_to_set_what_batches_do_not_support() {
        OpenRouterBatchChatModel model =
                model(budget).modelName("unlisted/model").build();

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> model.submit(batch("One")))
                .withMessageContaining(
                        "its price is unknown, as the catalog does not list it. Check the id, or use another model, or submit the batch"
                                + " without a budget. Closest ids: ");
    }

    @Test
    void nor_is_one_with_a_preset() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> model(budget).preset("terse").build().submit(batch("One")))
                .withMessageEndingWith("Remove preset, or submit the batch without a budget.");

        assertThat(model(null).preset("terse").build().submit(batch("One")).batchId())
                .isNotNull();
    }

    @Test
    void a_batch_that_does_not_fit_is_not_sent() {
        assertThatThrownBy(() -> model(budget("0.0000001")).build().submit(batch("One")))
                .isInstanceOf(OpenRouterBudgetExceededException.class);

        assertThat(server.requests("/batches")).isEmpty();
    }

    @Test
    void a_batch_is_settled_once_by_whichever_model_retrieves_it_first() {
        String id = model(budget).build().submit(batch("One", "Two")).batchId();
        server.batch(id).complete();

        model(budget).build().retrieve(id);
        model(budget).build().results(id).toList();
        model(budget).build().awaitResults(id, LONG);

        assertEqualToTheBook(budget);
    }

    @Test
    void results_settle_as_well() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One", "Two")).batchId();
        server.batch(id).complete();

        model.results(id).findFirst();

        assertEqualToTheBook(budget);
    }

    @Test
    void embeddings_are_reserved_and_spent_alike() {
        OpenRouterBatchEmbeddingModel model = OpenRouterBatchEmbeddingModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/text-embedding-3-small")
                .time(time)
                .budget(budget)
                .costListener(ledger())
                .build();
        var segments = new BatchRequest<>(List.of(TextSegment.from("Berlin"), TextSegment.from("Paris")));
        String id = model.submit(segments).batchId();
        assertThat(budget.reserved())
                .isEqualByComparingTo(model.dryRun(segments).amount());

        model.awaitResults(id, LONG);

        assertEqualToTheBook(budget);
        assertThat(records)
                .hasSize(2)
                .allSatisfy(record -> assertThat(record.operation()).isEqualTo("batch_embeddings"));
    }

    @Test
    void a_batch_of_another_budget_counts_when_it_is_retrieved() {
        String id = model(null).build().submit(batch("One", "Two")).batchId();
        server.batch(id).complete();

        model(budget).build().retrieve(id);
        model(budget).build().retrieve(id);

        assertEqualToTheBook(budget);
    }

    @Test
    void another_process_settles_what_the_first_has_reserved_in_a_shared_store() {
        Rows rows = new Rows();
        OpenRouterBudget first = shared(rows);
        String id = model(first).build().submit(batch("One", "Two")).batchId();
        server.batch(id).complete();
        assertThat(rows.reserved).isPositive();

        OpenRouterBudget second = shared(rows);
        model(second).build().retrieve(id);
        assertThat(rows.reserved).isZero();
        assertThat(rows.spent).isEqualByComparingTo(server.ledger().cost());

        model(first).build().retrieve(id);
        model(shared(rows)).build().retrieve(id);
        assertThat(rows.spent).isEqualByComparingTo(server.ledger().cost());
    }

    @Test
    void a_shared_store_counts_no_batch_that_it_has_not_reserved_because_it_may_have_settled_it() {
        Rows rows = new Rows();
        String id = model(null).build().submit(batch("One")).batchId();
        server.batch(id).complete();

        model(shared(rows)).build().retrieve(id);

        assertThat(rows.spent).isZero();
        assertThat(rows.unsettled).isZero();
    }

    @Test
    void a_batch_that_is_deleted_before_anybody_reads_it_is_settled() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One", "Two")).batchId();
        server.batch(id).complete();

        model.delete(id);

        assertEqualToTheBook(budget);
    }

    @Test
    void a_batch_that_another_process_deletes_before_anybody_reads_it_is_settled() {
        Rows rows = new Rows();
        String id = model(shared(rows)).build().submit(batch("One", "Two")).batchId();
        server.batch(id).complete();

        model(shared(rows)).build().delete(id);

        assertThat(rows.reserved).isZero();
        assertThat(rows.spent).isEqualByComparingTo(server.ledger().cost());
    }

    @Test
    void a_batch_without_a_cost_that_is_deleted_unread_costs_what_its_lines_do() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One")).batchId();
        server.batch(id).complete();
        server.when(Match.path("/batches/" + id))
                .answer(Answer.payload("{\"id\":\"%s\",\"status\":\"completed\"}".formatted(id)), Answer.unscripted());
        BigDecimal cost = server.ledger().cost();

        model.delete(id);

        assertThat(budget.spent()).isEqualByComparingTo(cost);
        assertThat(budget.reserved()).isZero();
        assertThat(server.batches()).isEmpty();
    }

    @Test
    void a_batch_that_was_read_is_deleted_without_another_look() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One")).batchId();
        model.awaitResults(id, LONG);
        int requests = server.requests("/batches/" + id).size();

        model.delete(id);

        assertThat(server.requests("/batches/" + id)).hasSize(requests + 1);
    }

    @Test
    void a_store_that_is_away_loses_no_results_and_is_settled_later() {
        Rows rows = new Rows();
        String id = model(shared(rows)).build().submit(batch("One")).batchId();
        server.batch(id).complete();
        OpenRouterBatchChatModel second = model(shared(rows)).build();
        rows.away = true;

        assertThat(second.retrieve(id).responses()).hasSize(1);
        rows.away = false;
        second.retrieve(id);

        assertThat(rows.spent).isEqualByComparingTo(server.ledger().cost());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_store_that_is_away_when_a_batch_reports_its_cost_late_learns_it_later(boolean retrieved) {
        Rows rows = new Rows();
        OpenRouterBudget shared = shared(rows);
        OpenRouterBatchChatModel model = model(shared).build();
        String id = model.submit(batch("One")).batchId();
        String line = """
                {"id":"%s","status":"completed","results":[{"custom_id":"000000","response":{"status_code":200,"body":
                 {"id":"gen-1","choices":[{"finish_reason":"stop","message":{"content":"Hi"}}]}}}]""".formatted(id);
        Answer known = Answer.payload(line + ",\"usage\":{\"total_tokens\":3,\"cost\":0.02}}");
        server.when(Match.path("/batches/" + id)).answer(Answer.payload(line + "}"), known, known);
        model.retrieve(id);
        rows.failures = 1;

        if (retrieved) {
            assertThat(model.retrieve(id).responses()).hasSize(1);
            model.retrieve(id);
        } else {
            shared.settle();
        }

        assertThat(rows.failures).isZero();
        assertThat(rows.spent).isEqualByComparingTo("0.02");
        assertThat(rows.unsettled).isZero();
    }

    @Test
    void a_batch_that_failed_costs_nothing() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One")).batchId();
        server.batch(id).fail("No");

        model.retrieve(id);

        assertThat(budget.reserved()).isZero();
        assertThat(budget.spent()).isZero();
        assertThat(budget.unsettled()).isZero();
        assertThat(records).isEmpty();
    }

    @Test
    void an_expired_batch_costs_what_was_done() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One", "Two")).batchId();
        server.batch(id).progress(1).expire();

        model.retrieve(id);

        assertEqualToTheBook(budget);
        assertThat(budget.spent()).isPositive();
    }

    @Test
    void a_batch_without_a_cost_costs_what_its_lines_do() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One")).batchId();
        server.when(Match.path("/batches/" + id)).answer(Answer.payload("""
                {"id":"%s","status":"completed","results":[{"custom_id":"000000","response":{"status_code":200,"body":
                 {"id":"gen-1","choices":[{"finish_reason":"stop","message":{"content":"Hi"}}],"usage":{"cost":0.25}}}}]}""".formatted(id)));

        model.retrieve(id);

        assertThat(budget.spent()).isEqualByComparingTo("0.25");
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void an_answer_that_is_a_failure_costs_what_it_reports() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One")).batchId();
        server.when(Match.path("/batches/" + id)).answer(Answer.payload("""
                {"id":"%s","status":"completed","results":[{"custom_id":"000000","response":{"status_code":200,"body":
                 {"id":"gen-1","error":{"code":502,"message":"Provider disconnected"},"usage":{"cost":0.25}}}}]}""".formatted(id)));

        assertThat(model.retrieve(id).errors()).hasSize(1);

        assertThat(budget.spent()).isEqualByComparingTo("0.25");
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void a_batch_of_unknown_cost_counts_its_reservation() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One")).batchId();
        BigDecimal reserved = budget.reserved();
        server.when(Match.path("/batches/" + id)).answer(Answer.payload("""
                {"id":"%s","status":"completed","results":[{"custom_id":"000000","response":{"status_code":200,"body":
                 {"id":"gen-1","choices":[{"finish_reason":"stop","message":{"content":"Hi"}}]}}}]}""".formatted(id)));

        model.retrieve(id);

        assertThat(budget.unsettled()).isEqualByComparingTo(reserved);
        assertThat(budget.reserved()).isZero();
        assertThat(records).singleElement().satisfies(line -> {
            assertThat(line.successful()).isTrue();
            assertThat(line.unsettled()).isOne();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "2000000"})
    void a_cost_of_a_batch_that_is_no_price_is_not_shared_by_its_lines(String cost) {
        server.when(Match.path("/batches/batch_1")).answer(Answer.payload("""
                {"id":"batch_1","status":"completed","usage":{"total_tokens":3,"cost":%s},"results":[
                 {"custom_id":"000000","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"1"}}],"usage":{"total_tokens":1}}}},
                 {"custom_id":"000001","response":{"status_code":200,"body":{"choices":[{"finish_reason":"error","message":{"content":"2"}}],"usage":{"total_tokens":2}}}}]}""".formatted(cost)));

        model(budget).build().retrieve("batch_1");

        assertThat(records).allSatisfy(line -> {
            assertThat(line.cost()).isNull();
            assertThat(line.unsettled()).isOne();
        });
        assertThat(records)
                .extracting(OpenRouterCostRecord::outcome)
                .containsExactly(Outcome.ANSWERED, Outcome.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "2000000"})
    void nor_is_one_for_a_key_of_your_own_that_is_no_price(String cost) {
        server.when(Match.path("/batches/batch_1")).answer(Answer.payload("""
                {"id":"batch_1","status":"completed","usage":{"total_tokens":3,"cost":0.03,"is_byok":true,
                  "cost_details":{"upstream_inference_cost":%s}},"results":[
                 {"custom_id":"000000","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"1"}}],"usage":{"total_tokens":1}}}},
                 {"custom_id":"000001","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"2"}}],"usage":{"total_tokens":2}}}}]}""".formatted(cost)));

        model(budget).build().retrieve("batch_1");

        assertThat(records).hasSize(2).allSatisfy(line -> {
            assertThat(line.cost()).isPositive();
            assertThat(line.usage().upstreamCost()).isNull();
        });
    }

    @ParameterizedTest
    @CsvSource({"WORST_CASE, -1", "PART, 0.00001", "NOTHING, 0"})
    void an_unknown_cost_of_a_batch_counts_what_the_budget_says(Unknown counts, BigDecimal unsettled) {
        OpenRouterBudget own = OpenRouterBudget.builder()
                .limit(new BigDecimal("10"))
                .unknownCounts(counts)
                .settleUnknown(false)
                .time(time)
                .build();
        OpenRouterBatchChatModel model = model(own).build();
        String id = model.submit(batch("One", "Two")).batchId();
        BigDecimal reserved = own.reserved();
        String lines = """
                {"id":"%s","status":"completed","results":[
                 {"custom_id":"000000","response":{"status_code":200,"body":{"id":"gen-1",
                  "choices":[{"finish_reason":"stop","message":{"content":"Hi"}}],"usage":{"cost":0.00001}}}},
                 {"custom_id":"000001","response":{"status_code":200,"body":{"id":"gen-2",
                  "choices":[{"finish_reason":"stop","message":{"content":"Hi"}}]}}}]""".formatted(id);
        server.when(Match.path("/batches/" + id))
                .answer(Answer.payload(lines + "}"), Answer.payload(lines + ",\"usage\":{\"cost\":0.00003}}"));

        model.retrieve(id);

        assertThat(own.unsettled()).isEqualByComparingTo(unsettled.signum() < 0 ? reserved : unsettled);
        assertThat(own.settle()).isZero();
        assertThat(own.spent()).isEqualByComparingTo("0.00003");
        assertThat(own.reserved()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'{\"total_tokens\":4,\"cost\":0.02,\"is_byok\":true}'; 0.42",
                "'{\"total_tokens\":0,\"cost\":0}'; 0.42",
                "'{\"total_tokens\":4,\"cost\":-5}'; 0.42"
            })
    void what_a_batch_does_not_tell_of_its_cost_its_lines_do(String usage, String cost) {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One", "Two")).batchId();
        String line = """
                {"custom_id":"00000%d","response":{"status_code":200,"body":{"id":"gen-%1$d",
                 "choices":[{"finish_reason":"stop","message":{"content":"Hi"}}],"usage":
                 {"cost":0.01,"is_byok":true,"cost_details":{"upstream_inference_cost":0.2}}}}}""";
        server.when(Match.path("/batches/" + id))
                .answer(Answer.payload("""
                {"id":"%s","status":"completed","usage":%s,"results":[%s,%s]}""".formatted(id, usage, line.formatted(0), line.formatted(1))));

        model.retrieve(id);
        model.retrieve(id);

        assertThat(budget.spent()).isEqualByComparingTo(cost);
        assertThat(budget.reserved()).isZero();
        assertThat(budget.unsettled()).isZero();
    }

    /** Costs to the account and to your own key: what the batch tells, what its two lines tell, and what counts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    # the batch tells OpenRouter's part, one of the lines all
                    retrieve | 0.02 -   | 0.01 0.2 | - -    | 0.02 0.2
                    results  | 0.02 -   | 0.01 0.2 | - -    | 0.02 0.2
                    late     | 0.02 -   | 0.01 0.2 | - -    | 0.02 0.2
                    # the batch tells all, lines OpenRouter's part
                    retrieve | 0.02 0.5 | 0.01 -   | 0.01 - | 0.02 0.5
                    results  | 0.02 0.5 | 0.01 -   | 0.01 - | 0.02 0.5
                    retrieve | 0.02 0.5 | 0.01 -   | - -    | 0.02 0.5
                    retrieve | 0.02 0.5 | 0.01 0.2 | 0.01 - | 0.02 0.5
                    results  | 0.02 0.5 | 0.01 0.2 | 0.01 - | 0.02 0.5
                    late     | 0.02 0.5 | 0.01 -   | - -    | 0.02 0.5
                    # a provider's part without OpenRouter's is no cost
                    retrieve | 0.02 -   | - 0.2    | - 0.3  | 0.02 0
                    late     | 0.02 0.5 | - 0.2    | - 0.3  | 0.02 0.5
                    """)
    void budget_and_ledger_count_the_same_of_your_own_key(
            String reading, String ofBatch, String ofFirst, String ofSecond, String expected) {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One", "Two")).batchId();
        String line = """
                {"custom_id":"00000%d","response":{"status_code":200,"body":{"id":"gen-%1$d",
                 "choices":[{"finish_reason":"stop","message":{"content":"Hi"}}],"usage":%s}}}""";
        String lines = "[%s,%s]".formatted(line.formatted(0, usage(1, ofFirst)), line.formatted(1, usage(2, ofSecond)));
        String batch = "{\"id\":\"%s\",\"status\":\"completed\",\"results\":%s".formatted(id, lines);
        Answer told = Answer.payload(batch + ",\"usage\":%s}".formatted(usage(3, ofBatch)));
        server.when(Match.path("/batches/" + id + "/results")).answer(Answer.payload("{\"data\":%s}".formatted(lines)));
        server.when(Match.path("/batches/" + id))
                .answer(reading.equals("late") ? Answer.payload(batch + "}") : told, told, told);

        if (reading.equals("results")) {
            model.results(id).toList();
        } else {
            model.retrieve(id);
        }
        budget.settle();
        model.retrieve(id);

        String[] parts = expected.split(" ");
        assertLedgerIs(parts[0]);
        assertThat(records.stream().map(OpenRouterCostRecord::upstreamCost).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(parts[1]);
        assertThat(budget.spent()).isEqualByComparingTo(new BigDecimal(parts[0]).add(new BigDecimal(parts[1])));
        assertThat(budget.reserved().add(budget.unsettled())).isZero();
    }

    @Test
    void a_line_that_tells_all_of_its_cost_keeps_it() {
        String line = """
                {"custom_id":"00000%d","response":{"status_code":200,"body":{"id":"gen-%1$d",
                 "choices":[{"finish_reason":"stop","message":{"content":"Hi"}}],"usage":%s}}}""";
        String ofAccount = "{\"total_tokens\":2,\"cost\":0.01,\"is_byok\":false}";
        server.when(Match.path("/batches/batch_1")).answer(Answer.payload("""
                {"id":"batch_1","status":"completed","results":[%s,%s],"usage":%s}""".formatted(
                        line.formatted(0, usage(1, "0.01 0.3")), line.formatted(1, ofAccount), usage(3, "0.02 0.3"))));

        model(budget).build().retrieve("batch_1");

        assertThat(records)
                .extracting(OpenRouterCostRecord::cost, OpenRouterCostRecord::upstreamCost)
                .containsExactly(
                        tuple(new BigDecimal("0.01"), new BigDecimal("0.3")),
                        tuple(new BigDecimal("0.01"), BigDecimal.ZERO));
    }

    private static String usage(int tokens, String costs) {
        String[] parts = costs.replace("-", "null").split(" ");
        return "{\"total_tokens\":%d,\"cost\":%s,\"is_byok\":true,\"cost_details\":{\"upstream_inference_cost\":%s}}"
                .formatted(tokens, parts[0], parts[1]);
    }

    @Test
    void a_batch_that_reports_its_cost_later_counts_it_then() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One")).batchId();
        String line = """
                {"id":"%s","status":"completed","results":[{"custom_id":"000000","response":{"status_code":200,"body":
                 {"id":"gen-1","choices":[{"finish_reason":"stop","message":{"content":"Hi"}}]}}}]""".formatted(id);
        Answer unknown = Answer.payload(line + "}");
        server.when(Match.path("/batches/" + id))
                .answer(unknown, unknown, Answer.payload(line + ",\"usage\":{\"total_tokens\":3,\"cost\":0.02}}"));
        model.retrieve(id);
        model.retrieve(id);

        budget.settle();
        model.retrieve(id);

        assertThat(budget.spent()).isEqualByComparingTo("0.02");
        assertThat(budget.unsettled()).isZero();
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void a_negative_cost_of_your_own_key_that_is_reported_later_refills_nothing() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One")).batchId();
        String line = """
                {"id":"%s","status":"completed","results":[{"custom_id":"000000","response":{"status_code":200,"body":
                 {"id":"gen-1","choices":[{"finish_reason":"stop","message":{"content":"Hi"}}]}}}]""".formatted(id);
        server.when(Match.path("/batches/" + id)).answer(Answer.payload(line + "}"), Answer.payload(line + """
                ,"usage":{"total_tokens":3,"cost":0.02,"is_byok":true,"cost_details":{"upstream_inference_cost":-9}}}"""));
        model.retrieve(id);

        budget.settle();

        assertThat(budget.spent()).isEqualByComparingTo("0.02");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_batch_with_a_negative_cost_refills_nothing(boolean byokCounts) {
        OpenRouterBudget own = OpenRouterBudget.builder()
                .limit(new BigDecimal("10"))
                .byokCounts(byokCounts)
                .settleUnknown(false) // else it asks again and again
                .time(time)
                .build();
        server.when(Match.path("/batches/batch_1")).answer(Answer.payload("""
                {"id":"batch_1","status":"completed","usage":{"total_tokens":3,"cost":-5},"results":[]}"""));

        model(own).build().retrieve("batch_1");

        assertThat(own.spent()).isZero();
    }

    @Test
    void a_budget_that_does_not_count_your_own_key_does_not_count_it_by_lines() {
        OpenRouterBudget own = OpenRouterBudget.builder()
                .limit(new BigDecimal("10"))
                .byokCounts(false)
                .time(time)
                .build();
        server.when(Match.path("/batches/batch_1")).answer(Answer.payload("""
                {"id":"batch_1","status":"completed","results":[{"custom_id":"000000","response":{"status_code":200,"body":
                 {"id":"gen-1","choices":[{"finish_reason":"stop","message":{"content":"Hi"}}],"usage":
                 {"cost":0.01,"is_byok":true,"cost_details":{"upstream_inference_cost":0.5}}}}}]}"""));

        model(own).build().retrieve("batch_1");

        assertThat(own.spent()).isEqualByComparingTo("0.01");
    }

    @ParameterizedTest
    @CsvSource({"true, 0.21", "false, 0.01"})
    void the_certain_part_of_an_unknown_cost_has_your_own_key_only_if_that_counts(boolean byokCounts, String expected) {
        OpenRouterBudget own = OpenRouterBudget.builder()
                .limit(new BigDecimal("10"))
                .byokCounts(byokCounts)
                .unknownCounts(Unknown.PART)
                .settleUnknown(false)
                .time(time)
                .build();
        OpenRouterBatchChatModel model = model(own).build();
        String id = model.submit(batch("One", "Two")).batchId();
        String answer = "\"id\":\"gen-1\",\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\"Hi\"}}]";
        server.when(Match.path("/batches/" + id))
                .answer(Answer.payload("""
                {"id":"%s","status":"completed","results":[
                 {"custom_id":"000000","response":{"status_code":200,"body":{%s,"usage":%s}}},
                 {"custom_id":"000001","response":{"status_code":200,"body":{%2$s}}}]}""".formatted(id, answer, usage(3, "0.01 0.2"))));

        model.retrieve(id);

        assertThat(own.unsettled()).isEqualByComparingTo(expected);
        assertThat(own.reserved()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"true, 0.21", "false, 0.01"})
    void a_batch_without_answers_costs_what_it_tells_of_your_own_key(boolean byokCounts, String expected) {
        OpenRouterBudget own = OpenRouterBudget.builder()
                .limit(new BigDecimal("10"))
                .byokCounts(byokCounts)
                .time(time)
                .build();
        server.when(Match.path("/batches/batch_1")).answer(Answer.payload("""
                {"id":"batch_1","status":"expired","request_counts":{"total":1,"completed":0,"failed":1},"results":[],
                 "usage":%s}""".formatted(usage(3, "0.01 0.2"))));

        model(own).build().retrieve("batch_1");

        assertThat(own.spent()).isEqualByComparingTo(expected);
    }

    @Test
    void answers_that_are_not_among_the_lines_are_not_free() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One", "Two")).batchId();
        BigDecimal reserved = budget.reserved();
        server.when(Match.path("/batches/" + id)).answer(Answer.payload("""
                {"id":"%s","status":"cancelled","request_counts":{"total":2,"completed":1,"failed":1}}""".formatted(id)));
        server.when(Match.path("/batches/" + id + "/results")).answer(Answer.error(404, "No results"));

        model.retrieve(id);

        assertThat(budget.spent()).isZero();
        assertThat(budget.unsettled()).isEqualByComparingTo(reserved);
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"total\":1,\"completed\":0,\"failed\":0}', true",
        "'{\"total\":1,\"completed\":0,\"failed\":0}', false",
        "'{\"total\":1,\"completed\":0,\"failed\":1}', true",
        "'{\"total\":1,\"completed\":0,\"failed\":1}', false",
        "'{\"completed\":0}', false"
    })
    void an_answered_line_that_nobody_has_counted_is_not_free(String counts, boolean inline) {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One")).batchId();
        String line = """
                {"custom_id":"000000","response":{"status_code":200,"body":{"id":"gen-1",
                 "choices":[{"finish_reason":"stop","message":{"content":"Hi"}}],"usage":{"cost":0.25}}}}""";
        server.when(Match.path("/batches/" + id))
                .answer(Answer.payload("""
                {"id":"%s","status":"completed","request_counts":%s,"results":%s}""".formatted(id, counts, inline ? "[" + line + "]" : "null")));
        server.when(Match.path("/batches/" + id + "/results")).answer(Answer.payload("{\"data\":[" + line + "]}"));

        model.retrieve(id);

        assertThat(budget.spent()).isEqualByComparingTo("0.25");
        assertThat(budget.reserved()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "expired", "cancelled", "failed"})
    void an_answered_line_on_a_page_is_not_free_because_the_batch_has_counted_none(String status) {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One")).batchId();
        server.when(Match.path("/batches/" + id)).answer(Answer.payload("""
                {"id":"%s","status":"%s","request_counts":{"total":1,"completed":0,"failed":1}}""".formatted(id, status)));
        server.when(Match.path("/batches/" + id + "/results")).answer(Answer.payload("""
                {"data":[{"custom_id":"000000","response":{"status_code":200,"body":{"id":"gen-1",
                 "choices":[{"finish_reason":"stop","message":{"content":"Hi"}}],"usage":{"cost":0.25}}}}]}"""));

        model.retrieve(id);

        assertThat(budget.spent()).isEqualByComparingTo("0.25");
        assertThat(budget.reserved()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"completed", "expired", "cancelled", "failed"})
    void nor_is_one_without_a_cost_when_it_is_read_and_when_its_cost_is_asked_for(String status) {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One")).batchId();
        BigDecimal reserved = budget.reserved();
        server.when(Match.path("/batches/" + id)).answer(Answer.payload("""
                {"id":"%s","status":"%s","request_counts":{"total":1,"completed":0,"failed":1}}""".formatted(id, status)));
        server.when(Match.path("/batches/" + id + "/results")).answer(Answer.payload("""
                {"data":[{"custom_id":"000000","response":{"status_code":200,"body":{"id":"gen-1",
                 "choices":[{"finish_reason":"stop","message":{"content":"Hi"}}]}}}]}"""));

        model.retrieve(id);
        assertThat(budget.unsettled()).isEqualByComparingTo(reserved);
        budget.settle();

        assertThat(budget.unsettled()).isEqualByComparingTo(reserved);
        assertThat(budget.spent()).isZero();
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.cost()).isNull();
            assertThat(record.unsettled()).isOne();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_completed_batch_that_answered_nothing_is_free_even_without_pages(boolean asStream) {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One")).batchId();
        server.when(Match.path("/batches/" + id)).answer(Answer.payload("""
                {"id":"%s","status":"completed","request_counts":{"total":1,"completed":0,"failed":1}}""".formatted(id)));
        server.when(Match.path("/batches/" + id + "/results")).answer(Answer.error(404, "No results"));

        var results = asStream ? model.results(id).toList() : model.retrieve(id).results();

        assertThat(results).singleElement().matches(result -> !result.isSuccess());
        assertThat(budget.unsettled()).isZero();
        assertThat(budget.reserved()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 402, 403, 408, 429, 500})
    void a_batch_that_counts_no_answer_is_not_free_while_its_pages_cannot_be_fetched(int status) {
        OpenRouterBatchChatModel model = model(budget).maxRetries(0).build();
        String id = model.submit(batch("One")).batchId();
        BigDecimal reserved = budget.reserved();
        server.when(Match.path("/batches/" + id)).answer(Answer.payload("""
                {"id":"%s","status":"completed","request_counts":{"total":1,"completed":0,"failed":1}}""".formatted(id)));
        server.when(Match.path("/batches/" + id + "/results")).answer(Answer.error(status, "Not now"));

        assertThatThrownBy(() -> model.retrieve(id)).hasMessageContaining("Not now");

        assertThat(budget.reserved().add(budget.unsettled())).isEqualByComparingTo(reserved);
    }

    @Test
    void numbers_of_lines_may_come_as_text() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One")).batchId();
        server.when(Match.path("/batches/" + id)).answer(Answer.payload("""
                {"id":"%s","status":"expired","request_counts":{"total":"1","completed":0.0,"failed":"1"},"results":[]}""".formatted(id)));

        model.retrieve(id);

        assertThat(budget.unsettled()).isZero();
        assertThat(budget.reserved()).isZero();
    }

    static List<Answer> refusals() {
        return List.of(
                Answer.error(402, "Insufficient credits"),
                Answer.payload("{\"error\":{\"code\":402,\"message\":\"Insufficient credits\"}}"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_refused_submission_frees_its_reservation(Answer refusal) {
        server.answer(refusal);

        catchThrowable(() -> model(budget).build().submit(batch("One")));

        assertThat(budget.reserved()).isZero();
        assertThat(budget.unsettled()).isZero();
    }

    @Test
    void a_submission_of_unknown_outcome_counts_its_reservation() {
        server.answer(Answer.fault(Fault.CONNECTION_RESET));
        OpenRouterBatchChatModel model = model(budget).build();
        BigDecimal worst = model.dryRun(batch("One")).amount();
        time.advance(Duration.ofHours(1));

        catchThrowable(() -> model.submit(batch("One")));

        assertThat(budget.unsettled()).isEqualByComparingTo(worst);
        assertThat(budget.reserved()).isZero();
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(record.duration()).as("since it began").isLessThan(Duration.ofHours(1));
            assertThat(record.unsettled()).isOne();
        });
    }

    @Test
    void a_submission_that_is_lost_after_a_refused_attempt_is_not_free() {
        server.answer(Answer.error(429, "Slow down"), Answer.fault(Fault.CONNECTION_RESET));
        OpenRouterBatchChatModel model = model(budget).build();
        BigDecimal worst = model.dryRun(batch("One")).amount();

        catchThrowable(() -> model.submit(batch("One")));

        assertThat(budget.unsettled()).isEqualByComparingTo(worst);
        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.outcome()).isEqualTo(Outcome.UNKNOWN));
    }

    @Test
    void a_submission_is_free_if_its_first_attempt_was_refused_and_its_second_was_not_sent() {
        AtomicInteger attempts = new AtomicInteger();
        OpenRouterBatchChatModel model = model(budget)
                .okHttpClient(new OkHttpClient.Builder()
                        .addInterceptor(chain -> {
                            if (chain.request().method().equals("POST") && attempts.incrementAndGet() == 2) {
                                throw new IllegalStateException("the user's own");
                            }
                            return chain.proceed(chain.request());
                        })
                        .build())
                .build();
        server.answer(Answer.error(429, "Slow down"));

        catchThrowable(() -> model.submit(batch("One")));

        assertThat(attempts).hasValue(2);
        assertThat(budget.unsettled()).isZero();
        assertThat(budget.reserved()).isZero();
    }

    @Test
    void an_accepted_batch_keeps_its_reservation_whatever_its_store_throws() {
        Rows rows = new Rows() {
            @Override
            public void identify(String reservationId, String openRouterId) {
                throw new StackOverflowError("the user's own");
            }
        };
        OpenRouterBatchChatModel model = model(shared(rows)).build();

        assertThatThrownBy(() -> model.submit(batch("One"))).isInstanceOf(StackOverflowError.class);

        assertThat(rows.reserved).isPositive();
        assertThat(records).isEmpty();
    }

    @Test
    void a_found_batch_has_one_reservation() {
        server.answer(Answer.lost(Answer.unscripted()));
        OpenRouterBatchChatModel model = model(budget).build();

        String id = model.submit(batch("One")).batchId();
        assertThat(budget.reserved())
                .isEqualByComparingTo(model.dryRun(batch("One")).amount());

        model.awaitResults(id, LONG);
        assertEqualToTheBook(budget);
    }

    @Test
    void the_tags_that_all_requests_have_are_charged() {
        OpenRouterBudget tagged = OpenRouterBudget.builder()
                .perTag("tenant", new BigDecimal("10"))
                .time(time)
                .build();
        OpenRouterBatchChatModel model = model(tagged).build();
        var requests = new BatchRequest<>(List.of(
                tagged(request("One"), Map.of("tenant", "acme", "job", "1")),
                tagged(request("Two"), Map.of("tenant", "acme", "job", "2"))));

        model.awaitResults(model.submit(requests).batchId(), LONG);

        assertThat(tagged.spentByTag("tenant", "acme"))
                .isEqualByComparingTo(server.ledger().cost());
        assertThat(records).allSatisfy(record -> assertThat(record.tags()).isEqualTo(Map.of("tenant", "acme")));
    }

    // Ledger

    @Test
    void every_line_has_a_record_and_together_they_are_the_bill() {
        OpenRouterBatchChatModel model = model(null).build();
        server.when(Match.userSays("Two")).answer(Answer.error(400, "Input too long"));

        model.awaitResults(model.submit(batch("One", "Two", "Three")).batchId(), LONG);

        assertThat(records).hasSize(3);
        assertThat(records)
                .extracting(OpenRouterCostRecord::outcome)
                .containsExactly(Outcome.ANSWERED, Outcome.FAILED, Outcome.ANSWERED);
        assertThat(sum()).isEqualByComparingTo(server.ledger().cost());
        OpenRouterCostRecord record = records.get(0);
        assertThat(record.operation()).isEqualTo("batch_chat");
        assertThat(record.modelRequested()).isEqualTo(MODEL);
        assertThat(record.modelServed()).isEqualTo(MODEL);
        assertThat(record.provider()).isEqualTo("OpenAI");
        assertThat(record.generationId()).startsWith("gen-");
        assertThat(record.usage().totalTokenCount()).isPositive();
        assertThat(records).allSatisfy(line -> assertThat(line.unsettled()).isZero());
    }

    @Test
    void lines_of_a_model_with_an_alias_are_listed_under_its_id() {
        server.when(Match.userSays("Two")).answer(Answer.error(400, "Input too long"));
        OpenRouterBatchChatModel model = model(null).modelName("gpt-4o-mini").build();

        String id = model.submit(batch("One", "Two")).batchId();
        model.awaitResults(id, LONG);
        model(null).modelName("gpt-4o-mini").build().retrieve(id);

        assertThat(records)
                .hasSize(4)
                .extracting(OpenRouterCostRecord::modelRequested)
                .containsOnly(MODEL);
    }

    @Test
    void embeddings_of_a_model_with_an_alias_are_listed_under_its_id() {
        String id = "openai/text-embedding-3-small";
        OpenRouterBatchEmbeddingModel model = OpenRouterBatchEmbeddingModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("mine")
                .modelAliases(OpenRouterModelAliases.defaults().with("mine", id))
                .time(time)
                .costListener(ledger())
                .build();
        var segments = new BatchRequest<>(List.of(TextSegment.from("Berlin")));

        model.awaitResults(model.submit(segments).batchId(), LONG);

        assertThat(records).extracting(OpenRouterCostRecord::modelRequested).containsExactly(id);
    }

    @Test
    void a_line_has_one_record_however_often_it_is_read() {
        OpenRouterBatchChatModel model = model(null).build();
        String id = model.submit(batch("One", "Two", "Three")).batchId();
        server.batch(id).complete();

        model.results(id).limit(2).toList();
        assertThat(records).hasSize(2);
        model.retrieve(id);
        model.awaitResults(id, LONG);
        model.results(id).toList();

        assertThat(records).hasSize(3);
    }

    @Test
    void lines_share_a_cost_that_the_budget_learns_late_as_the_tokens_they_have() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One", "Two", "Three")).batchId();
        Answer unknown = Answer.payload(threeLines(id, ""));
        server.when(Match.path("/batches/" + id))
                .answer(unknown, Answer.payload(threeLines(id, ",\"usage\":{\"total_tokens\":9,\"cost\":0.1}")));
        model.retrieve(id);

        budget.settle();
        model.retrieve(id);

        assertThat(records)
                .extracting(OpenRouterCostRecord::generationId, OpenRouterCostRecord::outcome)
                .containsExactly(
                        tuple("gen-1", Outcome.ANSWERED),
                        tuple("gen-2", Outcome.ANSWERED),
                        tuple("gen-3", Outcome.ANSWERED),
                        tuple("gen-1", Outcome.SETTLED),
                        tuple("gen-2", Outcome.SETTLED));
        assertThat(records.get(3).cost()).isEqualByComparingTo("0.02");
        assertThat(records.get(4).cost()).isEqualByComparingTo("0.04");
        assertThat(records).extracting(OpenRouterCostRecord::operation).containsOnly("batch_chat");
        assertLedgerIs("0.1");
        assertThat(budget.spent()).isEqualByComparingTo("0.1");
    }

    @Test
    void lines_that_report_no_tokens_share_a_late_cost_equally() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One", "Two", "Three")).batchId();
        String lines = threeLines(id, "").replaceAll("\"total_tokens\":[12]", "");
        server.when(Match.path("/batches/" + id))
                .answer(
                        Answer.payload(lines),
                        Answer.payload(
                                "{\"id\":\"%s\",\"status\":\"completed\",\"usage\":{\"cost\":0.1}}".formatted(id)));
        model.retrieve(id);

        budget.settle();

        assertThat(records).hasSize(5);
        assertThat(records.get(3).cost()).isEqualByComparingTo("0.03");
        assertThat(records.get(4).cost()).isEqualByComparingTo("0.03");
        assertLedgerIs("0.1");
    }

    @Test
    void a_cost_that_a_later_reading_finds_is_in_the_ledger_also_without_a_budget() {
        OpenRouterBatchChatModel model = model(null).build();
        server.when(Match.path("/batches/batch_1"))
                .answer(
                        Answer.payload(threeLines("batch_1", "")),
                        Answer.payload(threeLines("batch_1", ",\"usage\":{\"total_tokens\":9,\"cost\":0.1}")));
        model.retrieve("batch_1");
        assertThat(records).extracting(OpenRouterCostRecord::unsettled).containsExactly(1, 1, 0);

        model.retrieve("batch_1");
        model.retrieve("batch_1");

        assertThat(records).hasSize(5);
        assertLedgerIs("0.1");
    }

    @Test
    void a_line_that_reports_its_own_cost_later_has_that_and_the_others_share_the_rest() {
        OpenRouterBatchChatModel model = model(null).build();
        String now = threeLines("batch_1", ",\"usage\":{\"total_tokens\":9,\"cost\":0.1}")
                .replace("{\"total_tokens\":1}", "{\"total_tokens\":1,\"cost\":0.05}");
        server.when(Match.path("/batches/batch_1"))
                .answer(Answer.payload(threeLines("batch_1", "")), Answer.payload(now));
        model.retrieve("batch_1");

        model.results("batch_1").limit(1).toList();
        model.retrieve("batch_1");

        assertThat(records).hasSize(5);
        assertThat(records.get(3).cost()).isEqualByComparingTo("0.05");
        assertThat(records.get(4).cost()).isEqualByComparingTo("0.01");
        assertLedgerIs("0.1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lines_that_report_no_tokens_share_the_cost_that_their_batch_reports_with_them(boolean streamed) {
        OpenRouterBatchChatModel model = model(budget).build();
        String lines = threeLines("batch_1", ",\"usage\":{\"total_tokens\":9,\"cost\":0.1}");
        server.when(Match.path("/batches/batch_1/results"))
                .answer(Answer.payload(
                        lines.replace("\"results\"", "\"data\"").replaceAll("\"total_tokens\":[12]", "")));
        server.when(Match.path("/batches/batch_1"))
                .answer(Answer.payload(lines.replaceAll("\"total_tokens\":[12]", "")));

        if (streamed) {
            model.results("batch_1").toList();
        } else {
            model.retrieve("batch_1");
        }

        assertThat(records).hasSize(5);
        assertThat(records.get(3).cost()).isEqualByComparingTo("0.03");
        assertLedgerIs("0.1");
        assertThat(budget.spent()).isEqualByComparingTo("0.1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lines_share_what_one_before_them_with_a_cost_of_its_own_leaves(boolean streamed) {
        OpenRouterBatchChatModel model = model(budget).build();
        String lines = threeLines("batch_1", ",\"usage\":{\"total_tokens\":9,\"cost\":0.1}")
                .replace(",\"cost\":0.04", "")
                .replace("{\"total_tokens\":1}", "{\"total_tokens\":1,\"cost\":0.04}");
        server.when(Match.path("/batches/batch_1/results"))
                .answer(Answer.payload(lines.replace("\"results\"", "\"data\"")));
        server.when(Match.path("/batches/batch_1")).answer(Answer.payload(lines));

        if (streamed) {
            model.results("batch_1").toList();
        } else {
            model.retrieve("batch_1");
        }
        model.retrieve("batch_1");

        assertThat(records).hasSize(5);
        assertThat(records.get(3).cost()).isEqualByComparingTo("0.015");
        assertLedgerIs("0.1");
        assertThat(budget.spent()).isEqualByComparingTo("0.1");
    }

    @Test
    void lines_share_what_a_later_line_with_a_cost_of_its_own_leaves() {
        OpenRouterBatchChatModel model = model(budget).build();
        server.when(Match.path("/batches/batch_1"))
                .answer(Answer.payload(threeLines("batch_1", ",\"usage\":{\"total_tokens\":9,\"cost\":0.1}")));

        model.retrieve("batch_1");
        model.retrieve("batch_1");

        assertThat(records).hasSize(5);
        assertThat(records.get(3).cost()).isEqualByComparingTo("0.02");
        assertThat(records.get(4).cost()).isEqualByComparingTo("0.04");
        assertLedgerIs("0.1");
        assertThat(budget.spent()).isEqualByComparingTo("0.1");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 9, 12})
    void lines_share_the_whole_cost_whatever_tokens_the_batch_reports(int tokens) {
        OpenRouterBatchChatModel model = model(budget).build();
        server.when(Match.path("/batches/batch_1"))
                .answer(Answer.payload(
                        threeLines("batch_1", ",\"usage\":{\"total_tokens\":%d,\"cost\":0.18}".formatted(tokens))
                                .replace(",\"cost\":0.04", "")));

        model.retrieve("batch_1");

        assertThat(records.get(records.size() - 1).cost()).isEqualByComparingTo("0.12");
        assertLedgerIs("0.18");
        assertThat(budget.spent()).isEqualByComparingTo("0.18");
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 3}) // with 3, the lines before it seem to have all tokens
    void lines_before_a_page_that_fails_share_nothing_until_all_are_read(int tokens) {
        OpenRouterBatchChatModel model = model(budget).build();
        List<String> lines = threeLines("batch_1", "")
                .lines()
                .map(line -> line.replaceAll("(,|]})$", ""))
                .toList();
        String first =
                "{\"data\":[%s,%s],\"has_more\":true,\"next_cursor\":\"c1\"}".formatted(lines.get(1), lines.get(2));
        server.when(Match.path("/batches/batch_1/results"))
                .answer(
                        Answer.payload(first),
                        Answer.error(400, "No"),
                        Answer.payload(first),
                        Answer.payload("{\"data\":[%s]}".formatted(lines.get(3))));
        server.when(Match.path("/batches/batch_1"))
                .answer(Answer.payload(
                        "{\"id\":\"batch_1\",\"status\":\"completed\",\"usage\":{\"total_tokens\":%d,\"cost\":0.1}}"
                                .formatted(tokens)));
        assertThatThrownBy(() -> model.retrieve("batch_1")).isInstanceOf(InvalidRequestException.class);
        assertThat(records).extracting(OpenRouterCostRecord::unsettled).containsExactly(1, 1);

        model.retrieve("batch_1");

        assertThat(records)
                .extracting(OpenRouterCostRecord::generationId)
                .containsExactly("gen-1", "gen-2", "gen-3", "gen-1", "gen-2");
        assertThat(records.get(3).cost()).isEqualByComparingTo("0.02");
        assertLedgerIs("0.1");
        assertThat(budget.spent()).isEqualByComparingTo("0.1");
    }

    @Test
    void a_line_that_arrives_after_the_cost_has_been_shared_gets_nothing_of_it() {
        OpenRouterBatchChatModel model = model(budget).build();
        String id = model.submit(batch("One", "Two", "Three")).batchId();
        String usage = ",\"usage\":{\"total_tokens\":9,\"cost\":0.1}";
        String last = threeLines(id, usage).replaceAll("\"total_tokens\":6,\"cost\":0.04", "");
        String without = last.replace(usage, "").replaceAll("(?s),\\s*\\{\"custom_id\":\"000002\".*", "]}");
        server.when(Match.path("/batches/" + id)).answer(Answer.payload(without), Answer.payload(last));
        model.retrieve(id);
        budget.settle();

        model.retrieve(id);

        assertThat(records)
                .extracting(OpenRouterCostRecord::generationId)
                .containsExactly("gen-1", "gen-2", "gen-1", "gen-2", "gen-3", "gen-3");
        assertLedgerIs("0.1");
        assertThat(budget.spent()).isEqualByComparingTo("0.1");
    }

    /** Of one, two and six tokens; only the last has a cost. */
    private static String threeLines(String id, String more) {
        return """
                {"id":"%s","status":"completed","results":[
                 {"custom_id":"000000","response":{"status_code":200,"body":{"id":"gen-1","choices":[{"finish_reason":"stop","message":{"content":"1"}}],"usage":{"total_tokens":1}}}},
                 {"custom_id":"000001","response":{"status_code":200,"body":{"id":"gen-2","choices":[{"finish_reason":"stop","message":{"content":"2"}}],"usage":{"total_tokens":2}}}},
                 {"custom_id":"000002","response":{"status_code":200,"body":{"id":"gen-3","choices":[{"finish_reason":"stop","message":{"content":"3"}}],"usage":{"total_tokens":6,"cost":0.04}}}}]%s}""".formatted(id, more);
    }

    private void assertLedgerIs(String cost) {
        assertThat(records.stream()
                        .map(OpenRouterCostRecord::cost)
                        .filter(Objects::nonNull)
                        .reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(cost);
        assertThat(records.stream().mapToInt(OpenRouterCostRecord::unsettled).sum())
                .isZero();
    }

    @Test
    void lines_without_a_cost_share_that_of_the_batch() {
        server.when(Match.path("/batches/batch_1")).answer(Answer.payload("""
                {"id":"batch_1","status":"completed","usage":{"total_tokens":3,"cost":0.00001},"results":[
                 {"custom_id":"000000","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"1"}}],"usage":{"total_tokens":1}}}},
                 {"custom_id":"000001","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"2"}}],"usage":{"total_tokens":1}}}},
                 {"custom_id":"000002","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"3"}}],"usage":{"total_tokens":1}}}}]}"""));

        var batch = model(budget).build().retrieve("batch_1");

        assertThat(sum()).isEqualByComparingTo("0.00001");
        assertThat(records)
                .allSatisfy(line ->
                        assertThat(line.cost()).isBetween(new BigDecimal("0.0000033"), new BigDecimal("0.0000034")));
        assertThat(budget.spent()).isEqualByComparingTo("0.00001");
        assertThat(((OpenRouterTokenUsage) batch.responses().get(0).tokenUsage()).cost())
                .as("nothing is invented in the answer")
                .isNull();
    }

    @Test
    void lines_without_a_cost_share_what_your_own_key_was_charged() {
        server.when(Match.path("/batches/batch_1")).answer(Answer.payload("""
                {"id":"batch_1","status":"completed","usage":{"total_tokens":3,"cost":0.00001,"is_byok":true,
                  "cost_details":{"upstream_inference_cost":0.0002}},"results":[
                 {"custom_id":"000000","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"1"}}],"usage":{"total_tokens":1}}}},
                 {"custom_id":"000001","response":{"status_code":200,"body":{"choices":[{"finish_reason":"stop","message":{"content":"2"}}],"usage":{"total_tokens":2}}}}]}"""));

        model(budget).build().retrieve("batch_1");

        assertThat(budget.spent()).isEqualByComparingTo("0.00021");
        assertThat(sum()).isEqualByComparingTo("0.00001");
        assertThat(records.stream().map(OpenRouterCostRecord::upstreamCost).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo("0.0002");
    }

    @Test
    void the_golden_batch_adds_up() {
        server.when(Match.path("/batches/batch_a1")).answer(Answer.payload(Payloads.text("batches/completed.json")));

        model(budget).build().retrieve("batch_a1");

        assertThat(records).hasSize(2);
        assertThat(sum()).isEqualByComparingTo("0.000011");
        assertThat(budget.spent()).isEqualByComparingTo("0.000011");
        assertThat(records.get(0).duration()).isEqualTo(Duration.ofSeconds(300));
    }

    @Test
    void every_line_is_metered() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        OpenRouterBatchChatModel model = model(null)
                .costListener(new OpenRouterCostListener(new OpenRouterMeters(registry)))
                .build();

        model.awaitResults(model.submit(batch("One", "Two")).batchId(), LONG);

        assertThat(registry.get("openrouter.calls")
                        .tag("operation", "batch_chat")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("openrouter.cost").summary().totalAmount())
                .isEqualTo(server.ledger().cost().doubleValue());
    }

    @Test
    void a_ledger_can_be_a_listener_of_the_model() {
        OpenRouterBatchChatModel model = OpenRouterBatchChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .time(time)
                .listeners(ledger())
                .build();

        model.awaitResults(model.submit(batch("One")).batchId(), LONG);

        assertThat(records).hasSize(1);
    }

    /** What several processes count in, as a database would. */
    private static class Rows implements OpenRouterBudgetStore {

        private final Map<String, Reservation> open = new ConcurrentHashMap<>();
        private final Map<String, String> names = new ConcurrentHashMap<>();
        private BigDecimal reserved = BigDecimal.ZERO;
        private BigDecimal spent = BigDecimal.ZERO;
        private BigDecimal unsettled = BigDecimal.ZERO;
        private boolean away;
        private int failures;

        @Override
        public synchronized @Nullable Shortage reserve(List<Reservation> reservations) {
            for (Reservation reservation : reservations) {
                open.put(reservation.id(), reservation);
                reserved = reserved.add(reservation.amount());
            }
            return null;
        }

        @Override
        public synchronized void settle(String reservationId, Outcome outcome) {
            Reservation reservation = open.remove(reservationId);
            if (reservation != null) {
                reserved = reserved.subtract(reservation.amount());
                spent = spent.add(Objects.requireNonNullElse(outcome.cost(), BigDecimal.ZERO));
                unsettled = unsettled.add(outcome.counted());
            }
        }

        @Override
        public synchronized boolean resolve(String reservationId, BigDecimal cost) {
            if (failures > 0) {
                failures--;
                throw new IllegalStateException("away");
            }
            boolean unknown = unsettled.signum() > 0;
            spent = unknown ? spent.add(cost) : spent;
            unsettled = BigDecimal.ZERO;
            return unknown;
        }

        @Override
        public Balance read(Key account) {
            return new Balance(spent, reserved, BigDecimal.ZERO);
        }

        @Override
        public void forget(Key account) {}

        @Override
        public void identify(String reservationId, String openRouterId) {
            names.put(openRouterId, reservationId);
        }

        @Override
        public Optional<Reservation> find(String openRouterId) {
            if (away) {
                throw new IllegalStateException("away");
            }
            return Optional.ofNullable(names.get(openRouterId)).map(open::get);
        }
    }

    private OpenRouterBudget shared(Rows rows) {
        return OpenRouterBudget.builder()
                .limit(new BigDecimal("10"))
                .store(rows)
                .time(time)
                .settleUnknown(false) // else another thread may be about to settle when the test looks
                .build();
    }

    private OpenRouterBudget budget(String limit) {
        return OpenRouterBudget.builder()
                .limit(new BigDecimal(limit))
                .settleUnknown(false) // the settler would ask the next test's server
                .time(time)
                .build();
    }

    private void assertEqualToTheBook(OpenRouterBudget counted) {
        assertThat(counted.spent()).isEqualByComparingTo(server.ledger().cost());
        assertThat(counted.reserved()).isZero();
        assertThat(counted.unsettled()).isZero();
    }

    private BigDecimal sum() {
        return records.stream()
                .map(OpenRouterCostRecord::cost)
                .filter(Objects::nonNull)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private OpenRouterCostListener ledger() {
        return new OpenRouterCostListener(records::add);
    }

    private OpenRouterBatchChatModel.Builder model(@Nullable OpenRouterBudget of) {
        return OpenRouterBatchChatModel.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .maxOutputTokens(100)
                .time(time)
                .budget(of)
                .costListener(ledger());
    }

    private static BatchRequest<ChatRequest> batch(String... questions) {
        return new BatchRequest<>(
                Arrays.stream(questions).map(BatchCostTest::request).toList());
    }

    private static ChatRequest request(String question) {
        return ChatRequest.builder().messages(UserMessage.from(question)).build();
    }

    private static ChatRequest tagged(ChatRequest request, Map<String, String> tags) {
        return request.toBuilder()
                .parameters(
                        OpenRouterChatRequestParameters.builder().metadata(tags).build())
                .build();
    }
}
