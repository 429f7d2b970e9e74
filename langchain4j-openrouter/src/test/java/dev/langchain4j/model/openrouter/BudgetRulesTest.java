package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.internal.cost.CostAccount;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.cost.CostHold;
import dev.langchain4j.model.openrouter.internal.cost.CostMemory;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.HandlerRecorder;
import dev.langchain4j.model.openrouter.support.LoggedEvents;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a budget counts, for whom, and for how long. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class BudgetRulesTest {

    private static final String QUESTION = "How much is the fish?";
    private static final String BYOK = """
            {"prompt_tokens":9,"completion_tokens":9,"total_tokens":18,"cost":0,"is_byok":true,
             "cost_details":{"upstream_inference_cost":0.036}}""";

    private final OpenRouterServer server;
    private final OpenRouter openRouter;
    private final FakeTime time = new FakeTime();
    private final List<OpenRouterCostRecord> records = new CopyOnWriteArrayList<>();
    private final OpenRouterCostTotals totals = new OpenRouterCostTotals();

    BudgetRulesTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(2)
                .time(time)
                .costListener(new OpenRouterCostListener(totals, records::add))
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    // One's own key

    @Test
    void what_a_provider_charges_to_ones_own_key_counts() {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.text("4").usage(BYOK));

        model(budget).chat(QUESTION);

        assertThat(budget.spent()).isEqualByComparingTo("0.036");
        assertThat(records).singleElement().satisfies(record -> {
            assertThat(record.upstreamCost()).isEqualByComparingTo("0.036");
            assertThat(record.usage().byok()).isTrue();
        });
        assertThat(totals.total().upstreamCost()).isEqualByComparingTo("0.036");
    }

    @Test
    void byok_counts_can_be_turned_off() {
        OpenRouterBudget budget = budget().byokCounts(false).build();
        server.answer(Answer.text("4").usage(BYOK));

        model(budget).chat(QUESTION);

        assertThat(budget.spent()).isZero();
        assertThat(budget.unsettled()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null,\"upstream_inference_completions_cost\":0.006", "null"})
    void an_own_keys_cost_that_is_only_reported_in_parts_is_their_sum(String rest) {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.text("4").usage("""
                {"prompt_tokens":9,"completion_tokens":9,"cost":0,"is_byok":true,
                 "cost_details":{"upstream_inference_prompt_cost":0.03,"upstream_inference_cost":%s}}""".formatted(rest)));

        model(budget).chat(QUESTION);

        assertThat(budget.spent()).isEqualByComparingTo(rest.equals("null") ? "0.03" : "0.036");
        assertThat(totals.total().upstreamCost()).isEqualByComparingTo(budget.spent());
    }

    @Test
    void without_an_own_key_the_upstream_cost_is_the_same_money() {
        OpenRouterBudget budget = budget().build();
        server.answer(Answer.text("4").usage("""
                {"prompt_tokens":9,"completion_tokens":9,"cost":0.036,"is_byok":false,
                 "cost_details":{"upstream_inference_cost":0.036}}"""));

        model(budget).chat(QUESTION);

        assertThat(budget.spent()).isEqualByComparingTo("0.036");
        assertThat(totals.total().upstreamCost()).isZero();
    }

    @Test
    void a_failed_answer_on_ones_own_key_is_paid_once() {
        OpenRouterBudget budget = budget().build();
        server.when(body -> true).answer(Answer.raw(200, "application/json", """
                {"choices":[{"finish_reason":"error","message":{"content":"Once"},"error":{"code":502,"message":"died"}}],
                 "usage":%s}""".formatted(BYOK)));

        catchThrowable(() -> model(budget).chat(QUESTION));

        assertThat(server.requests("/chat/completions")).hasSize(1);
        assertThat(budget.spent()).isEqualByComparingTo("0.036");
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "0, 3"})
    void a_failed_answer_on_ones_own_key_at_a_price_that_nobody_tells_is_asked_again_only_without_output(
            int output, int requests) {
        server.when(body -> true).answer(Answer.raw(200, "application/json", """
                {"error":{"code":502,"message":"died"},
                 "usage":{"prompt_tokens":9,"completion_tokens":%d,"cost":0,"is_byok":true}}""".formatted(output)));

        catchThrowable(() -> model(budget().build()).chat(QUESTION));

        assertThat(server.requests("/chat/completions")).hasSize(requests);
    }

    @Test
    void an_own_keys_cost_is_settled_too() {
        OpenRouterBudget budget = budget().settleUnknown(false).build();
        server.answer(Answer.cut(Answer.text("4").usage(BYOK)));
        catchThrowable(() -> model(budget).chat(QUESTION));

        budget.settle();

        assertThat(budget.spent()).isEqualByComparingTo("0.036");
        assertThat(totals.total().upstreamCost()).isEqualByComparingTo("0.036");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5"})
    void an_unknown_cost_has_no_part_in_the_ledger_that_its_settlement_would_count_again(String cost) {
        OpenRouterBudget budget = budget().settleUnknown(false).build();
        String usage = """
                {"prompt_tokens":9,"completion_tokens":1,"cost":%s,"is_byok":true,"cost_details":{"upstream_inference_cost":0.01}}""".formatted(cost);
        server.answer(
                Answer.raw(
                        200,
                        "text/event-stream",
                        "data: {\"id\":\"gen-1\",\"choices\":[{\"delta\":{\"content\":\"Once\"}}],\"usage\":" + usage
                                + "}\n\n"
                                + (cost.equals("0")
                                        ? ""
                                        : "data: {\"choices\":[{\"finish_reason\":\"stop\",\"delta\":{}}]}\n\ndata: [DONE]\n\n")));
        HandlerRecorder handler = new HandlerRecorder();

        openRouter
                .streamingChatModel()
                .maxOutputTokens(100)
                .budget(budget)
                .build()
                .chat(QUESTION, handler);

        HandlerRecorder.patiently().until(() -> !records.isEmpty());
        assertThat(totals.total().unsettled()).isOne();
        assertThat(totals.total().upstreamCost()).isZero();
        assertThat(records.get(0).usage().byok()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502})
    void a_refusal_that_reports_tokens_and_no_cost_is_settled_in_the_ledger_too(int status) {
        OpenRouterBudget budget = budget().settleUnknown(false).build();
        server.when(body -> true).answer(Answer.raw(status, "application/json", """
                {"error":{"code":%d,"message":"no"},"usage":{"prompt_tokens":9,"completion_tokens":0}}""".formatted(status)));

        catchThrowable(() -> model(budget).chat(QUESTION));

        assertThat(budget.unsettled()).isZero();
        assertThat(totals.total().unsettled()).isZero();
    }

    // Numbers that are none

    @Test
    void a_negative_cost_refills_nothing_and_is_warned_of() {
        try (LoggedEvents log = LoggedEvents.ofLibrary(Level.WARN)) {
            OpenRouterBudget budget = budget().settleUnknown(false).build();
            server.answer(Answer.text("4").usage(9, 9, "-5"));

            model(budget).chat(QUESTION);

            assertThat(budget.spent()).isZero();
            assertThat(budget.unsettled()).isPositive();
            assertThat(totals.total().cost()).isZero();
            assertThat(log.events())
                    .filteredOn(event -> event.getLevel() == Level.WARN)
                    .hasSize(1);
        }
    }

    @Test
    void a_free_model_that_reports_a_cost_counts_and_is_refused_when_the_budget_is_exhausted() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().limit(new BigDecimal("0.02")).build();
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, "0.01"));
        server.addModel("some/model:free");
        OpenRouterChatModel model = openRouter
                .chatModel()
                .modelName("some/model:free")
                .budget(budget)
                .build();
        model.chat(QUESTION);
        model.chat(QUESTION);

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class).isThrownBy(() -> model.chat(QUESTION));

        assertThat(budget.spent()).isEqualByComparingTo(server.ledger().cost()).isEqualByComparingTo("0.02");
    }

    @Test
    void what_a_free_model_has_cost_is_reserved_for_its_next_call_also_if_it_was_learned_late() {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .limit(new BigDecimal("0.015"))
                .settleUnknown(false)
                .build();
        server.when(body -> true).answer(Answer.cut(Answer.text("4").usage(9, 9, "0.01")));
        server.addModel("some/model:free");
        OpenRouterChatModel model = openRouter
                .chatModel()
                .modelName("some/model:free")
                .budget(budget)
                .build();
        catchThrowable(() -> model.chat(QUESTION));
        budget.settle();

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class).isThrownBy(() -> model.chat(QUESTION));

        assertThat(budget.spent()).isEqualByComparingTo("0.01");
    }

    @Test
    void of_several_costs_of_a_free_model_the_highest_is_reserved_for_its_next_call() {
        OpenRouterBudget budget = budget().settleUnknown(false).build();
        server.answer(
                Answer.cut(Answer.text("4").usage(9, 9, "0.02")),
                Answer.cut(Answer.text("4").usage(9, 9, "0.01")));
        server.addModel("some/model:free");
        OpenRouterChatModel model = openRouter
                .chatModel()
                .modelName("some/model:free")
                .budget(budget)
                .build();
        catchThrowable(() -> model.chat(QUESTION));
        catchThrowable(() -> model.chat(QUESTION));

        budget.settle();

        assertThat(budget.spent()).isEqualByComparingTo("0.03");
        assertThat(model.dryRun(request("s", "t")).amount()).isEqualByComparingTo("0.02");
    }

    // What is not priced

    @Test
    void a_redirect_costs_nothing() {
        server.answer(Answer.raw(307, "text/plain", "").header("Location", "https://example.com/"));
        OpenRouterBudget budget = budget().settleUnknown(false).build();

        assertThatThrownBy(() -> model(budget).chat(QUESTION)).isInstanceOf(RuntimeException.class);

        assertThat(budget.reserved()).isZero();
        assertThat(budget.unsettled()).isZero();
    }

    @Test
    void several_answers_are_reserved() {
        BigDecimal one = dryRun(builder -> builder).amount();
        BigDecimal three = dryRun(builder -> builder.customParameters(Map.of("best_of", 3)))
                .amount();

        BigDecimal perToken = openRouter
                .modelCatalog()
                .find("openai/gpt-4o")
                .orElseThrow()
                .pricing()
                .completion();
        assertThat(three.subtract(one)).isEqualByComparingTo(perToken.multiply(BigDecimal.valueOf(200)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"candidate_count", "num_return_sequences", "max_new_tokens"})
    void what_nobody_can_price_is_refused_under_a_budget_only(String name) {
        Map<String, Object> custom = Map.of(name, 3);

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> openRouter
                        .chatModel()
                        .budget(budget().build())
                        .customParameters(custom)
                        .build()
                        .chat(QUESTION))
                .withMessageContaining(name);
        assertThat(openRouter.chatModel().customParameters(custom).build().chat(QUESTION))
                .isNotEmpty();
    }

    @Test
    void each_fallback_model_is_reserved() {
        OpenRouterBudget.DryRun alone = dryRun(builder -> builder);
        OpenRouterBudget.DryRun two = dryRun(builder -> builder.fallbackModels("openai/gpt-4o-mini"));

        assertThat(two.prices()).hasSize(2);
        assertThat(two.amount()).isGreaterThan(alone.amount());
    }

    @Test
    void a_fallback_model_that_is_named_again_is_reserved_once() {
        OpenRouterBudget.DryRun once =
                dryRun(builder -> builder.modelName("openai/gpt-4o").fallbackModels("openai/gpt-4o-mini"));
        OpenRouterBudget.DryRun again = dryRun(builder -> builder.modelName("openai/gpt-4o")
                .fallbackModels("openai/gpt-4o-mini", "gpt-4o-mini", "openai/gpt-4o"));

        assertThat(again.prices()).hasSize(2);
        assertThat(again.amount()).isEqualByComparingTo(once.amount());
    }

    @Test
    void a_router_is_told_both_prices_to_set_at_once() {
        assertThatThrownBy(() -> dryRun(builder -> builder.modelName("openrouter/auto")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("maxPromptPrice and maxCompletionPrice");
    }

    @Test
    void all_that_an_unlisted_model_needs_is_told_at_once() {
        assertThatThrownBy(() ->
                        dryRun(builder -> builder.modelName("acme/unlisted").maxOutputTokens(null)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(
                        "set maxOutputTokens, and provider(...) with maxPromptPrice and maxCompletionPrice, or use");
    }

    @Test
    void a_mistyped_id_is_told_from_a_model_without_a_price() {
        assertThatThrownBy(() -> dryRun(builder -> builder.modelName("openai/gpt-4o-minny")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("openai/gpt-4o-minny: its price is unknown, as the catalog does not list it."
                        + " Check the id, or set");
    }

    @Test
    void a_preset_need_not_be_listed() {
        assertThatThrownBy(() -> dryRun(builder -> builder.modelName("@preset/support")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("its price is unknown. You can set ");
    }

    @Test
    void a_mistyped_id_of_an_image_model_is_told_from_one_without_a_price() {
        OpenRouterImageModel model = openRouter
                .imageModel()
                .modelName("acme/paintre")
                .budget(budget().build())
                .build();

        assertThatThrownBy(() -> model.generate("A cat"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("acme/paintre: its price is unknown, as the catalog does not list it.");
    }

    @Test
    void a_preset_can_have_other_models_and_needs_limits_in_the_request() {
        OpenRouterProviderPreferences prices = OpenRouterProviderPreferences.builder()
                .maxPromptPrice(BigDecimal.TEN)
                .maxCompletionPrice(BigDecimal.TEN)
                .build();

        assertThatThrownBy(() -> dryRun(builder -> builder.preset("terse")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(
                        "Set maxOutputTokens, and provider(...) with maxPromptPrice and maxCompletionPrice");
        assertThatThrownBy(() -> dryRun(
                        builder -> builder.preset("terse").provider(prices).maxOutputTokens(null)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("maxOutputTokens");
        assertThat(dryRun(builder -> builder.preset("terse").provider(prices)).amount())
                .isPositive();
    }

    // Periods

    @Test
    void an_hour_a_month_and_any_other_period_have_limits_of_their_own() {
        for (UnaryOperator<OpenRouterBudget.Builder> limiting : List.<UnaryOperator<OpenRouterBudget.Builder>>of(
                builder -> builder.perHour(BigDecimal.ONE),
                builder -> builder.perMonth(BigDecimal.ONE),
                builder -> builder.per(Duration.ofHours(6), BigDecimal.ONE))) {
            FakeTime clock = new FakeTime(); // 03:04:05 on the second of January
            OpenRouterBudget budget =
                    limiting.apply(OpenRouterBudget.builder()).time(clock).build();
            server.reset();
            server.when(body -> true).answer(Answer.text("4").usage(9, 9, "1"));
            model(budget).chat(QUESTION);

            assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                    .isThrownBy(() -> model(budget).chat(QUESTION));
            clock.advance(Duration.ofDays(31));
            model(budget).chat(QUESTION);

            assertThat(budget.spent()).isEqualByComparingTo("2");
        }
    }

    @Test
    void a_month_counts_however_many_hours_pass() {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perHour(BigDecimal.ONE)
                .perMonth(new BigDecimal("0.695"))
                .time(time)
                .build();
        server.when(Match.path("/chat/completions")).answer(Answer.text("4").usage(9, 9, "0.01"));

        for (int hour = 0; hour < 70; hour++) {
            model(budget).chat(QUESTION);
            time.advance(Duration.ofHours(1));
        }

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> model(budget).chat(QUESTION))
                .withMessageContaining("perMonth");
    }

    @Test
    void a_late_cost_does_not_bring_back_a_period_that_was_dropped() {
        CostMemory memory = new CostMemory(null, key -> {}, time);
        List<CostHold> holds = IntStream.range(0, 65).mapToObj(this::ofPeriod).toList();
        for (CostHold hold : holds) {
            memory.reserve(List.of(hold));
            memory.unknown(hold, BigDecimal.ZERO, "gen-1");
        }
        assertThat(memory.size()).isEqualTo(64);

        memory.settled(holds.get(0), BigDecimal.ZERO, BigDecimal.ONE);
        memory.settled(holds.get(64), BigDecimal.ZERO, BigDecimal.ONE);

        assertThat(holds)
                .extracting(hold ->
                        memory.read(hold.accounts().get(0).key()).spent().signum())
                .containsOnlyOnce(1)
                .endsWith(1);
    }

    private CostHold ofPeriod(int number) {
        var key = new CostAccount.Key(CostAccount.Kind.PERIOD, "perHour", "hour " + number);
        var account = new CostAccount(key, "for " + number, "perHour", BigDecimal.TEN);
        return CostHold.of(BigDecimal.ONE, List.of(account), CostAttribution.of("chat", "openai/gpt-4o"));
    }

    @Test
    void a_period_begins_with_its_hour() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().perHour(BigDecimal.ONE).time(time).build();
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, "1"));
        model(budget).chat(QUESTION);

        time.advance(Duration.ofMinutes(56)); // 04:00:05
        model(budget).chat(QUESTION);

        assertThat(budget.spent()).isEqualByComparingTo("2");
    }

    @Test
    void a_day_that_has_begun_does_not_begin_again_when_the_clock_steps_back() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().perDay(BigDecimal.ONE).time(time).build();
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, "1"));
        model(budget).chat(QUESTION);
        time.advance(Duration.ofHours(21));
        model(budget).chat(QUESTION);

        for (int step = 0; step < 3; step++) {
            time.advance(Duration.ofHours(step % 2 == 0 ? -21 : 21));
            assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                    .isThrownBy(() -> model(budget).chat(QUESTION));
        }
        assertThat(server.ledger().cost()).isEqualByComparingTo("2");
    }

    // Owners

    @Test
    void nothing_is_kept_for_what_was_refused() {
        CostMemory memory = new CostMemory(null, key -> {}, time);
        CostAccount total = new CostAccount(CostAccount.Key.TOTAL, "in total", "limit", BigDecimal.ZERO);

        for (int i = 0; i < 1000; i++) {
            CostAccount session =
                    new CostAccount(CostAccount.Key.session("s-" + i), "a session", "perSession", BigDecimal.ONE);
            assertThat(memory.reserve(List.of(CostHold.of(
                            BigDecimal.ONE, List.of(total, session), CostAttribution.of("chat", "openai/gpt-4o")))))
                    .isNotNull();
        }

        assertThat(memory.size()).isZero();
    }

    @Test
    void an_idle_session_and_tag_are_forgotten() {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perSession(BigDecimal.ONE)
                .perTag("tenant", BigDecimal.ONE)
                .forgetAfter(Duration.ofHours(1))
                .time(time)
                .build();
        server.answer(Answer.text("4").usage(9, 9, "0.5"));
        model(budget).chat(request("s-1", "acme"));
        assertThat(budget.spentInSession("s-1")).isEqualByComparingTo("0.5");

        time.advance(Duration.ofMinutes(61));

        assertThat(budget.spentInSession("s-1")).isZero();
        assertThat(budget.spentByTag("tenant", "acme")).isZero();
    }

    @Test
    void a_session_in_use_is_kept_and_one_beside_it_forgotten() {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perSession(BigDecimal.ONE)
                .forgetAfter(Duration.ofHours(1))
                .time(time)
                .build();
        server.when(Match.path("/chat/completions")).answer(Answer.text("4").usage(9, 9, "0.25"));
        model(budget).chat(request("used", "acme"));
        model(budget).chat(request("idle", "acme"));
        time.advance(Duration.ofMinutes(40));
        model(budget).chat(request("used", "acme"));

        time.advance(Duration.ofMinutes(40));

        assertThat(budget.spentInSession("used")).isEqualByComparingTo("0.5");
        assertThat(budget.spentInSession("idle")).isZero();
    }

    @Test
    void to_read_what_a_session_has_spent_is_no_use_of_it() {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perSession(BigDecimal.ONE)
                .forgetAfter(Duration.ofHours(1))
                .time(time)
                .build();
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, "0.5"));
        model(budget).chat(request("idle", "acme"));
        time.advance(Duration.ofMinutes(50));
        model(budget).chat(request("active", "acme"));
        budget.spentInSession("active");
        budget.spentInSession("idle");

        time.advance(Duration.ofMinutes(20));

        assertThat(budget.spentInSession("idle")).isZero();
        assertThat(budget.spentInSession("active")).isEqualByComparingTo("0.5");
    }

    @Test
    void a_session_that_was_forgotten_is_warned_about_again() {
        List<OpenRouterBudget.Warning> warnings = new CopyOnWriteArrayList<>();
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perSession(BigDecimal.ONE)
                .forgetAfter(Duration.ofHours(1))
                .warnAt(0.5, warnings::add)
                .time(time)
                .build();
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, "0.5"));
        model(budget).chat(request("s-1", "acme"));

        time.advance(Duration.ofMinutes(61));
        model(budget).chat(request("s-1", "acme"));

        assertThat(warnings).hasSize(2);
    }

    @Test
    void an_idle_time_without_an_end_forgets_nothing() {
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perSession(BigDecimal.ONE)
                .forgetAfter(ChronoUnit.FOREVER.getDuration())
                .time(time)
                .build();
        server.answer(Answer.text("4").usage(9, 9, "0.5"));

        model(budget).chat(request("s-1", "acme"));
        time.advance(Duration.ofDays(36_500));

        assertThat(budget.spentInSession("s-1")).isEqualByComparingTo("0.5");
    }

    @Test
    void a_tag_that_ends_has_a_new_limit() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().perTag("tenant", BigDecimal.ONE).build();
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, "1"));
        model(budget).chat(request("s-1", "acme"));

        budget.endTag("tenant", "acme");
        model(budget).chat(request("s-1", "acme"));

        assertThat(budget.spentByTag("tenant", "acme")).isEqualByComparingTo("1");
    }

    @Test
    void a_session_that_ends_with_a_call_under_way_does_not_overspend() {
        BigDecimal worstCase = dryRun(builder -> builder).amount();
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .perSession(worstCase)
                .settleUnknown(false)
                .build();
        server.answer(Answer.stream().text("Once ").silence());
        HandlerRecorder handler = new HandlerRecorder();
        openRouter
                .streamingChatModel()
                .maxOutputTokens(100)
                .sessionId("s-1")
                .budget(budget)
                .build()
                .chat(QUESTION, handler);
        handler.awaitCall("text Once ");

        budget.endSession("s-1");

        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> model(budget).chat(request("s-1", "acme")));
        handler.cancel();
        HandlerRecorder.patiently().until(() -> budget.reserved().signum() == 0);
    }

    @Test
    void a_session_that_goes_on_after_its_end_keeps_what_it_spends_then() {
        OpenRouterBudget budget =
                OpenRouterBudget.builder().perSession(BigDecimal.TEN).build();
        Gate gate = new Gate();
        server.answer(
                Answer.stream()
                        .text("Once ")
                        .waitFor(gate)
                        .finish("stop")
                        .usage(9, 9, "0.25")
                        .done(),
                Answer.text("4").usage(9, 9, "0.5"));
        HandlerRecorder handler = new HandlerRecorder();
        openRouter
                .streamingChatModel()
                .maxOutputTokens(100)
                .sessionId("s-1")
                .budget(budget)
                .build()
                .chat(QUESTION, handler);
        handler.awaitCall("text Once ");
        budget.endSession("s-1");

        model(budget).chat(request("s-1", "acme"));
        gate.open();
        handler.awaitAnswer();

        assertThat(budget.spentInSession("s-1")).isEqualByComparingTo("0.75");
    }

    // Warnings and dry runs

    @Test
    void a_listener_is_warned_once_when_a_limit_is_nearly_used_up() {
        List<OpenRouterBudget.Warning> warnings = new CopyOnWriteArrayList<>();
        OpenRouterBudget budget = OpenRouterBudget.builder()
                .limit(BigDecimal.ONE)
                .warnAt(0.8, warnings::add)
                .build();
        server.when(body -> true).answer(Answer.text("4").usage(9, 9, "0.3"));

        model(budget).chat(QUESTION);
        model(budget).chat(QUESTION);
        assertThat(warnings).isEmpty();
        model(budget).chat(QUESTION);

        assertThat(warnings).singleElement().satisfies(warning -> {
            assertThat(warning.scope()).isEqualTo("in total");
            assertThat(warning.spent()).isEqualByComparingTo("0.9");
        });
    }

    @Test
    void a_dry_run_tells_what_would_be_reserved_and_why() {
        OpenRouterBudget.DryRun dryRun = dryRun(builder -> builder);

        assertThat(dryRun.operation()).isEqualTo("chat");
        assertThat(dryRun.fits()).isTrue();
        assertThat(dryRun.prices()).singleElement().satisfies(price -> {
            assertThat(price.model()).isEqualTo("openai/gpt-4o");
            assertThat(price.source()).isEqualTo("catalog");
            assertThat(price.outputTokens()).isEqualTo(100);
            assertThat(price.inputTokens()).isGreaterThan(QUESTION.length());
            assertThat(price.perInputToken()
                            .multiply(BigDecimal.valueOf(price.inputTokens()))
                            .add(price.perOutputToken().multiply(BigDecimal.valueOf(price.outputTokens())))
                            .add(price.fixed()))
                    .isEqualByComparingTo(dryRun.amount());
        });
        assertThat(server.requests("/chat/completions")).isEmpty();
    }

    @Test
    void a_budget_that_expects_longer_tokens_reserves_less() {
        OpenRouterBudget longer = budget().bytesPerToken(4).build();

        assertThat(dryRun(builder -> builder.budget(longer)).amount())
                .isLessThan(dryRun(builder -> builder).amount());
    }

    @Test
    void a_dry_run_tells_which_limit_refuses() {
        OpenRouterBudget tiny =
                OpenRouterBudget.builder().limit(new BigDecimal("0.000001")).build();

        OpenRouterBudget.DryRun dryRun = openRouter
                .embeddingModel()
                .modelName("openai/text-embedding-3-small")
                .budget(tiny)
                .build()
                .dryRun(EmbeddingRequest.builder().input("x".repeat(1000)).build());

        assertThat(dryRun.fits()).isFalse();
        assertThat(dryRun.refusedBy()).isEqualTo("in total");
        assertThat(dryRun.operation()).isEqualTo("embeddings");
    }

    @Test
    void a_dry_run_of_several_batches_reserves_what_they_do() throws JsonProcessingException {
        server.addModel(new ObjectMapper().readTree("""
                {"id":"acme/embed-1","name":"Embed","context_length":8192,"pricing":{"prompt":"0.000001","request":"0.01"}}"""));
        OpenRouterBudget tight =
                OpenRouterBudget.builder().limit(new BigDecimal("0.001")).build();
        OpenRouterEmbeddingModel model = openRouter
                .embeddingModel()
                .modelName("acme/embed-1")
                .maxSegmentsPerBatch(2)
                .budget(tight)
                .build();
        EmbeddingRequest request =
                EmbeddingRequest.builder().inputs("one", "two", "three").build();

        OpenRouterBudget.DryRun dryRun = model.dryRun(request);

        assertThat(dryRun.amount()).isEqualByComparingTo("0.020011"); // two batches, eleven bytes
        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> model.embed(request))
                .satisfies(refused -> assertThat(refused.worstCase()).isEqualByComparingTo(dryRun.amount()));
    }

    @Test
    void a_dry_run_of_several_batches_expects_for_each_what_a_free_model_has_cost() throws JsonProcessingException {
        server.addModel(new ObjectMapper().readTree("""
                {"id":"acme/embed-0","name":"Embed","context_length":8192,"pricing":{"prompt":"0"}}"""));
        server.when(Match.path("/embeddings")).answer(Answer.payload("""
                {"data":[{"index":0,"embedding":[0.1]}],"usage":{"prompt_tokens":1,"total_tokens":1,"cost":0.01}}"""));
        OpenRouterBudget tight =
                OpenRouterBudget.builder().limit(new BigDecimal("0.015")).build();
        OpenRouterEmbeddingModel model = openRouter
                .embeddingModel()
                .modelName("acme/embed-0")
                .maxSegmentsPerBatch(1)
                .budget(tight)
                .build();
        model.embed("one");
        EmbeddingRequest request =
                EmbeddingRequest.builder().inputs("one", "two", "three").build();

        OpenRouterBudget.DryRun dryRun = model.dryRun(request);

        assertThat(dryRun.amount()).isEqualByComparingTo("0.03");
        assertThatExceptionOfType(OpenRouterBudgetExceededException.class)
                .isThrownBy(() -> model.embed(request))
                .satisfies(refused -> assertThat(refused.worstCase()).isEqualByComparingTo(dryRun.amount()));
    }

    @Test
    void usage_and_metadata_of_a_response_need_no_cast() {
        var response = openRouter.chatModel().build().chat(UserMessage.from(QUESTION));

        assertThat(OpenRouterTokenUsage.of(response).orElseThrow().cost()).isPositive();
        assertThat(OpenRouterChatResponseMetadata.of(response).orElseThrow().generationId())
                .isNotNull();
        var other = ChatResponse.builder().aiMessage(AiMessage.from("hi")).build();
        assertThat(OpenRouterTokenUsage.of(other)).isEmpty();
        assertThat(OpenRouterChatResponseMetadata.of(other)).isEmpty();
        assertThat(records)
                .singleElement()
                .satisfies(record -> assertThat(record.outcome()).isEqualTo(Outcome.ANSWERED));
    }

    private static OpenRouterBudget.Builder budget() {
        return OpenRouterBudget.builder().limit(BigDecimal.ONE);
    }

    private OpenRouterChatModel model(OpenRouterBudget budget) {
        return openRouter.chatModel().maxOutputTokens(100).budget(budget).build();
    }

    private OpenRouterBudget.DryRun dryRun(UnaryOperator<OpenRouterChatModel.Builder> setting) {
        return setting.apply(openRouter.chatModel().maxOutputTokens(100).budget(budget().build()))
                .build()
                .dryRun(ChatRequest.builder()
                        .messages(UserMessage.from(QUESTION))
                        .build());
    }

    private static ChatRequest request(String sessionId, String tenant) {
        return ChatRequest.builder()
                .messages(UserMessage.from(QUESTION))
                .parameters(OpenRouterChatRequestParameters.builder()
                        .sessionId(sessionId)
                        .metadata(Map.of("tenant", tenant))
                        .build())
                .build();
    }
}
