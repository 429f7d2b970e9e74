package dev.langchain4j.model.openrouter.internal.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which of several keys a batch belongs to: OpenRouter shows it to the workspace that has made it, and to no other. It
 * is the key that has submitted the batch, or the first one that has found it. Thread-safe.
 */
final class BatchOwners {

    /** Maximum batches to remember; the least recently used ones are forgotten and searched again. */
    private static final int MAX_BATCHES = 1_000;

    private final List<BatchEndpoints> ofEachKey;

    // Guarded by this object's monitor.
    private final Map<String, BatchEndpoints> owners = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BatchEndpoints> eldest) {
            return size() > MAX_BATCHES;
        }
    };

    /** @param ofEachKey at least one */
    BatchOwners(List<BatchEndpoints> ofEachKey) {
        this.ofEachKey = ofEachKey;
    }

    /** The endpoints of the key in a request's header {@code Authorization}; null for another key. */
    @Nullable
    BatchEndpoints with(@Nullable String authorization) {
        return ofEachKey.stream()
                .filter(each -> each.isSentWith(authorization))
                .findFirst()
                .orElse(null);
    }

    synchronized void remember(String id, @Nullable BatchEndpoints owner) {
        if (owner != null) {
            owners.put(id, owner);
        }
    }

    boolean knows(String id) {
        return owner(id) != null;
    }

    private synchronized @Nullable BatchEndpoints owner(String id) {
        return owners.get(id);
    }

    /** Asks with the key of the batch; if that is unknown, or is refused by now, with one key after the other. */
    <T> T ask(String id, Function<BatchEndpoints, T> call) {
        BatchEndpoints owner = owner(id);
        if (owner != null) {
            try {
                return call.apply(owner);
            } catch (ApiException refused) {
                if (!EachKey.isOfKey(refused)) {
                    throw refused;
                }
            } catch (ApiKeyMissingException noKeyNow) {
                // another key of the workspace may do
            }
        }
        return EachKey.first(ofEachKey, each -> {
            T answer = call.apply(each);
            remember(id, each);
            return answer;
        });
    }
}
