package dev.langchain4j.model.openrouter.internal.http;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import okhttp3.Headers;

/** Decides which headers carry secrets: those with secret-looking names, and those that the user named. */
public final class SecretHeaders {

    /** {@code …tokens} is a count, {@code …token} a secret. */
    private static final Pattern LOOKS_SECRET =
            Pattern.compile("auth|key|token(?!s)|secret|cookie|passw|credential|signature");

    private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /** @param names in addition to those that look secret, in any case */
    public SecretHeaders(Collection<String> names) {
        this.names.addAll(names);
    }

    /** The headers with secrets among these. */
    Headers in(Headers sent) {
        Headers.Builder secret = new Headers.Builder();
        for (int i = 0; i < sent.size(); i++) {
            if (contain(sent.name(i))) {
                secret.addUnsafeNonAscii(sent.name(i), sent.value(i));
            }
        }
        return secret.build();
    }

    boolean contain(String name) {
        return names.contains(name)
                || LOOKS_SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
    }
}
