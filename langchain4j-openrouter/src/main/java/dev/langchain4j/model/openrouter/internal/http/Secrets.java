package dev.langchain4j.model.openrouter.internal.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one request - the key in use, the keys of providers, the values of secret headers - and the one place
 * that removes them from responses: by value, in any spelling.
 *
 * <p>The search only runs if there is a text to clean: a successful call without logging pays nothing.
 */
public final class Secrets {

    /** Replaces a secret. */
    static final String MASK = "********";

    /** No secrets, for a request that was not sent. */
    public static final Secrets NONE = new Secrets(Headers.of(), new SecretHeaders(List.of()), List.of());

    private final Headers sent;
    private final SecretHeaders names;
    private final List<String> others;
    private volatile @Nullable SecretPieces pieces;

    /** @param others that the request does not carry */
    Secrets(Headers sent, SecretHeaders names, List<String> others) {
        this.sent = sent;
        this.names = names;
        this.others = others;
    }

    /** Whether these are the secrets of a request with the same headers. */
    boolean areOf(Headers headers, List<String> notCarried) {
        return sent.equals(headers) && others.equals(notCarried);
    }

    /** The headers of the request with others; null if they are the same. */
    @Nullable
    Headers headersAnd(Headers others) {
        Headers.Builder all = sent.newBuilder();
        for (int i = 0; i < others.size(); i++) {
            if (!sent.values(others.name(i)).contains(others.value(i))) {
                all.addUnsafeNonAscii(others.name(i), others.value(i));
            }
        }
        Headers joined = all.build();
        return joined.size() == sent.size() ? null : joined;
    }

    /** The key as sent last; null if there is none. */
    @Nullable
    String authorization() {
        return sent.get("Authorization");
    }

    /** The text without the secrets. */
    public String removedFrom(String text) {
        return pieces().removedFrom(text);
    }

    /** A copy of a JSON value without the secrets, in texts and in names. */
    public @Nullable Object removedFromJson(@Nullable Object value) {
        if (value instanceof String text) {
            return removedFrom(text);
        }
        if (value instanceof Map<?, ?> map) {
            return removedFromMembers(map);
        }
        if (value instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list.size());
            list.forEach(element -> copy.add(removedFromJson(element)));
            return copy;
        }
        // a key of digits comes back as a number
        return value instanceof Number number && !removedFrom(number.toString()).equals(number.toString())
                ? MASK
                : value;
    }

    public Map<String, Object> removedFromMembers(Map<?, ?> members) {
        Map<String, Object> copy = new LinkedHashMap<>();
        members.forEach((name, value) -> copy.put(removedFrom(String.valueOf(name)), removedFromJson(value)));
        return copy;
    }

    /** The headers for a log: of a secret one only the name. */
    String shown(Headers headers) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i);
            text.append(i == 0 ? "" : ", ")
                    .append('[')
                    .append(name)
                    .append(": ")
                    .append(names.contain(name) ? MASK : removedFrom(headers.value(i)))
                    .append(']');
        }
        return text.toString();
    }

    private SecretPieces pieces() {
        SecretPieces known = pieces;
        if (known == null) {
            List<String> values = new ArrayList<>(others);
            for (int i = 0; i < sent.size(); i++) {
                if (names.contain(sent.name(i))) {
                    SecretValues.in(sent.value(i), values);
                }
            }
            known = new SecretPieces(values);
            pieces = known;
        }
        return known;
    }

    /** Never shows a secret. */
    @Override
    public String toString() {
        return "Secrets";
    }
}
