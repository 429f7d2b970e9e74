package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import dev.langchain4j.model.openrouter.support.FreshJvm;
import dev.langchain4j.model.openrouter.support.Style;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OpenRouterServerExtension.class)
class OpenRouterMetersTest {

    private static final String MODEL = "openai/gpt-4o";
    private static final Tags TAGS = Tags.of("operation", "chat", "model", MODEL, "provider", "OpenAI");

    private final OpenRouterServer server;
    private final OpenRouter openRouter;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    OpenRouterMetersTest(OpenRouterServer server) {
        this.server = server;
        this.openRouter = OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName(MODEL)
                .maxRetries(1)
                .time(new FakeTime())
                .costListener(new OpenRouterCostListener(new OpenRouterMeters(registry)))
                .build();
    }

    @AfterEach
    void close() {
        openRouter.close();
        registry.close();
    }

    @Test
    void an_answer_counts_with_its_tokens_cost_and_duration() {
        server.answer(
                Answer.error(503, "busy").retryAfter(2),
                Answer.text("Hi").usage(12, 3, "0.00006").cachedTokens(8));

        openRouter.chatModel().build().chat("Hi");

        Tags ended = TAGS.and("outcome", "ok", "error", "none");
        assertThat(registry.get("openrouter.calls").tags(ended).timer().count()).isEqualTo(1);
        assertThat(registry.get("openrouter.calls").tags(ended).timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(2);
        assertThat(tokens("input")).isEqualTo(12);
        assertThat(tokens("input.cached")).isEqualTo(8);
        assertThat(tokens("output")).isEqualTo(3);
        assertThat(registry.get("openrouter.cost").tags(TAGS).summary().totalAmount())
                .isEqualTo(0.00006);
        assertThat(registry.get("openrouter.retries").tags(TAGS).counter().count())
                .isEqualTo(1);
    }

    @Test
    void a_stream_has_a_time_to_its_first_token() {
        Style.STREAMING.chat(openRouter, "Hi");

        assertThat(registry.get("openrouter.first.token").tags(TAGS).timer().count())
                .isEqualTo(1);
    }

    @Test
    void a_failure_counts_by_its_kind() {
        server.answer(Answer.error(429, "busy"), Answer.error(429, "busy"));

        assertThatThrownBy(() -> openRouter.chatModel().build().chat("Hi")).isInstanceOf(RateLimitException.class);

        assertThat(registry.get("openrouter.calls")
                        .tags("model", MODEL, "outcome", "error", "error", "RateLimitException")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_filter_bounds_the_meters_of_models_that_do_not_exist() {
        registry.config().meterFilter(MeterFilter.maximumAllowableTags("openrouter", "model", 2, MeterFilter.deny()));

        for (int i = 0; i < 5; i++) {
            String typed = "acme/typo-" + i;
            assertThatThrownBy(() ->
                            openRouter.chatModel().modelName(typed).build().chat("Hi"))
                    .isInstanceOf(ModelNotFoundException.class);
        }

        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getTag("model"))
                .containsExactlyInAnyOrder("acme/typo-0", "acme/typo-1");
    }

    @Test
    void an_answer_of_the_response_cache_is_a_hit() {
        server.answer(Answer.text("Hi").header("X-OpenRouter-Cache-Status", "HIT"));

        openRouter.chatModel().build().chat("Hi");

        assertThat(registry.get("openrouter.cache.hits").tags(TAGS).counter().count())
                .isEqualTo(1);
    }

    @Test
    void all_meters_of_a_name_have_the_same_tags_as_prometheus_wants_it() {
        openRouter.chatModel().build().chat("Hi");
        Style.STREAMING.chat(openRouter, "Hi");
        server.answer(Answer.text("Hi").withoutUsage(), Answer.error(400, "no"));
        openRouter.chatModel().build().chat("Hi");
        assertThatThrownBy(() -> openRouter.chatModel().build().chat("Hi")).isNotNull();

        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getName() + " "
                        + meter.getId().getTags().stream()
                                .map(tag -> tag.getKey())
                                .toList())
                .containsOnly(
                        "openrouter.calls [error, model, operation, outcome, provider]",
                        "openrouter.first.token [model, operation, provider]",
                        "openrouter.tokens [model, operation, provider, type]",
                        "openrouter.cost [model, operation, provider]");
    }

    @Test
    void without_micrometer_everything_else_works() {
        server.when(Match.streaming()).answer(Answer.text("Seine"));
        server.when(Match.streaming().negate()).answer(Answer.text("Seine"));

        String printed = FreshJvm.runWithout(
                "micrometer", List.of(), HotPathTest.CallAndStream.class, server.baseUrl(), server.apiKey());

        assertThat(printed).contains("answers: Seine Seine");
    }

    private double tokens(String type) {
        return registry.get("openrouter.tokens")
                .tags(TAGS.and("type", type))
                .summary()
                .totalAmount();
    }
}
