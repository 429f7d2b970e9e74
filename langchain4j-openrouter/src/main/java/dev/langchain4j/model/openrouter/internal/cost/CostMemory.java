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
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Counts in the memory of this process. Keeps nothing for refused calls. */
public final class CostMemory implements CostStore {

    /** Number of periods of each length to remember, because a clock can step back. */
    private static final int PERIODS = 64;

    /** More is for ever. */
    private static final Duration LONGEST = Duration.ofDays(1_000_000);

    private final @Nullable Duration idle;
    private final Consumer<CostAccount.Key> forgotten;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();

    // All below are guarded by the lock. The last used stand last if idle accounts are forgotten; reading is no use.
    private final Map<CostAccount.Key, Entry> lasting = new LinkedHashMap<>();
    private final Map<CostAccount.Key, Entry> owned = new LinkedHashMap<>();

    /**
     * Creates an empty memory.
     *
     * @param idle time after which a session or a tag's value is forgotten; null for never
     * @param forgotten gets those that were idle, under the lock
     */
    public CostMemory(@Nullable Duration idle, Consumer<CostAccount.Key> forgotten, Time time) {
        this.idle = idle == null || idle.compareTo(LONGEST) > 0 ? null : idle;
        this.forgotten = forgotten;
        this.time = time;
    }

    /** One account. */
    private static final class Entry {

        private CostBalance balance = CostBalance.ZERO;

        /** When the account was last used; kept only if idle accounts are forgotten. */
        private Instant used = Instant.EPOCH;

        /**
         * Whether the account was ended by {@code endSession} or {@code endTag}: it is kept only while a call is open.
         */
        private boolean ended;
    }

    @Override
    public @Nullable Shortage reserve(List<CostHold> holds) {
        List<CostAccount> accounts = holds.get(0).accounts();
        BigDecimal amount = CostHold.sum(holds);
        lock.lock();
        try {
            dropIdle();
            for (CostAccount account : accounts) {
                if (account.limit() == null) {
                    continue;
                }
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
        lock.lock();
        try {
            List<CostAccount> kept =
                    hold.accounts().stream().filter(this::isKept).toList();
            change(kept, CostBalance.settled(counted, cost), true);
        } finally {
            lock.unlock();
        }
        return true;
    }

    /** A late cost does not bring back an account that was forgotten while it counted nothing. */
    private boolean isKept(CostAccount account) {
        return entries(account.key()).containsKey(account.key());
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
                known.balance = new CostBalance(BigDecimal.ZERO, known.balance.reserved(), known.balance.unsettled());
                known.ended = true;
                removeIfOver(account, known);
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
        Instant now = idle == null ? Instant.EPOCH : time.now();
        for (CostAccount account : accounts) {
            change(account.key(), change, settles, now);
        }
    }

    private void change(CostAccount.Key key, CostBalance change, boolean settles, Instant now) {
        Map<CostAccount.Key, Entry> entries = entries(key);
        Entry known = idle == null ? entries.get(key) : entries.remove(key);
        Entry entry = known == null ? new Entry() : known;
        entry.balance = entry.balance.plus(change);
        entry.used = now;
        entry.ended = entry.ended && settles;
        if (known == null || idle != null) {
            entries.put(key, entry);
        }
        if (known == null && key.kind() == CostAccount.Kind.PERIOD) {
            dropOldPeriods(key.name());
        }
        removeIfOver(key, entry);
    }

    private void removeIfOver(CostAccount.Key key, Entry entry) {
        if (entry.ended && entry.balance.isAtRest()) {
            entries(key).remove(key);
        }
    }

    private CostBalance balance(CostAccount.Key key) {
        Entry known = entries(key).get(key);
        return known == null ? CostBalance.ZERO : known.balance;
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
        Instant now = time.now();
        Instant since = now.minus(idle);
        while (!owned.isEmpty()) {
            Map.Entry<CostAccount.Key, Entry> eldest =
                    owned.entrySet().iterator().next();
            CostAccount.Key key = eldest.getKey();
            Entry entry = eldest.getValue();
            if (!entry.used.isBefore(since)) {
                return;
            }
            owned.remove(key);
            if (entry.balance.isAtRest()) {
                forgotten.accept(key);
            } else {
                entry.used = now; // as its next change will do; meanwhile it is not in the way of the others
                owned.put(key, entry);
            }
        }
    }

    private void dropOldPeriods(String length) {
        Predicate<CostAccount.Key> same = key -> key.name().equals(length);
        long excess = lasting.keySet().stream().filter(same).count() - PERIODS;
        Iterator<Map.Entry<CostAccount.Key, Entry>> eldest = lasting.entrySet().iterator();
        while (excess > 0 && eldest.hasNext()) {
            Map.Entry<CostAccount.Key, Entry> entry = eldest.next();
            if (same.test(entry.getKey()) && entry.getValue().balance.isAtRest()) {
                eldest.remove();
                excess--;
            }
        }
    }
}
