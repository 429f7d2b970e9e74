package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.internal.cost.CostAccount;
import dev.langchain4j.model.openrouter.internal.cost.CostBalance;
import dev.langchain4j.model.openrouter.internal.cost.CostStore;
import dev.langchain4j.model.openrouter.internal.guard.ExceptionGuard;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a listener when a budget is nearly used, once for each account.
 *
 * @param fraction the part of a limit, above 0 and at most 1; null: never
 * @param listener null: none
 */
record CostWarnings(
        CostStore store,
        @Nullable BigDecimal fraction,
        @Nullable Consumer<OpenRouterBudget.Warning> listener,
        Set<CostAccount.Key> warned) {

    private static final int MAX_WARNED = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    CostWarnings(
            CostStore store, @Nullable BigDecimal fraction, @Nullable Consumer<OpenRouterBudget.Warning> listener) {
        this(store, fraction, listener, ConcurrentHashMap.newKeySet());
    }

    boolean isOn() {
        return fraction != null && listener != null;
    }

    void check(List<CostAccount> accounts) {
        if (fraction != null && listener != null) {
            accounts.forEach(account -> check(account, fraction, listener));
        }
    }

    /** An account that starts again is warned about again. */
    void forget(CostAccount.Key account) {
        warned.remove(account);
    }

    private void check(CostAccount account, BigDecimal fraction, Consumer<OpenRouterBudget.Warning> listener) {
        if (account.limit() == null || warned.contains(account.key())) {
            return;
        }
        CostBalance balance = store.read(account.key()).tidy();
        BigDecimal used = balance.spent().add(balance.unsettled());
        if (warned.size() >= MAX_WARNED) {
            warned.clear(); // a second warning is better than unlimited memory
        }
        if (used.compareTo(account.limit().multiply(fraction)) < 0 || !warned.add(account.key())) {
            return;
        }
        var warning =
                new OpenRouterBudget.Warning(account.scope(), account.limit(), balance.spent(), balance.unsettled());
        ExceptionGuard.run(() -> listener.accept(warning), e -> LOG.warn("The listener of warnAt failed", e));
    }
}
