package dev.langchain4j.model.openrouter.internal.http;

import okhttp3.Headers;
import okhttp3.Request;

/**
 * The secrets of requests. The last ones are kept: most requests of a client carry the same, and to cut a key into its
 * pieces costs as much as the rest of a short call. Thread-safe.
 */
final class RecentSecrets {

    private final SecretHeaders names;
    private final Credentials credentials;
    private volatile Secrets last = Secrets.NONE;

    RecentSecrets(HttpSettings settings) {
        this.names = settings.secretHeaders();
        this.credentials = settings.credentials();
    }

    Secrets of(Request request) {
        Headers headers = request.headers();
        Secrets known = last;
        if (!known.areOf(headers, credentials.secrets())) {
            known = new Secrets(headers, names, credentials.secrets());
            last = known;
        }
        return known;
    }
}
