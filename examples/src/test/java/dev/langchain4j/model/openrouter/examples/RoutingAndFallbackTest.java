package dev.langchain4j.model.openrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RoutingAndFallbackTest {

    private static OfflineRun run;

    @BeforeAll
    static void route() {
        run = OfflineRun.of(RoutingAndFallback::run);
    }

    @Test
    void explains_what_excludes_each_endpoint() {
        assertThat(run.step(1)).contains("""
                    endpoint         precision  $/M in  $/M out
                    deepinfra/fp8    fp8        0.40    0.40     can answer
                    hyperbolic/bf16  bf16       0.40    0.60     can answer
                    together         fp8        0.88    0.88     excluded by provider.max_price.completion
                    novita/bf16      bf16       0.34    0.39     excluded by provider.ignore
                    friendli         unknown    0.60    0.60     excluded by provider.quantizations
                """);
    }

    @Test
    void sends_the_preferences_and_shows_who_has_answered() {
        assertThat(run.step(1)).contains("answered by DeepInfra").contains("the router  available=1");
        assertThat(run.chat(0).path("provider")).hasToString("""
                {"ignore":["novita"],"max_price":{"completion":"0.80"},"quantizations":["fp8","bf16"],"sort":"price"}""");
    }

    @Test
    void knows_before_it_asks_that_nobody_may_answer() {
        assertThat(run.step(2))
                .contains("endpoints   5, request possible: no")
                .contains("class       InvalidRequestException")
                .containsIgnoringWhitespaces("match your max_price. Excluded by: max_price.");
    }

    @Test
    void is_served_by_a_fallback_where_the_model_alone_fails() {
        assertThat(run.step(3))
                .contains("alone       OpenRouter answered 502: Provider returned error [OpenAI:")
                .contains("served by   anthropic/claude-haiku-4.5\n    answer      The bridge of St Michael");
    }

    @Test
    void keeps_to_endpoints_that_keep_nothing() {
        assertThat(run.step(4))
                .contains("hyperbolic/bf16  bf16       0.40    0.60     excluded by provider.zdr")
                .contains("together         fp8        0.88    0.88     can answer");
        assertThat(run.chat(2).path("provider")).hasToString("{\"data_collection\":\"deny\",\"zdr\":true}");
    }

    @Test
    void does_not_send_a_request_that_asks_for_less_privacy() {
        assertThat(run.step(4)).contains("not sent    provider.data_collection must be deny");
        assertThat(run.chats()).hasSize(3);
    }

    @Test
    void goes_on_when_one_live_step_fails() {
        Printed printed = new Printed();
        try (OpenRouterServer server = OpenRouterServer.start()) {
            server.when(Match.path("/chat/completions"))
                    .answer(Answer.error(503, "No instances available").retryAfter(90));
            server.addKey("sk-or-v1-mine");
            var environment = Map.of("OPENROUTER_API_KEY", "sk-or-v1-mine", "OPENROUTER_BASE_URL", server.baseUrl());

            assertThat(Examples.run("RoutingAndFallback", environment, printed.screen()))
                    .isTrue();
        }
        assertThat(printed.text()).contains("failed      InternalServerException", " 4  A data policy");
    }

    @Test
    void prints_what_its_page_says() {
        run.prints("fallback-and-privacy.md");
    }

    @Test
    void is_printed_well() {
        run.isPrintedWell(RoutingAndFallback.class, 4);
    }
}
