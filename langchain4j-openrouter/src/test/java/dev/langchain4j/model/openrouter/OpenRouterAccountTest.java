package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.EveryCall;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterAccountTest {

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();

    @AutoClose
    private final OpenRouter openRouter;

    OpenRouterAccountTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .time(time)
                .build();
    }

    @Test
    void a_key_tells_its_limits_and_usage() {
        server.when(Match.path("/key")).answer(Answer.payload("""
                {"data":{"label":"sk-or-v1-abc...123","limit":25,"limit_remaining":24.999957,"limit_reset":"monthly",
                 "usage":0.000043,"usage_daily":0.00001,"usage_weekly":0.00002,"usage_monthly":0.000043,
                 "is_free_tier":false,"is_management_key":false,"expires_at":"2027-01-01T00:00:00+01:00","new":{}}}"""));

        OpenRouterKeyInfo key = openRouter.key();

        assertThat(key.label()).isEqualTo("sk-or-v1-abc...123");
        assertThat(key.limit()).isEqualByComparingTo("25");
        assertThat(key.limitRemaining()).isEqualByComparingTo("24.999957");
        assertThat(key.limitReset()).isEqualTo("monthly");
        assertThat(key.usage()).isEqualByComparingTo("0.000043");
        assertThat(key.freeTier()).isFalse();
        assertThat(key.managementKey()).isFalse();
        assertThat(key.expires()).isEqualTo(Instant.parse("2026-12-31T23:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-12-31T23:00:00", "2026-12-31 23:00:00.000", "2027-01-01 01:00:00+02:00"})
    void a_key_that_expires_at_a_time_of_another_form_expires(String time) {
        server.when(Match.path("/key")).answer(Answer.payload("{\"data\":{\"expires_at\":\"" + time + "\"}}"));

        assertThat(openRouter.key().expires()).isEqualTo(Instant.parse("2026-12-31T23:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "\"0\"", "1798758000000", "99999999999999999"})
    void a_number_that_is_no_time_is_not_reported(String time) {
        server.when(Match.path("/key")).answer(Answer.payload("{\"data\":{\"expires_at\":" + time + "}}"));

        assertThat(openRouter.key().expires()).isNull();
    }

    @Test
    void a_null_behind_a_member_does_not_wipe_it() {
        server.when(Match.path("/key")).answer(Answer.payload("{\"data\":{\"limit\":25,\"limit\":null}}"));

        assertThat(openRouter.key().limit()).isEqualByComparingTo("25");
    }

    @Test
    void calls_of_free_models_may_be_told_as_text() {
        server.when(Match.path("/key")).answer(Answer.payload("""
                {"data":{"free_model_daily_requests":{"limit":"50","used":7.0,"remaining":4294967297}}}"""));

        assertThat(openRouter.key().freeModelCalls()).isEqualTo(new OpenRouterKeyInfo.FreeModelCalls(50, 7, null));
    }

    @Test
    void a_limit_below_zero_is_no_limit() {
        server.when(Match.path("/key"))
                .answer(Answer.payload(
                        "{\"data\":{\"free_model_daily_requests\":{\"limit\":-1,\"used\":7,\"remaining\":-1}}}"));

        assertThat(openRouter.key().freeModelCalls()).isEqualTo(new OpenRouterKeyInfo.FreeModelCalls(null, 7, null));
    }

    @Test
    void a_key_without_a_limit_has_none() {
        openRouter.chat("hi");

        assertThat(openRouter.key().limit()).isNull();
        assertThat(openRouter.key().freeModelCalls()).isEqualTo(new OpenRouterKeyInfo.FreeModelCalls(1000, 0, 1000));
        assertThat(openRouter.key().usage())
                .isEqualByComparingTo(server.ledger().cost());
    }

    @Test
    void credits_leave_a_balance() {
        openRouter.chat("hi");

        OpenRouterCredits credits;
        try (OpenRouter manager = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.managementKey())
                .build()) {
            credits = manager.credits();
        }

        assertThat(credits.total()).isEqualByComparingTo("100");
        assertThat(credits.used()).isEqualByComparingTo(server.ledger().cost());
        assertThat(credits.balance().add(credits.used())).isEqualByComparingTo("100");
    }

    @Test
    void a_generation_is_on_record() {
        ChatResponse response = openRouter.chatModel().build().chat(UserMessage.from("hi"));
        String id = ((OpenRouterChatResponseMetadata) response.metadata()).generationId();

        OpenRouterGeneration generation = openRouter.generation(id);

        assertThat(generation.id()).isEqualTo(id);
        assertThat(generation.model()).isEqualTo("openai/gpt-4o");
        assertThat(generation.totalCost()).isEqualByComparingTo(server.ledger().cost());
        assertThat(generation.outputTokens()).isEqualTo(response.tokenUsage().outputTokenCount());
        assertThat(generation.generationTime()).isEqualTo(Duration.ofMillis(34));
        assertThat(generation.created()).isEqualTo(Instant.parse("2025-08-19T10:40:00Z"));
        assertThat(generation.fields()).containsKey("session_id");
    }

    @Test
    void the_record_of_another_generation_is_none() {
        server.when(Match.path("/generation")).answer(Answer.payload("{\"data\":{\"id\":\"gen-2\",\"total_cost\":9}}"));

        assertThatThrownBy(() -> openRouter.generation("gen-1"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("The response is generation gen-2, not gen-1");
        assertThat(server.requests("/generation")).hasSize(1);
    }

    @Test
    void a_generation_that_is_not_on_record_yet_is_waited_for() {
        openRouter.chat("hi");
        String id = server.ledger().charges().get(0).generationId();
        Answer notYet = Answer.error(404, "Generation not found");
        server.when(Match.path("/generation")).answer(notYet, notYet, Answer.unscripted());

        assertThat(openRouter.generation(id).id()).isEqualTo(id);
        assertThat(time.waits()).containsExactly(Duration.ofMillis(750), Duration.ofMillis(750));
    }

    @Test
    void a_generation_that_never_comes_is_not_waited_for_forever() {
        assertThatThrownBy(() -> openRouter.generation("gen-none"))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContainingAll("gen-none", "not on record yet", "generation(id, Duration)");
        assertThat(server.requests("/generation")).hasSize(4);
    }

    @Test
    void a_generation_is_waited_for_as_long_as_asked_and_less_and_less_often() {
        assertThatThrownBy(() -> openRouter.generation("gen-none", Duration.ofMinutes(2)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("120000 ms");
        assertThat(time.waits().stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofMinutes(2));
        assertThat(time.waits()).hasSizeBetween(25, 50).allMatch(wait -> wait.compareTo(Duration.ofSeconds(5)) <= 0);
    }

    @Test
    void a_generation_that_is_not_waited_for_is_asked_for_once() {
        assertThatThrownBy(() -> openRouter.generation("gen-none", Duration.ZERO))
                .isInstanceOf(TimeoutException.class);
        assertThat(server.requests("/generation")).hasSize(1);
        assertThatThrownBy(() -> openRouter.generation("gen-none", Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("atMost");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void a_blank_id_fails_at_once(String id) {
        assertThatThrownBy(() -> openRouter.generation(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("id");
        assertThatThrownBy(() -> openRouter.generation(id, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThat(server.requests("/generation")).isEmpty();
        assertThat(time.waits()).isEmpty();
    }

    @Test
    void every_field_of_key_and_credits_can_be_read() {
        server.when(Match.path("/key"))
                .answer(Answer.payload(
                        "{\"data\":{\"label\":\"k\",\"byok_usage\":1.5,\"rate_limit\":{\"requests\":-1}}}"));
        server.when(Match.path("/credits"))
                .answer(Answer.payload("{\"data\":{\"total_credits\":1,\"total_usage\":0,\"new\":[1]}}"));

        assertThat(openRouter.key().fields())
                .containsEntry("byok_usage", new BigDecimal("1.5"))
                .containsEntry("rate_limit", Map.of("requests", -1));
        assertThat(openRouter.credits().fields()).containsEntry("new", List.of(1));
    }

    @Test
    void an_answer_without_data_is_a_failure() {
        server.when(Match.path("/credits")).answer(Answer.payload("{}"));
        server.when(Match.path("/key")).answer(Answer.payload("{\"error\":{\"code\":401,\"message\":\"No\"}}"));

        assertThatThrownBy(openRouter::credits)
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("no data");
        assertThatThrownBy(openRouter::key).isInstanceOf(AuthenticationException.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"KEY", "CREDITS", "GENERATION", "ENDPOINTS"})
    void an_answer_with_empty_data_is_not_one_whose_fields_are_all_unknown(EveryCall call) {
        server.when(Match.path(call.path())).answer(Answer.payload("{\"data\":{}}"));

        assertThatThrownBy(() -> call.on(openRouter))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("The response has no data");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"total_usage\":3}",
                "{\"total_credits\":10}",
                "{\"total_credits\":null,\"total_usage\":3}",
                "{\"total_credits\":\"many\",\"total_usage\":3}"
            })
    void an_amount_that_is_not_told_is_not_zero(String credits) {
        server.when(Match.path("/credits")).answer(Answer.payload("{\"data\":" + credits + "}"));

        assertThatThrownBy(openRouter::credits)
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining("total_credits");
    }

    @Test
    void what_cannot_have_been_counted_or_paid_is_not_reported() {
        server.when(Match.path("/generation")).answer(Answer.payload("""
                        {"data":{"id":"gen-1","total_cost":-1,"upstream_inference_cost":"1e12","cache_discount":-0.1,
                         "native_tokens_prompt":-5,"native_tokens_completion":7,"latency":-3}}"""));

        OpenRouterGeneration generation = openRouter.generation("gen-1");

        assertThat(generation.totalCost()).isNull();
        assertThat(generation.upstreamCost()).isNull();
        assertThat(generation.cacheDiscount()).isEqualByComparingTo("-0.1");
        assertThat(generation.inputTokens()).isNull();
        assertThat(generation.outputTokens()).isEqualTo(7);
        assertThat(generation.latency()).isNull();
        assertThat(generation.fields()).containsEntry("native_tokens_prompt", -5);
    }

    @ParameterizedTest
    @CsvSource({
        "'[1,2]', is not a JSON object",
        "'\"text\"', is not a JSON object",
        "'[{\"error\":{\"message\":\"No\"}}]', No",
        "'{\"id\":\"req-1\",\"error\":{\"message\":\"No\"}}', No"
    })
    void an_answer_that_is_no_object_is_not_an_empty_one(String body, String words) {
        server.when(Match.path("/providers")).answer(Answer.raw(200, "application/json", body));

        assertThatThrownBy(() -> openRouter.fetch("/providers"))
                .isInstanceOf(InternalServerException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @EnumSource(names = {"KEY", "CREDITS", "MODELS", "MODELS_OF_KEY", "ZERO_DATA_RETENTION", "FETCH", "BATCHES"})
    void an_operation_that_is_not_there_is_no_model_that_is_not_there(EveryCall call) {
        for (int status : new int[] {404, 410}) {
            server.when(Match.path(call.path())).answer(Answer.error(status, "Not here"));

            assertThatThrownBy(() -> call.on(openRouter))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContainingAll("Not here", "no such operation");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404, 410})
    void who_gets_no_credits_hears_of_the_key(int status) {
        server.when(Match.path("/credits")).answer(Answer.error(status, "Only management keys"));

        assertThatThrownBy(openRouter::credits).hasMessageContaining("key() tells limit and usage");
    }

    @Test
    void the_catalog_of_a_connection_is_always_the_same() {
        openRouter.modelCatalog().models();
        openRouter.modelCatalog().find("gpt-4o");

        assertThat(server.requests("/models")).hasSize(1);
    }
}
