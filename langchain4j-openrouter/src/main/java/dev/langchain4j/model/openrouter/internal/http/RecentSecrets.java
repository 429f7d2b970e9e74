package dev.langchain4j.model.openrouter.internal.http;

import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The secrets of requests. The last ones are kept: most requests of a client carry the same, and to cut a key into its
 * pieces costs as much as the rest of a short call. Thread-safe.
 */
final class RecentSecrets {

    private final SecretHeaders names;
    private final Credentials credentials;
    private final boolean users;
    private volatile Secrets last = Secrets.NONE;

    RecentSecrets(HttpSettings settings) {
        this.names = settings.secretHeaders();
        this.credentials = settings.credentials();
        this.users = settings.okHttpClient() != null;
    }

    Secrets of(Request request) {
        Headers all = request.headers();
        Headers headers = users ? names.in(all) : all; // what OkHttp adds to them differs from call to call
        Secrets known = last;
        if (!known.areOf(headers, credentials.secrets())) {
            known = new Secrets(headers, names, credentials.secrets());
            last = known;
        }
        return known;
    }

    /** Of the request as sent: a user's client adds more, with interceptors of both kinds and with its cookie jar. */
    Secrets ofRequestOf(Response response) {
        Response fromNetwork = users ? response.networkResponse() : null;
        return of(fromNetwork == null ? response.request() : fromNetwork.request());
    }
}
