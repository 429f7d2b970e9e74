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
    private final boolean ofUsersClient;
    private volatile Secrets last = Secrets.NONE;

    RecentSecrets(HttpSettings settings) {
        this.names = settings.secretHeaders();
        this.credentials = settings.credentials();
        this.ofUsersClient = settings.okHttpClient() != null;
    }

    Secrets of(Request made) {
        return of(inUse(made));
    }

    /** The known secrets with those of another request of the same call. */
    Secrets with(Secrets known, Request another) {
        Headers all = known.headersAnd(inUse(another));
        return all == null ? known : of(all);
    }

    /**
     * The known secrets with those of a request as sent: a user's client adds more, by interceptors and its cookie jar.
     */
    Secrets withSent(Secrets known, Request sent) {
        return ofUsersClient ? with(known, sent) : known;
    }

    /** What OkHttp adds to the headers for a user's client differs from call to call. */
    private Headers inUse(Request request) {
        return ofUsersClient ? names.in(request.headers()) : request.headers();
    }

    private Secrets of(Headers headers) {
        Secrets known = last;
        if (!known.areOf(headers, credentials.secrets())) {
            known = new Secrets(headers, names, credentials.secrets());
            last = known;
        }
        return known;
    }
}
