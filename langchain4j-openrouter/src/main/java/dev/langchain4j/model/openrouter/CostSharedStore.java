package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Outcome;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore.Reservation;
import dev.langchain4j.model.openrouter.internal.cost.CostAccount;
import dev.langchain4j.model.openrouter.internal.cost.CostAttribution;
import dev.langchain4j.model.openrouter.internal.cost.CostBalance;
import dev.langchain4j.model.openrouter.internal.cost.CostHold;
import dev.langchain4j.model.openrouter.internal.cost.CostStore;
import dev.langchain4j.model.openrouter.internal.guard.ExceptionGuard;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts in a user's store. What it throws at the end of a call is logged, because the answer is paid for. */
record CostSharedStore(OpenRouterBudgetStore store) implements CostStore {

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    @Override
    public @Nullable Shortage reserve(List<CostHold> holds) {
        List<CostAccount> accounts = holds.get(0).accounts();
        List<OpenRouterBudgetStore.Account> shared =
                accounts.stream().map(CostSharedStore::account).toList();
        OpenRouterBudgetStore.Shortage shortage = reached(() -> store.reserve(
                holds.stream().map(hold -> reservation(hold, shared)).toList()));
        if (shortage == null) {
            return null;
        }
        CostAccount where = accounts.stream()
                .filter(account -> key(account.key()).equals(shortage.account()))
                .findFirst()
                .orElseThrow();
        return new Shortage(where, balance(shortage.balance()));
    }

    @Override
    public void known(CostHold hold, BigDecimal cost) {
        settle(hold, Outcome.known(cost));
    }

    @Override
    public void unknown(CostHold hold, BigDecimal counted, @Nullable String openRouterId) {
        settle(hold, Outcome.unknown(counted, openRouterId));
    }

    private void settle(CostHold hold, Outcome outcome) {
        ExceptionGuard.run(
                () -> store.settle(hold.id(), outcome),
                e -> LOG.warn("The budget's store failed to settle a call; its reservation still counts", e));
    }

    @Override
    public boolean settled(CostHold hold, BigDecimal counted, BigDecimal cost) {
        return store.resolve(hold.id(), cost);
    }

    @Override
    public CostBalance read(CostAccount.Key account) {
        return reached(() -> balance(store.read(key(account))));
    }

    @Override
    public void forget(CostAccount.Key account) {
        store.forget(key(account));
    }

    @Override
    public void identify(CostHold hold, Supplier<@Nullable String> openRouterId) {
        String id = openRouterId.get();
        if (id != null) {
            ExceptionGuard.run(
                    () -> store.identify(hold.id(), id),
                    e -> LOG.warn("The budget's store failed to keep the id of a call", e));
        }
    }

    @Override
    public Optional<CostHold> find(String openRouterId) {
        return reached(() -> store.find(openRouterId).map(CostSharedStore::hold));
    }

    @Override
    public List<Orphan> takeOver() {
        return store.takeOver().stream()
                .map(orphan -> new Orphan(hold(orphan.reservation()), orphan.openRouterId(), orphan.abandoned()))
                .toList();
    }

    private static <T> T reached(Supplier<T> request) {
        try {
            return request.get();
        } catch (RuntimeException unreachable) {
            throw new CostStoreException(unreachable);
        }
    }

    private static Reservation reservation(CostHold hold, List<OpenRouterBudgetStore.Account> accounts) {
        CostAttribution attribution = hold.attribution();
        return new Reservation(
                hold.id(),
                hold.amount(),
                accounts,
                attribution.operation(),
                attribution.modelRequested(),
                attribution.sessionId(),
                attribution.tags());
    }

    /** Without accounts: the store has them. */
    private static CostHold hold(Reservation reservation) {
        return new CostHold(
                reservation.id(),
                reservation.amount(),
                List.of(),
                new CostAttribution(
                        reservation.operation(), reservation.model(), reservation.sessionId(), reservation.tags()));
    }

    private static OpenRouterBudgetStore.Account account(CostAccount account) {
        return new OpenRouterBudgetStore.Account(key(account.key()), account.limit());
    }

    private static OpenRouterBudgetStore.Key key(CostAccount.Key key) {
        OpenRouterBudgetStore.Scope scope = switch (key.kind()) {
            case TOTAL -> OpenRouterBudgetStore.Scope.TOTAL;
            case PERIOD -> OpenRouterBudgetStore.Scope.PERIOD;
            case SESSION -> OpenRouterBudgetStore.Scope.SESSION;
            case TAG -> OpenRouterBudgetStore.Scope.TAG;
        };
        return new OpenRouterBudgetStore.Key(scope, key.name(), key.value());
    }

    private static CostBalance balance(OpenRouterBudgetStore.Balance balance) {
        return new CostBalance(balance.spent(), balance.reserved(), balance.unsettled());
    }
}
