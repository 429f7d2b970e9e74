package dev.langchain4j.model.openrouter.test;

import java.util.HashSet;
import java.util.Set;

/** The keys that the server accepts. Thread-safe. */
final class Keys {

    /** The key that every server accepts. */
    static final String STANDARD = "sk-or-v1-" + "0123456789abcdef".repeat(4);

    private final Set<String> known = new HashSet<>(Set.of(STANDARD));

    synchronized void add(String key) {
        known.add(key);
    }

    synchronized boolean contain(String key) {
        return known.contains(key);
    }
}
