package dev.langchain4j.model.openrouter.internal.http;

import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Follows a redirect on the same host, and refuses every other, because the key and the prompt are for this host only.
 */
final class Redirects {

    static final int MAX = 5;

    private Redirects() {}

    /** The target; null if the response is not a redirect. */
    static @Nullable HttpUrl target(Response response) {
        String location = response.header("Location");
        if (!response.isRedirect() || location == null) {
            return null;
        }
        Request request = response.request();
        HttpUrl from = request.url();
        HttpUrl to = from.resolve(location);
        if (to == null) {
            throw refused(request, "to a malformed URL");
        }
        if (!to.host().equals(from.host())
                || to.port() != from.port()
                || !to.scheme().equals(from.scheme())) {
            throw refused(request, "to " + UrlRules.origin(to) + ", another host");
        }
        if (!request.method().equals("GET") && response.code() != 307 && response.code() != 308) {
            String loss = request.body() != null ? "drop the request's body" : "make a GET of it";
            throw refused(request, "with status " + response.code() + ", which would " + loss);
        }
        return to;
    }

    static TransportException tooMany(Request request) {
        return refused(request, "more than " + MAX + " times");
    }

    private static TransportException refused(Request request, String how) {
        HttpUrl url = request.url();
        return new TransportException(
                Kind.REDIRECT,
                request.method() + " " + UrlRules.origin(url) + url.encodedPath() + " was redirected " + how
                        + "; refused. Check baseUrl.",
                null);
    }
}
