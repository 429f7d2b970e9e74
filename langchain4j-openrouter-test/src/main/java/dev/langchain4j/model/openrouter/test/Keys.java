package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The keys that the server accepts. Thread-safe. */
final class Keys {

    /** The key that every server accepts. */
    static final String STANDARD = "sk-or-v1-" + "0123456789abcdef".repeat(4);

    /** The key of the account, which cannot call models. */
    static final String MANAGEMENT = "sk-or-v1-" + "fedcba9876543210".repeat(4);

    private final Set<String> known = new HashSet<>(Set.of(STANDARD));
    private final Map<String, ManagedKey> managed = new LinkedHashMap<>();
    private int made;

    synchronized void add(String key) {
        known.add(key);
    }

    synchronized boolean contain(String key) {
        return known.contains(key) || managed.values().stream().anyMatch(one -> one.isKey(key) && one.works());
    }

    /**
     * Makes a key.
     *
     * @param asked the body of the request
     */
    synchronized ManagedKey make(JsonNode asked) {
        made++;
        ManagedKey key =
                new ManagedKey("sk-or-v1-" + String.format(Locale.ROOT, "%064x", 0xbeef0000L + made), made, asked);
        managed.put(key.hash(), key);
        return key;
    }

    /** Those that were made here, the oldest first. */
    synchronized List<ManagedKey> made() {
        return new ArrayList<>(managed.values());
    }

    synchronized @Nullable ManagedKey find(String hash) {
        return managed.get(hash);
    }

    /** The one that was made here with this text; null for every other key. */
    synchronized @Nullable ManagedKey withText(String key) {
        return managed.values().stream()
                .filter(one -> one.isKey(key))
                .findFirst()
                .orElse(null);
    }

    synchronized void remove(String hash) {
        managed.remove(hash);
    }
}
