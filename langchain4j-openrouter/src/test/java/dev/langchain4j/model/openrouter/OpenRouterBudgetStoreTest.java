package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.model.batch.BatchRequest;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Account;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Balance;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Key;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Orphan;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Scope;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a budget tells a store that several processes share. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class OpenRouterBudgetStoreTest {

    private static final String QUESTION = "How much is the fish?";
    private static final BigDecimal COST = new BigDecimal("0.001");
    private static final Key TOTAL = new Key(Scope.TOTAL, "", "");

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();
    private final SharedStoreRecorder store = new SharedStoreRecorder();
    private final List<OpenRouterCostRecord> records = new CopyOnWriteArrayList<>();
    private final OpenRouterBudget budget = budget().limit(BigDecimal.ONE).build();
    private final OpenRouter openRouter;

    OpenRouterBudgetStoreTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = connection(budget);
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    @Test
    void a_reservation_names_its_accounts_and_its_purpose() {
        OpenRouterBudget limits = budget().limit(BigDecimal.ONE)
                .perDay(BigDecimal.TEN)
                .perSession(BigDecimal.TEN)
                .perTag("tenant", BigDecimal.TEN)
                .build();
        try (OpenRouter connection = connection(limits)) {
            connection
                    .chatModel()
                    .maxOutputTokens(100)
                    .sessionId("s-1")
                    .metadata(Map.of("tenant", "acme"))
                    .build()
                    .chat(QUESTION);
        }

        Reservation reservation = store.reserved.get(0);
        assertThat(reservation.amount()).isPositive();
        assertThat(reservation.operation()).isEqualTo("chat");
        assertThat(reservation.model()).isEqualTo("openai/gpt-4o");
        assertThat(reservation.sessionId()).isEqualTo("s-1");
        assertThat(reservation.tags()).containsExactly(Map.entry("tenant", "acme"));
        assertThat(reservation.accounts())
                .containsExactly(
                        new Account(TOTAL, BigDecimal.ONE),
                        new Account(new Key(Scope.PERIOD, "perDay", "2026-01-02"), BigDecimal.TEN),
                        new Account(new Key(Scope.SESSION, "", "s-1"), BigDecimal.TEN),
                        new Account(new Key(Scope.TAG, "tenant", "acme"), BigDecimal.TEN));
    }

    @Test
    void an_answered_call_is_settled_at_its_cost() {
        server.answer(Answer.text("4").usage(9, 9, "0.001"));

        chat();

        assertThat(store.settled).containsExactly(Map.entry(reservationId(), Outcome.known(COST)));
    }

    @Test
    void a_call_that_broke_off_is_settled_at_an_unknown_cost_with_its_id() {
        server.answer(Answer.cut(Answer.text("4").usage(9, 9, "0.001")));

        fails();

        Reservation reservation = store.reserved.get(0);
        assertThat(store.settled.get(reservation.id()))
                .isEqualTo(Outcome.unknown(reservation.amount(), generationId()));
    }

    @Test
    void the_store_hears_the_id_of_a_call_when_its_answer_starts() {
        chat();

        assertThat(store.identified).containsExactly(Map.entry(reservationId(), generationId()));
    }

    @Test
    void a_call_that_does_not_fit_says_what_the_store_has_counted() {
        store.balance = new Balance(new BigDecimal("0.5"), new BigDecimal("0.3"), new BigDecimal("0.2"));

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(this::chat)
                .withMessageContaining("in total: limit $1, spent $0.5, reserved $0.3, unsettled $0.2");
        assertThat(server.requests("/chat/completions")).isEmpty();
    }

    @Test
    void nothing_is_sent_if_the_store_fails() {
        store.down = true;

        assertThatThrownBy(this::chat)
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("the call was not sent")
                .hasMessageContaining("the storage is down");
        assertThat(server.requests("/chat/completions")).isEmpty();
    }

    @Test
    void an_answer_is_not_lost_if_the_store_fails_meanwhile() {
        server.when(body -> {
                    store.down = true;
                    return true;
                })
                .answer(Answer.text("4"));

        assertThat(chat()).isEqualTo("4");
    }

    @Test
    void a_failed_attempt_is_not_repeated_if_the_store_fails_meanwhile() {
        server.when(body -> {
                    store.down = true;
                    return true;
                })
                .answer(Answer.error(502, "Bad gateway"));

        assertThatThrownBy(this::chat).hasMessageContaining("not retried: the budget's store failed");
        assertThat(server.requests("/chat/completions")).hasSize(1);
    }

    @Test
    void an_answer_does_not_wait_until_the_store_has_said_whether_to_warn() {
        List<OpenRouterBudget.Warning> warnings = new CopyOnWriteArrayList<>();
        store.reading = new CountDownLatch(1);
        OpenRouterBudget warning =
                budget().limit(BigDecimal.ONE).warnAt(0.5, warnings::add).build();
        try (OpenRouter connection = connection(warning)) {
            assertThat(connection.chat(QUESTION)).isNotEmpty();
            assertThat(connection.chat(QUESTION)).isNotEmpty();
        }
        store.balance = new Balance(new BigDecimal("0.5"), BigDecimal.ZERO, BigDecimal.ZERO);
        store.reading.countDown();

        HandlerRecorder.patiently().until(() -> warnings.size() == 1);
        assertThat(warnings.get(0).scope()).isEqualTo("in total");
    }

    @Test
    void an_unknown_cost_is_resolved_once() {
        server.answer(Answer.cut(Answer.text("4").usage(9, 9, "0.001")));
        fails();

        budget.settle();
        budget.settle();

        assertThat(store.resolved).containsExactly(Map.entry(reservationId(), COST));
        assertThat(records)
                .extracting(OpenRouterCostRecord::outcome)
                .containsExactly(OpenRouterCostRecord.Outcome.UNKNOWN, OpenRouterCostRecord.Outcome.SETTLED);
    }

    @Test
    void what_another_process_has_resolved_first_has_no_second_record() {
        server.answer(Answer.cut(Answer.text("4").usage(9, 9, "0.001")));
        fails();
        store.resolved.put(reservationId(), COST);

        budget.settle();

        assertThat(records)
                .extracting(OpenRouterCostRecord::outcome)
                .containsExactly(OpenRouterCostRecord.Outcome.UNKNOWN);
    }

    @Test
    void a_cost_is_resolved_later_if_the_store_fails() {
        server.answer(Answer.cut(Answer.text("4").usage(9, 9, "0.001")));
        fails();
        store.down = true;
        assertThatThrownBy(budget::settle).isInstanceOf(LangChain4jException.class);
        store.down = false;

        budget.settle();

        assertThat(store.resolved).containsExactly(Map.entry(reservationId(), COST));
    }

    @Test
    void what_a_dead_process_has_left_is_settled_by_its_id() {
        chat();
        records.clear();
        Reservation left = new Reservation(
                "of-another", BigDecimal.TEN, store.reserved.get(0).accounts(), "chat", "m", "s", Map.of("t", "v"));
        store.orphans.add(new Orphan(left, generationId(), true));

        budget.settle();

        assertThat(store.resolved)
                .containsExactly(Map.entry("of-another", server.ledger().cost()));
        assertThat(records)
                .extracting(OpenRouterCostRecord::outcome)
                .containsExactly(OpenRouterCostRecord.Outcome.UNKNOWN, OpenRouterCostRecord.Outcome.SETTLED);
        assertThat(records.get(0).error()).isEqualTo("ProcessDied");
        assertThat(records).extracting(OpenRouterCostRecord::unsettled).containsExactly(1, -1);
        assertThat(records).extracting(OpenRouterCostRecord::tags).containsOnly(Map.of("t", "v"));
    }

    @Test
    void a_batch_of_a_dead_process_is_settled_at_once_and_recorded_line_by_line_when_it_is_read() {
        OpenRouterBatchChatModel batches =
                openRouter.batchChatModel().maxOutputTokens(100).build();
        ChatRequest question =
                ChatRequest.builder().messages(UserMessage.from(QUESTION)).build();
        String id =
                batches.submit(new BatchRequest<>(List.of(question, question))).batchId();
        server.batch(id).complete();
        store.orphans.add(new Orphan(
                new Reservation("of-another", BigDecimal.TEN, List.of(), "batch_chat", "m", null, Map.of()), id, true));

        budget.settle();

        assertThat(store.resolved)
                .contains(Map.entry("of-another", server.ledger().cost()));
        assertThat(records).isEmpty();
        batches.retrieve(id);
        assertThat(records).extracting(OpenRouterCostRecord::cost).hasSize(2).doesNotContainNull();
        assertThat(records.stream().map(OpenRouterCostRecord::cost).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(server.ledger().cost());
    }

    @ParameterizedTest
    @CsvSource({"1, true, false", "1, false, true", "0, true, true"})
    void a_batch_of_a_dead_process_whose_answers_may_tell_more_waits_for_a_reader(
            int completed, boolean byokCounts, boolean resolved) {
        server.when(Match.path("/batches/batch_1")).answer(Answer.payload("""
                {"id":"batch_1","status":"completed","request_counts":{"total":1,"completed":%d,"failed":%d},
                 "usage":{"cost":0,"is_byok":true}}""".formatted(completed, 1 - completed)));
        store.orphans.add(new Orphan(
                new Reservation("of-another", BigDecimal.TEN, List.of(), "batch_chat", "m", null, Map.of()),
                "batch_1",
                true));
        OpenRouterBudget own =
                budget().limit(BigDecimal.TEN).byokCounts(byokCounts).build();
        try (OpenRouter connection = connection(own)) {
            connection.chat(QUESTION);

            own.settle();
        }

        assertThat(store.resolved.containsKey("of-another")).isEqualTo(resolved);
    }

    @ParameterizedTest
    @CsvSource({"200, null, false", "200, '{\"cost\":0,\"is_byok\":true}', false", "500, null, true"})
    void a_batch_of_a_dead_process_that_counts_no_answer_is_free_if_its_lines_have_none(
            int status, String usage, boolean free) {
        server.when(Match.path("/batches/batch_1")).answer(Answer.payload("""
                {"id":"batch_1","status":"expired","request_counts":{"total":1,"completed":0,"failed":1},
                 "usage":%s}""".formatted(usage)));
        server.when(Match.path("/batches/batch_1/results")).answer(Answer.payload("""
                {"data":[{"custom_id":"000000","response":{"status_code":%d,"body":{"id":"gen-1",
                 "choices":[{"finish_reason":"stop","message":{"content":"Hi"}}]}}}]}""".formatted(status)));
        store.orphans.add(new Orphan(
                new Reservation("of-another", BigDecimal.TEN, List.of(), "batch_chat", "m", null, Map.of()),
                "batch_1",
                true));
        chat();

        budget.settle();

        assertThat(server.requests("/batches/batch_1")).isNotEmpty();
        assertThat(store.resolved.containsKey("of-another")).isEqualTo(free);
    }

    @Test
    void a_batch_of_a_dead_process_that_still_runs_is_not_settled_by_what_it_tells_so_far() {
        server.when(Match.path("/batches/batch_1")).answer(Answer.payload("""
                {"id":"batch_1","status":"in_progress","request_counts":{"total":2,"completed":1,"failed":0},
                 "usage":{"cost":0.01}}"""));
        store.orphans.add(new Orphan(
                new Reservation("of-another", BigDecimal.TEN, List.of(), "batch_chat", "m", null, Map.of()),
                "batch_1",
                true));
        chat();

        budget.settle();

        assertThat(server.requests("/batches/batch_1")).isNotEmpty();
        assertThat(store.resolved).doesNotContainKey("of-another");
    }

    @Test
    void what_a_dead_process_has_recorded_itself_has_no_second_record() {
        store.orphans.add(new Orphan(
                new Reservation("of-another", BigDecimal.TEN, List.of(), "chat", null, null, Map.of()), null, false));

        budget.settle();

        assertThat(records).isEmpty();
        assertThat(store.looks).isEqualTo(1);
    }

    @Test
    void calls_look_for_dead_processes_twice_a_minute() {
        OpenRouterBudget background =
                budget().limit(BigDecimal.ONE).settleUnknown(true).time(time).build();
        try (OpenRouter connection = connection(background)) {
            connection.chat(QUESTION);
            connection.chat(QUESTION);
            HandlerRecorder.patiently().until(() -> store.looks == 1);
            time.advance(Duration.ofSeconds(31));
            connection.chat(QUESTION);
            HandlerRecorder.patiently().until(() -> store.looks == 2);
        }
    }

    @Test
    void sessions_of_a_shared_store_are_not_forgotten_by_one_process() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> budget().limit(BigDecimal.ONE)
                        .forgetAfter(Duration.ofHours(1))
                        .build())
                .withMessageContaining("forgetAfter");
    }

    private OpenRouterBudget.Builder budget() {
        return OpenRouterBudget.builder().store(store).settleUnknown(false).time(time);
    }

    private OpenRouter connection(OpenRouterBudget budget) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(1)
                .time(time)
                .budget(budget)
                .costListener(new OpenRouterCostListener(records::add))
                .build();
    }

    private String chat() {
        return openRouter
                .chatModel()
                .maxOutputTokens(100)
                .build()
                .chat(ChatRequest.builder().messages(UserMessage.from(QUESTION)).build())
                .aiMessage()
                .text();
    }

    private void fails() {
        assertThatThrownBy(this::chat).isInstanceOf(LangChain4jException.class);
    }

    private String reservationId() {
        return store.reserved.get(0).id();
    }

    private String generationId() {
        return server.ledger().charges().get(0).generationId();
    }
}
