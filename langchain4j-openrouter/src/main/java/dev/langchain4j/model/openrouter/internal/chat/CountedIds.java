package dev.langchain4j.model.openrouter.internal.chat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ids of tool calls, each as often as it was added: a model may give several calls the same. */
final class CountedIds {

    private final Map<@Nullable String, Integer> counts = new HashMap<>();

    void add(@Nullable String id) {
        counts.merge(id, 1, Integer::sum);
    }

    boolean contains(@Nullable String id) {
        return counts.containsKey(id);
    }

    /** @return false if it is not there */
    boolean removeOne(@Nullable String id) {
        if (!contains(id)) {
            return false;
        }
        counts.computeIfPresent(id, (same, count) -> count == 1 ? null : count - 1);
        return true;
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }
}
