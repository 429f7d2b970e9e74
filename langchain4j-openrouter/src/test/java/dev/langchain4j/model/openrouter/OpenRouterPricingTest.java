package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.api.ModelList;
import dev.langchain4j.model.openrouter.internal.api.json.JsonObject;
import dev.langchain4j.model.openrouter.support.Payloads;
import dev.langchain4j.model.output.TokenUsage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenRouterPricingTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "acme/free:free, true",
        "acme/free-without-suffix, true",
        "acme/paints, false",
        "acme/films, false",
        "acme/free-at-night, false",
        "openrouter/auto, false",
        "acme/unknown, false",
        "acme/silent, false",
        "acme/tiny, false"
    })
    void free_means_that_every_price_is_known_and_zero(String id, boolean free) throws IOException {
        assertThat(prices("prices", id).isFree()).isEqualTo(free);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"request\":\"0\"}", "{\"prompt\":null,\"completion\":\"0\"}", "{\"prompt\":\"0\"}"})
    void tokens_without_a_price_are_not_free(String prices) throws IOException {
        byte[] json = prices.getBytes(StandardCharsets.UTF_8);

        assertThat(OpenRouterPricing.from(JsonObject.read(json, json.length)).isFree())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openrouter/auto", "acme/unknown", "acme/silent"})
    void what_is_unknown_has_no_price_and_no_cost(String id) throws IOException {
        OpenRouterPricing pricing = prices("prices", id);

        assertThat(pricing.variable()).isTrue();
        assertThat(pricing.prompt()).isNull();
        assertThat(pricing.cost(new TokenUsage(1, 1), NOON)).isEmpty();
    }

    @Test
    void prices_keep_every_digit() throws IOException {
        OpenRouterPricing pricing = prices("prices", "acme/tiny");

        assertThat(pricing.prompt()).isEqualByComparingTo("0.00000000000000000001");
        assertThat(pricing.cost(new TokenUsage(3, 1), NOON))
                .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("0.00000010000000000003"));
    }

    @Test
    void parts_with_a_price_of_their_own_are_counted_at_it() throws IOException {
        OpenRouterTokenUsage usage = OpenRouterTokenUsage.builder()
                .inputTokenCount(1000)
                .cachedInputTokens(400)
                .outputTokenCount(100)
                .reasoningTokens(60) // priced at zero, that is not apart
                .webSearchRequests(2)
                .build();

        // 600 × 0.00000175 + 400 × 0.000000175 + 100 × 0.000014 + 2 × 0.01
        assertThat(everything().cost(usage, NOON).orElseThrow()).isEqualByComparingTo("0.02252");
    }

    @Test
    void what_the_prompt_cache_saves_is_what_the_tokens_would_have_cost_without_it() throws IOException {
        OpenRouterTokenUsage read = OpenRouterTokenUsage.builder()
                .inputTokenCount(1000)
                .cachedInputTokens(400)
                .build();

        // 400 × (0.00000175 − 0.000000175)
        assertThat(everything().cacheSaving(read, NOON).orElseThrow()).isEqualByComparingTo("0.00063");
    }

    /** As Gemini reports them: prompt 2168, cached 2161, written 2161. */
    @Test
    void tokens_that_were_read_from_the_cache_and_written_to_it_are_paid_for_once() {
        var pricing = new OpenRouterPricing(
                Map.of(
                        "prompt", new BigDecimal("4"),
                        "completion", new BigDecimal("8"),
                        "input_cache_read", BigDecimal.ONE,
                        "input_cache_write", new BigDecimal("5"),
                        "internal_reasoning", new BigDecimal("9")),
                false,
                List.of());
        OpenRouterTokenUsage overlapping = OpenRouterTokenUsage.builder()
                .inputTokenCount(2168)
                .cachedInputTokens(2161)
                .cacheWriteInputTokens(2161)
                .outputTokenCount(10)
                .reasoningTokens(12) // counted by another tokenizer
                .build();

        // 2161 × 1 + 7 × 5 + 10 × 9
        assertThat(pricing.cost(overlapping, NOON).orElseThrow()).isEqualByComparingTo("2286");
        // 2168 × 4 − (2161 × 1 + 7 × 5)
        assertThat(pricing.cacheSaving(overlapping, NOON).orElseThrow()).isEqualByComparingTo("6476");
    }

    @Test
    void writing_to_the_prompt_cache_costs_before_it_saves() {
        var pricing = new OpenRouterPricing(
                Map.of("prompt", new BigDecimal("3"), "input_cache_write", new BigDecimal("3.75")), false, List.of());
        OpenRouterTokenUsage written = OpenRouterTokenUsage.builder()
                .inputTokenCount(10)
                .cacheWriteInputTokens(4)
                .build();

        assertThat(pricing.cacheSaving(written, NOON).orElseThrow()).isEqualByComparingTo("-3");
    }

    @Test
    void an_unknown_use_or_price_of_the_prompt_cache_saves_an_unknown_amount() throws IOException {
        OpenRouterTokenUsage silent =
                OpenRouterTokenUsage.builder().inputTokenCount(10).build();
        OpenRouterTokenUsage cached =
                OpenRouterTokenUsage.builder().cachedInputTokens(4).build();

        assertThat(everything().cacheSaving(silent, NOON)).isEmpty();
        assertThat(prices("prices", "openrouter/auto").cacheSaving(cached, NOON))
                .isEmpty();
    }

    @Test
    void plain_usage_is_counted_without_its_parts() throws IOException {
        assertThat(everything().cost(new TokenUsage(1000, 100), NOON).orElseThrow())
                .isEqualByComparingTo("0.00315");
    }

    @ParameterizedTest
    @CsvSource({
        "200000, 2026-01-02T12:00:00Z, 0.350014", // not more than the threshold
        "200001, 2026-01-02T12:00:00Z, 0.7000175", // every token at the higher price
        "1, 2026-01-02T16:29:00Z, 0.00001575",
        "1, 2026-01-02T16:30:00Z, 0.00000875",
        "1, 2026-01-03T00:29:00Z, 0.000008", // Saturday
        "1, 2026-01-02T23:59:00Z, 0.00000875",
        "1, 2026-01-03T00:30:00Z, 0.000015", // Saturday: the input is cheaper
        "1, 2026-01-04T23:59:59Z, 0.000008",
        "1, 2026-01-05T00:30:00Z, 0.00001575",
        "200001, 2026-01-03T12:00:00Z, 0.200015" // of two prices the later one counts
    })
    void long_prompts_certain_hours_and_certain_days_have_other_prices(int promptTokens, Instant at, BigDecimal cost)
            throws IOException {
        assertThat(everything().cost(new TokenUsage(promptTokens, 1), at).orElseThrow())
                .isEqualByComparingTo(cost);
    }

    @Test
    void a_price_for_days_that_nobody_knows_is_no_price_for_every_day() throws IOException {
        byte[] json = """
                {"data":[{"id":"acme/days","pricing":{"prompt":"2","completion":"0","overrides":[
                  {"utc_days":["payday"],"prompt":"1"},{"utc_days":null,"completion":"3"}]}}]}""".getBytes(StandardCharsets.UTF_8);
        OpenRouterPricing pricing =
                OpenRouterModelInfo.from(ModelList.of(json).models().get(0)).pricing();

        assertThat(pricing.cost(new TokenUsage(1, 1), NOON).orElseThrow()).isEqualByComparingTo("5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"-1\"", "\"on request\"", "[]"})
    void a_price_that_is_unknown_at_times_is_unknown(String atNight) throws IOException {
        OpenRouterPricing pricing = pricing("""
                {"prompt":"0","completion":"0","overrides":[
                 {"utc_start":2200,"utc_end":600,"label":"night","prompt":%s}]}""".formatted(atNight));

        assertThat(pricing.isFree()).isFalse();
        assertThat(pricing.cost(new TokenUsage(1, 1), NOON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'service_tier':'flex'",
                "'regions':['eu']",
                "'min_completion_tokens':1000",
                "'min_prompt_tokens':'200k'",
                "'utc_start':'22:00','utc_end':'06:00'",
                "'utc_start':2200",
                "'utc_days':[]"
            })
    void a_price_is_unknown_if_it_depends_on_what_nobody_understands(String condition) throws IOException {
        OpenRouterPricing pricing = pricing("""
                {'prompt':'2','completion':'1','overrides':[{%s,'prompt':'1'}]}""".formatted(condition).replace('\'', '"'));

        assertThat(pricing.cost(new TokenUsage(1, 1), NOON)).isEmpty();
    }

    private static OpenRouterPricing pricing(String json) throws IOException {
        byte[] catalog =
                "{\"data\":[{\"id\":\"a/b\",\"pricing\":%s}]}".formatted(json).getBytes(StandardCharsets.UTF_8);
        return OpenRouterModelInfo.from(ModelList.of(catalog).models().get(0)).pricing();
    }

    private static OpenRouterPricing everything() throws IOException {
        return prices("everything", "openai/gpt-5.2");
    }

    private static OpenRouterPricing prices(String payload, String id) throws IOException {
        Map<String, OpenRouterPricing> byId =
                ModelList.of(Payloads.bytes("catalog/" + payload + ".json")).models().stream()
                        .map(OpenRouterModelInfo::from)
                        .collect(Collectors.toMap(OpenRouterModelInfo::id, OpenRouterModelInfo::pricing));
        return byId.get(id);
    }
}
