package dev.langchain4j.model.openrouter.internal.cost;

import dev.langchain4j.model.openrouter.internal.http.Time;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts in the memory of this process. Keeps nothing for refused calls. */
public final class CostMemory implements CostStore {

    /** Number of periods of each length to remember, because a clock can step back. */
    private static final int PERIODS = 64;

    private final @Nullable Duration idle;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();

    // All below are guarded by the lock. The last used stand last.
    private final Map<CostAccount.Key, Entry> lasting = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<CostAccount.Key, Entry> owned = new LinkedHashMap<>(16, 0.75f, true);

    /** @param idle time after which a session or a tag's value is forgotten; null for never */
    public CostMemory(@Nullable Duration idle, Time time) {
        this.idle = idle;
        this.time = time;
    }

    /** @param ended its owner has ended it: kept only while a call is open */
    private record Entry(CostBalance balance, Instant used, boolean ended) {}

    @Override
    public @Nullable Shortage reserve(List<CostHold> holds) {
        List<CostAccount> accounts = holds.get(0).accounts();
        BigDecimal amount = sum(holds);
        lock.lock();
        try {
            dropIdle();
            for (CostAccount account : accounts) {
                CostBalance balance = balance(account.key());
                if (!account.hasRoomFor(amount, balance)) {
                    return new Shortage(account, balance);
                }
            }
            change(accounts, CostBalance.reserved(amount), false);
            return null;
        } finally {
            lock.unlock();
        }
    }

    private static BigDecimal sum(List<CostHold> holds) {
        BigDecimal sum = holds.get(0).amount();
        for (CostHold further : holds.subList(1, holds.size())) {
            sum = sum.add(further.amount());
        }
        return sum;
    }

    @Override
    public void known(CostHold hold, BigDecimal cost) {
        settle(hold, CostBalance.spent(hold.amount(), cost));
    }

    @Override
    public void unknown(CostHold hold, BigDecimal counted, @Nullable String openRouterId) {
        settle(hold, CostBalance.unsettled(hold.amount(), counted));
    }

    @Override
    public boolean settled(CostHold hold, BigDecimal counted, BigDecimal cost) {
        settle(hold, CostBalance.settled(counted, cost));
        return true;
    }

    private void settle(CostHold hold, CostBalance change) {
        lock.lock();
        try {
            change(hold.accounts(), change, true);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public CostBalance read(CostAccount.Key account) {
        lock.lock();
        try {
            dropIdle();
            return balance(account);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void forget(CostAccount.Key account) {
        lock.lock();
        try {
            Entry known = entries(account).get(account);
            if (known != null) {
                CostBalance left = new CostBalance(
                        BigDecimal.ZERO,
                        known.balance().reserved(),
                        known.balance().unsettled());
                put(account, new Entry(left, known.used(), true));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Number of accounts. */
    public int size() {
        lock.lock();
        try {
            return lasting.size() + owned.size();
        } finally {
            lock.unlock();
        }
    }

    private void change(List<CostAccount> accounts, CostBalance change, boolean settles) {
        Instant now = time.now();
        for (CostAccount account : accounts) {
            change(account.key(), change, settles, now);
        }
    }

    private void change(CostAccount.Key key, CostBalance change, boolean settles, Instant now) {
        Entry known = entries(key).get(key);
        boolean ended = settles && known != null && known.ended();
        CostBalance before = known == null ? CostBalance.ZERO : known.balance();
        put(key, new Entry(before.plus(change), now, ended));
        if (key.kind() == CostAccount.Kind.PERIOD && known == null) {
            dropOldPeriods(key.name());
        }
    }

    private void put(CostAccount.Key key, Entry entry) {
        if (entry.ended() && entry.balance().isAtRest()) {
            entries(key).remove(key);
        } else {
            entries(key).put(key, entry);
        }
    }

    private CostBalance balance(CostAccount.Key key) {
        Entry known = entries(key).get(key);
        return known == null ? CostBalance.ZERO : known.balance();
    }

    private Map<CostAccount.Key, Entry> entries(CostAccount.Key key) {
        return switch (key.kind()) {
            case TOTAL, PERIOD -> lasting;
            case SESSION, TAG -> owned;
        };
    }

    private void dropIdle() {
        if (idle == null) {
            return;
        }
        Instant since = time.now().minus(idle);
        Iterator<Entry> eldest = owned.values().iterator();
        while (eldest.hasNext()) {
            Entry entry = eldest.next();
            if (!entry.used().isBefore(since)) {
                return;
            }
            if (entry.balance().isAtRest()) {
                eldest.remove();
            }
        }
    }

    private void dropOldPeriods(String length) {
        Function<CostAccount.Key, Boolean> same = key -> key.name().equals(length);
        long excess = lasting.keySet().stream().filter(same::apply).count() - PERIODS;
        Iterator<Map.Entry<CostAccount.Key, Entry>> eldest = lasting.entrySet().iterator();
        while (excess > 0 && eldest.hasNext()) {
            Map.Entry<CostAccount.Key, Entry> entry = eldest.next();
            if (same.apply(entry.getKey()) && entry.getValue().balance().isAtRest()) {
                eldest.remove();
                excess--;
            }
        }
    }
}
