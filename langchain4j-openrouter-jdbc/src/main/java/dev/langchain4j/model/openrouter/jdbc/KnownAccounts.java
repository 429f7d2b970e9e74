package dev.langchain4j.model.openrouter.jdbc;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides whether accounts must be read before a reservation: if one of them may have no row or no room. Otherwise a
 * reservation is one round trip. Used by the writer's thread alone.
 */
final class KnownAccounts {

    /** About 2 MB of ids. */
    private static final int MAX_ACCOUNTS = 10_000;

    private final Database database;
    private final Set<String> known = new HashSet<>();
    private boolean tight;

    KnownAccounts(Database database) {
        this.database = database;
    }

    boolean mustLook(List<Queued> reserves) {
        if (reserves.isEmpty()) {
            return false;
        }
        return tight || !database.dialect().hasCountFunction() || !isKnown(reserves);
    }

    private boolean isKnown(List<Queued> reserves) {
        return reserves.stream()
                .allMatch(queued ->
                        known.containsAll(((Ask.Reserve) queued.ask).rows().keySet()));
    }

    /** A reservation did not fit: from now on, accounts are read before a reservation. */
    void tight() {
        tight = true;
    }

    /** Accounts were read; those of the admitted reservations have rows and room. */
    void looked(List<Queued> admitted, List<Queued> all) {
        tight = admitted.size() < all.size();
        if (known.size() > MAX_ACCOUNTS) {
            known.clear();
        }
        admitted.forEach(
                queued -> known.addAll(((Ask.Reserve) queued.ask).rows().keySet()));
    }
}
