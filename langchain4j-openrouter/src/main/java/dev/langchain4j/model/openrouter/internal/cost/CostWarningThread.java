package dev.langchain4j.model.openrouter.internal.cost;

import dev.langchain4j.model.openrouter.internal.http.OwnThread;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Checks the warnings of a shared budget: an answer must not wait for the database. One daemon thread, while there are
 * accounts to check. Thread-safe.
 */
public final class CostWarningThread implements Consumer<List<CostAccount>> {

    private final Consumer<List<CostAccount>> check;

    // All below are guarded by this object's monitor. Each account once: its latest balance is read.
    private final Map<CostAccount.Key, CostAccount> waiting = new LinkedHashMap<>();
    private boolean running;

    /** @param check throws nothing but errors */
    public CostWarningThread(Consumer<List<CostAccount>> check) {
        this.check = check;
    }

    @Override
    public synchronized void accept(List<CostAccount> accounts) {
        for (CostAccount account : accounts) {
            if (account.limit() != null) {
                waiting.put(account.key(), account);
            }
        }
        if (!running && !waiting.isEmpty()) {
            // if there is no thread, the next call's end tries again
            running = OwnThread.start(this::run, this::died, "openrouter-budget-warnings");
        }
    }

    private void run() {
        for (List<CostAccount> next = next(); !next.isEmpty(); next = next()) {
            check.accept(next);
        }
    }

    private synchronized List<CostAccount> next() {
        List<CostAccount> next = List.copyOf(waiting.values());
        waiting.clear();
        running = !next.isEmpty();
        return next;
    }

    private synchronized void died() {
        running = false;
    }
}
