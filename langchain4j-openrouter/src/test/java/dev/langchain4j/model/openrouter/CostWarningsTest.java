package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.langchain4j.model.openrouter.OpenRouterBudget.Warning;
import dev.langchain4j.model.openrouter.internal.cost.CostAccount;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.cost.CostHold;
import dev.langchain4j.model.openrouter.internal.cost.CostMemory;
import dev.langchain4j.model.openrouter.internal.cost.CostStore;
import dev.langchain4j.model.openrouter.internal.http.FakeTime;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostWarningsTest {

    private static final CostAccount SESSION =
            new CostAccount(CostAccount.Key.session("s-1"), "for session s-1", "perSession", new BigDecimal("10"));

    private final CostHold hold =
            CostHold.of(BigDecimal.ZERO, List.of(SESSION), CostAttribution.of("chat", "openai/gpt-4o"));
    private final CostStore store = new CostMemory(null, key -> {}, new FakeTime());
    private final List<Warning> told = new ArrayList<>();
    private final CostWarnings warnings = new CostWarnings(store, new BigDecimal("0.8"), told::add);

    @Test
    void says_nothing_below_the_fraction() {
        spend("7.99");

        assertThat(told).isEmpty();
    }

    @Test
    void tells_scope_limit_and_spending_when_the_fraction_is_reached() {
        spend("8");

        assertThat(told)
                .containsExactly(
                        new Warning("for session s-1", new BigDecimal("10"), new BigDecimal("8"), BigDecimal.ZERO));
    }

    @Test
    void tells_once_until_the_account_is_forgotten() {
        spend("8");
        spend("1");
        assertThat(told).hasSize(1);

        warnings.forget(SESSION.key());
        spend("0.5");

        assertThat(told).hasSize(2);
    }

    @Test
    void says_nothing_about_an_account_without_a_limit() {
        store.known(hold, new BigDecimal("100"));

        warnings.check(List.of(new CostAccount(SESSION.key(), SESSION.scope(), SESSION.setter(), null)));

        assertThat(told).isEmpty();
    }

    @Test
    void survives_a_listener_that_throws() {
        var failing = new CostWarnings(store, BigDecimal.ONE, warning -> {
            throw new IllegalStateException("the listener's own");
        });
        store.known(hold, new BigDecimal("10"));

        assertThatCode(() -> failing.check(List.of(SESSION))).doesNotThrowAnyException();
    }

    @Test
    void needs_no_listener() {
        store.known(hold, new BigDecimal("10"));

        assertThatCode(() -> new CostWarnings(store, null, null).check(List.of(SESSION)))
                .doesNotThrowAnyException();
    }

    private void spend(String usd) {
        store.known(hold, new BigDecimal(usd));
        warnings.check(List.of(SESSION));
    }
}
