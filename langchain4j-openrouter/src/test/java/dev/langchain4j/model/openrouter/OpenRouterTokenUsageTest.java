package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.output.TokenUsage;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class OpenRouterTokenUsageTest {

    private static final OpenRouterTokenUsage FULL = OpenRouterTokenUsage.builder()
            .inputTokenCount(1)
            .outputTokenCount(2)
            .totalTokenCount(4)
            .cachedInputTokens(5)
            .cacheWriteInputTokens(6)
            .audioInputTokens(7)
            .reasoningTokens(8)
            .audioOutputTokens(9)
            .imageOutputTokens(10)
            .cost(new BigDecimal("0.1"))
            .upstreamCost(new BigDecimal("0.02"))
            .byok(false)
            .webSearchRequests(11)
            .videoInputTokens(12)
            .fileInputTokens(13)
            .acceptedPredictionTokens(14)
            .rejectedPredictionTokens(15)
            .serverToolCallsRequested(16)
            .serverToolCallsExecuted(17)
            .upstreamInputCost(new BigDecimal("0.01"))
            .upstreamOutputCost(new BigDecimal("0.03"))
            .serverToolCost(new BigDecimal("0.04"))
            .build();

    @Test
    void adds_every_figure() {
        assertThat(FULL.add(FULL))
                .isEqualTo(OpenRouterTokenUsage.builder()
                        .inputTokenCount(2)
                        .outputTokenCount(4)
                        .totalTokenCount(8)
                        .cachedInputTokens(10)
                        .cacheWriteInputTokens(12)
                        .audioInputTokens(14)
                        .reasoningTokens(16)
                        .audioOutputTokens(18)
                        .imageOutputTokens(20)
                        .cost(new BigDecimal("0.2"))
                        .upstreamCost(new BigDecimal("0.04"))
                        .byok(false)
                        .webSearchRequests(22)
                        .videoInputTokens(24)
                        .fileInputTokens(26)
                        .acceptedPredictionTokens(28)
                        .rejectedPredictionTokens(30)
                        .serverToolCallsRequested(32)
                        .serverToolCallsExecuted(34)
                        .upstreamInputCost(new BigDecimal("0.02"))
                        .upstreamOutputCost(new BigDecimal("0.06"))
                        .serverToolCost(new BigDecimal("0.08"))
                        .build());
    }

    @Test
    void keeps_every_figure_beside_a_plain_usage_on_either_side() {
        TokenUsage plain = new TokenUsage(10, 20, 30);

        assertThat(plain.add(FULL)).isEqualTo(FULL.add(plain));
        assertThat(TokenUsage.sum(plain, FULL)).isExactlyInstanceOf(OpenRouterTokenUsage.class);
        assertThat(FULL.add(plain).inputTokenCount()).isEqualTo(11);
        assertThat(FULL.add(plain).totalTokenCount()).isEqualTo(34);
        assertThat(FULL.add(plain).cost()).isEqualTo(FULL.cost());
        assertThat(FULL.add(plain).webSearchRequests()).isEqualTo(11);
        assertThat(FULL.add(plain).byok()).isFalse();
    }

    @Test
    void a_sum_has_the_upstream_cost_of_the_calls_on_your_own_key_alone() {
        OpenRouterTokenUsage own = OpenRouterTokenUsage.builder()
                .cost(BigDecimal.ZERO)
                .upstreamCost(new BigDecimal("0.5"))
                .byok(true)
                .build();

        OpenRouterTokenUsage sum = FULL.add(own).add(FULL).add(own.add(FULL));

        assertThat(sum.byok()).isTrue();
        assertThat(sum.upstreamCost()).isEqualByComparingTo("1.0");
        assertThat(sum.cost()).isEqualByComparingTo(FULL.cost().multiply(new BigDecimal(3)));
    }

    @Test
    void a_sum_beyond_an_int_is_the_largest() {
        OpenRouterTokenUsage most = OpenRouterTokenUsage.builder()
                .inputTokenCount(Integer.MAX_VALUE)
                .outputTokenCount(1)
                .reasoningTokens(Integer.MAX_VALUE)
                .build();

        OpenRouterTokenUsage sum = most.add(most);

        assertThat(most.totalTokenCount()).isEqualTo(Integer.MAX_VALUE);
        assertThat(sum.inputTokenCount()).isEqualTo(Integer.MAX_VALUE);
        assertThat(sum.outputTokenCount()).isEqualTo(2);
        assertThat(sum.reasoningTokens()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void what_nobody_reports_stays_unknown() {
        OpenRouterTokenUsage nothing = OpenRouterTokenUsage.builder().build();

        assertThat(nothing.add(nothing)).isEqualTo(nothing);
        assertThat(nothing.totalTokenCount()).isNull();
        assertThat(nothing.add(FULL)).isEqualTo(FULL);
        assertThat(FULL.add(null)).isEqualTo(FULL);
    }

    @Test
    void cost_is_exact_over_a_thousand_calls() {
        OpenRouterTokenUsage call = OpenRouterTokenUsage.builder()
                .cost(new BigDecimal("0.00000000000000012345"))
                .build();

        TokenUsage sum = new TokenUsage();
        for (int i = 0; i < 1000; i++) {
            sum = TokenUsage.sum(sum, call);
        }

        assertThat(((OpenRouterTokenUsage) sum).cost()).isEqualByComparingTo("0.00000000000012345");
    }

    @Test
    void the_total_is_the_providers_or_else_the_sum() {
        assertThat(FULL.totalTokenCount()).isEqualTo(4);
        assertThat(OpenRouterTokenUsage.builder()
                        .inputTokenCount(1)
                        .outputTokenCount(2)
                        .build()
                        .totalTokenCount())
                .isEqualTo(3);
    }

    @Test
    void amounts_are_equal_by_value() {
        OpenRouterTokenUsage exponent =
                OpenRouterTokenUsage.builder().cost(new BigDecimal("1.50E-5")).build();
        OpenRouterTokenUsage plain =
                OpenRouterTokenUsage.builder().cost(new BigDecimal("0.000015")).build();

        assertThat(exponent).isEqualTo(plain).hasSameHashCodeAs(plain);
        assertThat(exponent.toString()).contains("cost = 0.0000150");
        assertThat(exponent).isNotEqualTo(FULL).isNotEqualTo(new TokenUsage());
    }
}
