package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.semconv.incubating.GenAiIncubatingAttributes;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CostSpanAttributesTest {

    @Test
    void a_call_is_told_in_the_words_of_opentelemetry() {
        assertThat(answered().spanAttributes())
                .containsExactly(
                        Map.entry("gen_ai.operation.name", "chat"),
                        Map.entry("gen_ai.provider.name", "openrouter"),
                        Map.entry("gen_ai.request.model", "gpt-4o"),
                        Map.entry("gen_ai.response.model", "openai/gpt-4o"),
                        Map.entry("gen_ai.response.id", "gen-7"),
                        Map.entry("gen_ai.conversation.id", "s-1"),
                        Map.entry("gen_ai.usage.input_tokens", 12L),
                        Map.entry("gen_ai.usage.output_tokens", 3L),
                        Map.entry("gen_ai.usage.cache_read.input_tokens", 8L),
                        Map.entry("gen_ai.usage.cache_creation.input_tokens", 4L),
                        Map.entry("gen_ai.usage.reasoning.output_tokens", 2L),
                        Map.entry("openrouter.cost", 0.00006),
                        Map.entry("openrouter.provider", "Azure"),
                        Map.entry("openrouter.outcome", "ANSWERED"),
                        Map.entry("openrouter.attempts", 2L),
                        Map.entry("openrouter.response_cache", "MISS"),
                        Map.entry("openrouter.time_to_first_token", 0.25),
                        Map.entry("openrouter.tag.team", "blue"));
    }

    @Test
    void what_is_not_known_is_left_out() {
        assertThat(failed().spanAttributes())
                .containsExactly(
                        Map.entry("gen_ai.operation.name", "rerank"),
                        Map.entry("gen_ai.provider.name", "openrouter"),
                        Map.entry("error.type", "TimeoutException"),
                        Map.entry("openrouter.outcome", "FAILED"),
                        Map.entry("openrouter.attempts", 1L));
    }

    @Test
    void names_of_opentelemetry_are_names_that_opentelemetry_has() {
        List<String> theirs = Arrays.stream(GenAiIncubatingAttributes.class.getFields())
                .filter(field -> field.getType() == AttributeKey.class)
                .map(CostSpanAttributesTest::key)
                .toList();

        assertThat(answered().spanAttributes().keySet())
                .filteredOn(name -> name.startsWith("gen_ai."))
                .isSubsetOf(theirs);
    }

    private static String key(Field field) {
        try {
            return ((AttributeKey<?>) field.get(null)).getKey();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static OpenRouterCostRecord answered() {
        return record(
                "chat",
                OpenRouterTokenUsage.builder()
                        .inputTokenCount(12)
                        .outputTokenCount(3)
                        .cachedInputTokens(8)
                        .cacheWriteInputTokens(4)
                        .reasoningTokens(2)
                        .cost(new BigDecimal("0.00006"))
                        .build(),
                Outcome.ANSWERED);
    }

    private static OpenRouterCostRecord failed() {
        return record("rerank", null, Outcome.FAILED);
    }

    private static OpenRouterCostRecord record(
            String operation, @Nullable OpenRouterTokenUsage usage, Outcome outcome) {
        boolean answered = outcome == Outcome.ANSWERED;
        return new OpenRouterCostRecord(
                Instant.EPOCH,
                operation,
                Duration.ofSeconds(1),
                answered ? Duration.ofMillis(250) : null,
                answered ? 2 : 1,
                answered ? "gen-7" : null,
                answered ? "gpt-4o" : null,
                answered ? "openai/gpt-4o" : null,
                answered ? "Azure" : null,
                usage,
                null,
                answered ? "MISS" : null,
                answered ? "s-1" : null,
                answered ? Map.of("team", "blue") : Map.of(),
                outcome,
                answered ? null : "TimeoutException");
    }
}
