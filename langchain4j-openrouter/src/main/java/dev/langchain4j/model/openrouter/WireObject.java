package dev.langchain4j.model.openrouter;

import static dev.langchain4j.internal.ValidationUtils.ensureNotNull;

import dev.langchain4j.model.openrouter.internal.api.json.ImmutableJson;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A value that is a JSON object in the request. Immutable; equal values have equal members. Members are sorted by name,
 * so equal values give equal bytes, however they were built.
 */
abstract class WireObject {

    /** Members that are texts for a model, wherever they are inside. */
    private static final Set<String> TEXTS = Set.of("grammar", "instructions", "search_prompt");

    private final Map<String, Object> members;

    /** @throws IllegalArgumentException if a member is not a JSON value, naming it */
    WireObject(Map<String, ?> members) {
        this.members =
                ImmutableJson.copyOf(new Members(members).toMap(), getClass().getSimpleName());
    }

    /** The members as sent, by their names on the wire; immutable. */
    public final Map<String, Object> toMap() {
        return members;
    }

    /** An object of two members, whose order does not change. */
    static Map<String, Object> sorted(String name, Object value, String otherName, Object otherValue) {
        return new Members().set(name, value).set(otherName, otherValue).toMap();
    }

    /** The members with one set, or removed if {@code value} is null. */
    final Map<String, Object> membersWith(String name, @Nullable Object value) {
        return new Members(members).set(name, value).toMap();
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other != null && getClass() == other.getClass() && members.equals(((WireObject) other).members);
    }

    @Override
    public final int hashCode() {
        return members.hashCode();
    }

    /** The members in the order of their names, with the length of a text for a model in place of it. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + shown(members);
    }

    private static @Nullable Object shown(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(WireObject::shown).toList();
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        var shown = new TreeMap<Object, Object>();
        map.forEach((name, member) -> shown.put(
                name,
                TEXTS.contains(name) && member instanceof String text
                        ? "(" + text.length() + " characters)"
                        : shown(member)));
        return shown;
    }

    /** Collects members for a builder. */
    static final class Members {

        private final TreeMap<String, Object> members = new TreeMap<>();

        Members() {}

        Members(Map<String, ?> members) {
            ensureNotNull(members, "fields").forEach((name, value) -> {
                ensureNotNull(name, "A name among the fields");
                this.members.put(name, value);
            });
        }

        /** Sets a member; null removes it. */
        Members set(String name, @Nullable Object value) {
            if (value == null) {
                members.remove(name);
            } else {
                members.put(name, value instanceof List<?> list ? List.copyOf(list) : value);
            }
            return this;
        }

        /** Sets a member of a member that is an object, and leaves the others of that object. */
        Members set(String name, String inner, @Nullable Object value) {
            var object = new Members();
            if (members.get(name) instanceof Map<?, ?> map) {
                map.forEach((key, old) -> object.set((String) key, old));
            }
            object.set(inner, value);
            return set(name, object.members.isEmpty() ? null : object.members);
        }

        @Nullable
        Object get(String name) {
            return members.get(name);
        }

        Map<String, Object> toMap() {
            return new TreeMap<>(members);
        }
    }
}
