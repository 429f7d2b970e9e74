package dev.langchain4j.model.openrouter.internal.api;

import java.util.List;
import java.util.function.Function;

/** Asks with one key after the other, for what OpenRouter shows only to the account that made it. */
final class EachKey {

    private static final int NOT_FOUND = 404;

    private EachKey() {}

    /**
     * The first answer.
     *
     * @param each at least one
     * @throws ApiException if there is none: a 404 if there was one, else the first failure
     */
    static <K, T> T first(List<K> each, Function<K, T> ask) {
        ApiException failure = null;
        for (K key : each) {
            try {
                return ask.apply(key);
            } catch (ApiException e) {
                failure = failure == null || e.error().status() == NOT_FOUND ? e : failure;
            }
        }
        throw failure;
    }
}
