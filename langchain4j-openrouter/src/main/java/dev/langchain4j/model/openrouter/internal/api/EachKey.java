package dev.langchain4j.model.openrouter.internal.api;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Asks with one key after the other, for what OpenRouter shows only to the account that made it. */
final class EachKey {

    private static final int NOT_FOUND = 404;
    private static final Set<Integer> OF_KEYS = Set.of(401, 402, 403);

    private EachKey() {}

    /**
     * The first answer.
     *
     * @param each at least one
     * @throws ApiException if there is none: the first failure that is not about its key, because the answer may be
     *     behind it; else a 404 if there was one, else the first refusal of a key
     * @throws ApiKeyMissingException if no key could be asked
     */
    static <K, T> T first(List<K> each, Function<K, T> ask) {
        RuntimeException failure = null;
        for (K key : each) {
            try {
                return ask.apply(key);
            } catch (ApiException | ApiKeyMissingException e) {
                failure = failure == null || rank(e) > rank(failure) ? e : failure;
            }
        }
        throw failure;
    }

    /** Whether it is about the key, so that another one may see what this one does not. */
    static boolean isOfKey(RuntimeException failure) {
        return failure instanceof ApiKeyMissingException
                || failure instanceof ApiException api
                        && OF_KEYS.contains(api.error().status());
    }

    private static int rank(RuntimeException failure) {
        if (!(failure instanceof ApiException api)) {
            return 0; // its supplier has no key now
        }
        return api.error().status() == NOT_FOUND ? 2 : isOfKey(api) ? 1 : 3;
    }
}
