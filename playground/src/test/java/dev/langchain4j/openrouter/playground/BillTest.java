package dev.langchain4j.openrouter.playground;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.OpenRouterCostRecord;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Attempt;
import dev.langchain4j.model.openrouter.OpenRouterCostRecord.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterTokenUsage;
import dev.langchain4j.openrouter.playground.Bill.Charge;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BillTest {

    private static final BigDecimal TWO_CENTS = new BigDecimal("0.02");

    private final Bill bill = new Bill(record -> {});

    @Test
    void knows_a_cost_that_becomes_known_after_its_call() {
        OpenRouterCostSink call = bill.begin().get();
        call.accept(record(Outcome.UNKNOWN, null));
        assertThat(bill.charge()).isEqualTo(new Charge(BigDecimal.ZERO, false));

        call.accept(record(Outcome.SETTLED, TWO_CENTS));

        assertThat(bill.charge()).isEqualTo(new Charge(TWO_CENTS, true));
    }

    @Test
    void a_cost_that_becomes_known_does_not_end_another_call() {
        OpenRouterCostSink call = bill.begin().get();
        call.accept(record(Outcome.UNKNOWN, null));
        OpenRouterCostSink other = bill.begin().get();

        call.accept(record(Outcome.SETTLED, TWO_CENTS));

        assertThat(bill.charge()).isEqualTo(new Charge(TWO_CENTS, false));
        other.accept(record(Outcome.ANSWERED, TWO_CENTS));
        assertThat(bill.charge()).isEqualTo(new Charge(new BigDecimal("0.04"), true));
    }

    static OpenRouterCostRecord record(Outcome outcome, @Nullable BigDecimal cost) {
        boolean call = outcome != Outcome.SETTLED;
        return new OpenRouterCostRecord(
                Instant.EPOCH,
                "chat",
                Duration.ZERO,
                null,
                call ? 1 : 0,
                "gen-1",
                "openai/gpt-4o",
                "openai/gpt-4o",
                null,
                OpenRouterTokenUsage.builder().cost(cost).build(),
                null,
                null,
                null,
                Map.of(),
                outcome,
                null,
                call ? List.of(new Attempt(outcome, cost, "gen-1", null)) : List.of());
    }
}
