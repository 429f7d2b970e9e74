package dev.langchain4j.model.openrouter.internal.cost;

import dev.langchain4j.model.openrouter.internal.http.TransportException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks for the cost of a call over its own connection or, if that has been closed, over the one that was used last. */
final class CostLookups {

    private static final int MAX_CONNECTIONS = 32;

    /** The last of {@link #recent}; null if it may not be in there. */
    private volatile @Nullable CostLookup last;

    /** Open connections, the last used at the end. Guarded by this object's monitor. */
    private final Set<CostLookup> recent = new LinkedHashSet<>();

    void seen(CostLookup lookup) {
        if (last != lookup) {
            remember(lookup);
        }
    }

    private synchronized void remember(CostLookup lookup) {
        last = lookup;
        recent.remove(lookup);
        recent.add(lookup);
        if (recent.size() > MAX_CONNECTIONS) {
            recent.remove(recent.iterator().next());
        }
    }

    /** Empty if the cost is not available now. */
    Optional<CostSettlement> find(String generationId, CostLookup own) {
        Optional<CostSettlement> known = ask(own, generationId);
        return known == null ? askAnother(generationId) : known;
    }

    private Optional<CostSettlement> askAnother(String generationId) {
        for (CostLookup lookup : recentFirst()) {
            Optional<CostSettlement> known = ask(lookup, generationId);
            if (known != null) {
                return known;
            }
            forget(lookup);
        }
        return Optional.empty();
    }

    private synchronized List<CostLookup> recentFirst() {
        List<CostLookup> lookups = new ArrayList<>(recent);
        Collections.reverse(lookups);
        return lookups;
    }

    private synchronized void forget(CostLookup closed) {
        last = null;
        recent.remove(closed);
    }

    /** @return null if the connection has been closed; empty if the cost is not available now */
    private static @Nullable Optional<CostSettlement> ask(CostLookup lookup, String generationId) {
        try {
            return lookup.find(generationId);
        } catch (TransportException failure) {
            return failure.kind() == TransportException.Kind.CLOSED ? null : Optional.empty();
        } catch (RuntimeException refused) {
            return Optional.empty();
        }
    }
}
