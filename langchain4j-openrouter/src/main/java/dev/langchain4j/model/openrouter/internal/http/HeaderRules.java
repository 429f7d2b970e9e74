package dev.langchain4j.model.openrouter.internal.http;

import org.jspecify.annotations.Nullable;

/** What HTTP allows in a header: visible ASCII. */
public final class HeaderRules {

    private HeaderRules() {}

    /**
     * Checks a header before it is sent.
     *
     * @throws IllegalArgumentException naming the setter and the header, never the value, which may be a secret
     */
    public static void check(String setter, @Nullable String name, @Nullable String value) {
        if (name == null || name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127 && c != ':')) {
            throw new IllegalArgumentException(setter + " contains a name that HTTP does not allow: '"
                    + (name == null ? null : VisibleText.of(name)) + "'");
        }
        if (value == null) {
            throw new IllegalArgumentException(setter + " has no value for '" + name + "'");
        }
        if (!allowsValue(value)) {
            throw new IllegalArgumentException(
                    setter + " has a value for '" + name + "' that HTTP does not allow: visible ASCII only");
        }
    }

    public static boolean allowsValue(String value) {
        return value.chars().allMatch(c -> c == '\t' || c >= ' ' && c < 127);
    }
}
