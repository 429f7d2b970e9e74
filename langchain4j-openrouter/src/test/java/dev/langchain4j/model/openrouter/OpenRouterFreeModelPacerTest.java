package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.internal.http.Time;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import dev.langchain4j.model.openrouter.test.SimulatedJudge;
import dev.langchain4j.model.openrouter.test.SimulatedJudge.Noise;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class OpenRouterFreeModelPacerTest {

    private static final String FREE = "openai/gpt-oss-20b:free";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final OpenRouterServer server;
    private final FakeTime time = new FakeTime();
    private OpenRouter openRouter;

    OpenRouterFreeModelPacerTest(OpenRouterServer server) {
        this.server = server;
    }

    @AfterEach
    void close() {
        openRouter.close();
    }

    @ParameterizedTest
    @EnumSource
    void the_key_reports_the_calls_of_the_day_and_how_many_are_used(Style style) {
        server.when(Match.path("/key")).answer(Answer.raw(200, "application/json", """
                {"data":{"is_free_tier":true,"free_model_daily_requests":{"limit":200,"used":198,"remaining":2}}}"""));
        connect(OpenRouterFreeModelPacer.ofKey());

        style.chat(openRouter, "199");
        style.chat(openRouter, "200");

        assertThatThrownBy(() -> style.chat(openRouter, "201")).hasMessageContaining("All 200 calls");
        time.advance(Duration.ofDays(1));
        style.chat(openRouter, "1 of the next day");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "-1"})
    void an_account_that_is_exempt_has_no_limit_of_a_day(String none) {
        server.when(Match.path("/key")).answer(Answer.raw(200, "application/json", """
                {"data":{"is_free_tier":true,"free_model_daily_requests":{"limit":%s,"used":70,"remaining":%s}}}""".formatted(none, none)));
        ChatModel model = connect(OpenRouterFreeModelPacer.ofKey()).chatModel().build();

        for (int i = 0; i < 60; i++) {
            model.chat("Hi");
        }

        assertThat(server.requests("/chat/completions")).hasSize(60);
    }

    @Test
    void any_minute_sees_no_more_calls_than_allowed() {
        ChatModel model =
                connect(OpenRouterFreeModelPacer.of(2, 100)).chatModel().build();

        model.chat("1");
        time.advance(Duration.ofSeconds(50));
        model.chat("2");
        model.chat("3");
        model.chat("4");

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(50));
    }

    @Test
    void all_models_of_a_connection_share_the_turns() {
        server.addModel("acme/embed:free");
        server.when(Match.path("/embeddings")).answer(Answer.payload("""
                {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"model":"acme/embed:free"}"""));
        server.when(SimulatedJudge.prompts())
                .answer(new SimulatedJudge((query, passage) -> passage.length() % 4, Noise.IDEAL, 1).asAnswer());
        connect(OpenRouterFreeModelPacer.of(4, 100));

        Style.PLAIN.chat(openRouter, "1");
        Style.STREAMING.chat(openRouter, "2");
        openRouter.embeddingModel().modelName("acme/embed:free").build().embed("3");
        openRouter
                .llmScoringModel()
                .build()
                .scoreAll(List.of(TextSegment.from("four"), TextSegment.from("fours")), "4");
        assertThat(time.waits()).isEmpty();
        Style.STREAMING.chat(openRouter, "5");

        assertThat(time.waits()).containsExactly(MINUTE);
    }

    @Test
    void models_that_cost_something_do_not_wait() {
        ChatModel model = connect(OpenRouterFreeModelPacer.of(1, 1))
                .chatModel()
                .modelName("openai/gpt-4o")
                .build();

        model.chat("1");
        model.chat("2");

        assertThat(time.waits()).isEmpty();
    }

    @Test
    void an_attempt_needs_a_turn_of_its_own() {
        server.answer(Answer.error(503, "busy").retryAfter(7), Answer.text("Hello"));

        connect(OpenRouterFreeModelPacer.of(1, 100)).chatModel().build().chat("1");

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(53));
    }

    @ParameterizedTest
    @EnumSource
    void a_wait_longer_than_the_total_timeout_fails_at_once_and_says_how_long_it_is(Style style) {
        openRouter = connection(time)
                .freeModelPacer(OpenRouterFreeModelPacer.of(1, 100))
                .totalTimeout(Duration.ofSeconds(30))
                .build();
        style.chat(openRouter, "1");

        assertThatThrownBy(() -> style.chat(openRouter, "2"))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("wait 60000 ms")
                .hasMessageContaining("30000 ms left of totalTimeout");
        assertThat(time.waits()).isEmpty();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_call_that_was_refused_takes_no_turn() {
        openRouter = connection(time)
                .freeModelPacer(OpenRouterFreeModelPacer.of(1, 100))
                .totalTimeout(Duration.ofSeconds(30))
                .build();
        Style.PLAIN.chat(openRouter, "1");
        assertThatThrownBy(() -> Style.PLAIN.chat(openRouter, "2")).isInstanceOf(RateLimitException.class);
        time.advance(MINUTE);

        Style.PLAIN.chat(openRouter, "3");

        assertThat(time.waits()).isEmpty();
    }

    @Test
    void what_the_day_does_not_allow_fails_at_once_until_midnight_utc() {
        ChatModel model =
                connect(OpenRouterFreeModelPacer.of(20, 2)).chatModel().build();
        model.chat("1");
        model.chat("2");

        assertThatThrownBy(() -> model.chat("3"))
                .isInstanceOf(RateLimitException.class)
                .hasMessageContaining("All 2 calls")
                .hasMessageContaining("midnight UTC, in 75355 s");
        time.advance(Duration.ofSeconds(75355));

        assertThat(model.chat("4")).isNotEmpty();
    }

    @Test
    void a_day_does_not_begin_again_when_the_clock_steps_back() {
        ChatModel model =
                connect(OpenRouterFreeModelPacer.of(20, 1)).chatModel().build();
        model.chat("today");
        time.advance(Duration.ofDays(1));
        model.chat("tomorrow");

        for (int step = 0; step < 4; step++) {
            time.advance(Duration.ofDays(step % 2 == 0 ? -1 : 1));
            assertThatThrownBy(() -> model.chat("again")).isInstanceOf(RateLimitException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_key_tells_how_many_calls_a_day_it_may_make(boolean freeTier) {
        server.when(Match.path("/key"))
                .answer(Answer.raw(200, "application/json", "{\"data\":{\"is_free_tier\":" + freeTier + "}}"));
        ChatModel model = connect(OpenRouterFreeModelPacer.ofKey()).chatModel().build();
        for (int i = 0; i < 50; i++) {
            model.chat("1");
        }

        if (freeTier) {
            assertThatThrownBy(() -> model.chat("51")).hasMessageContaining("All 50 calls");
        } else {
            assertThat(model.chat("51")).isNotEmpty();
        }
        assertThat(server.requests("/key")).hasSize(1);
        assertThat(time.waits()).containsExactly(MINUTE, MINUTE);
    }

    @Test
    void where_the_key_does_not_tell_openrouter_decides() {
        server.when(Match.path("/key")).answer(Answer.error(500, "down"));
        ChatModel model = connect(OpenRouterFreeModelPacer.ofKey()).chatModel().build();
        for (int i = 0; i < 51; i++) {
            model.chat("1");
        }

        assertThat(server.requests("/chat/completions")).hasSize(51);
    }

    @ParameterizedTest
    @EnumSource
    void a_key_that_does_not_tell_is_asked_before_the_first_call_only(Style style) {
        server.when(Match.path("/key")).answer(Answer.error(404, "unknown"));
        connect(OpenRouterFreeModelPacer.ofKey());

        style.chat(openRouter, "1");
        style.chat(openRouter, "2");

        assertThat(server.requests("/key")).hasSize(1);
        assertThat(server.requests("/chat/completions")).hasSize(2);
    }

    @Test
    void a_look_up_of_the_key_that_was_interrupted_is_repeated_by_the_next_call() {
        connect(OpenRouterFreeModelPacer.ofKey());
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Style.PLAIN.chat(openRouter, "1")).isInstanceOf(LangChain4jException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(server.requests()).isEmpty();

        Style.PLAIN.chat(openRouter, "2");

        assertThat(server.requests("/key")).hasSize(1);
    }

    @Test
    void an_interrupt_ends_the_wait() {
        Time interrupting = new FakeTime() {
            @Override
            public void pause(Duration duration, BooleanSupplier wake) {
                Thread.currentThread().interrupt();
            }
        };
        openRouter = connection(interrupting)
                .freeModelPacer(OpenRouterFreeModelPacer.of(1, 100))
                .build();
        Style.PLAIN.chat(openRouter, "1");

        assertThatThrownBy(() -> Style.PLAIN.chat(openRouter, "2"))
                .isInstanceOf(LangChain4jException.class)
                .hasMessageContaining("interrupted, while waiting for its turn");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void limits_are_checked_by_name() {
        connect(OpenRouterFreeModelPacer.ofKey());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterFreeModelPacer.of(0, 50))
                .withMessageContaining("requestsPerMinute");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenRouterFreeModelPacer.of(20, 0))
                .withMessageContaining("requestsPerDay");
    }

    private OpenRouter connect(OpenRouterFreeModelPacer pacer) {
        openRouter = connection(time).freeModelPacer(pacer).build();
        return openRouter;
    }

    private OpenRouter.Builder connection(Time time) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(FREE)
                .time(time);
    }
}
