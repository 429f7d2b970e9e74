package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.error.ErrorKind;
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
        return ask(id, call, call);
    }

    /**
     * @param ofOwner what to call with the key of the batch
     * @param ofAnother what to call with a key that may not see the batch
     */
    <T> T ask(String id, Function<BatchEndpoints, T> ofOwner, Function<BatchEndpoints, T> ofAnother) {
        BatchEndpoints owner = owner(id);
        if (owner == null) {
            return find(id, ofEachKey, ofAnother);
        }
        try {
            return ofOwner.apply(owner);
        } catch (ApiException | ApiKeyMissingException failure) {
            if (!EachKey.isOfKey(failure)) {
                throw failure;
            }
            return askOthers(id, owner, failure, ofAnother);
        }
    }

    /**
     * Another key of the workspace may do. One that is refused as well, or does not see the batch, says nothing about it.
     *
     * @param refusal of the owner
     */
    private <T> T askOthers(
            String id, BatchEndpoints owner, RuntimeException refusal, Function<BatchEndpoints, T> call) {
        List<BatchEndpoints> others =
                ofEachKey.stream().filter(each -> each != owner).toList();
        if (others.isEmpty()) {
            throw refusal;
        }
        try {
            return find(id, others, call);
        } catch (ApiException | ApiKeyMissingException failure) {
            throw EachKey.isOfKey(failure) || isNoSuchBatch(failure) ? refusal : failure;
        }
    }

    private static boolean isNoSuchBatch(RuntimeException failure) {
        return failure instanceof ApiException api && api.error().kind() == ErrorKind.NO_SUCH_BATCH;
    }

    private <T> T find(String id, List<BatchEndpoints> each, Function<BatchEndpoints, T> call) {
        return EachKey.first(each, ofKey -> {
            T answer = call.apply(ofKey);
            remember(id, ofKey);
            return answer;
        });
    }
}
