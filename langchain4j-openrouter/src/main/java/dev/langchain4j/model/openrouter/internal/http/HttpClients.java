package dev.langchain4j.model.openrouter.internal.http;

import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * The clients of OkHttp for the requests of one connection, all on the same pool and threads: one with TLS only when it
 * is needed, and to a host with one address without OkHttp's race between addresses. That race takes a thread for every
 * connection that is being opened, and keeps it for a minute.
 */
final class HttpClients {

    private final Ways http;
    private final Lookups lookups;
    private final boolean users;

    /** The client for whole URLs of an endpoint elsewhere; null until it is needed. */
    private volatile @Nullable Ways https;

    /** @param users whether it is a user's client, whose TLS and race are the user's */
    HttpClients(OkHttpClient http, boolean users) {
        this.http = Ways.of(http, users);
        this.lookups = (Lookups) http.dns();
        this.users = users;
        this.https = users || OkHttpSetup.hasTls(http) ? this.http : null;
    }

    OkHttpClient of(Request request) {
        Ways ways = request.isHttps() ? https() : http;
        return lookups.haveOneAddressOf(request.url().host()) ? ways.direct : ways.racing;
    }

    private Ways https() {
        Ways known = https;
        if (known == null) {
            synchronized (this) {
                known = https == null ? Ways.of(OkHttpSetup.withTls(http.racing), users) : https;
                https = known;
            }
        }
        return known;
    }

    private record Ways(OkHttpClient racing, OkHttpClient direct) {

        static Ways of(OkHttpClient client, boolean users) {
            return new Ways(client, users ? client : OkHttpSetup.withoutRace(client));
        }
    }
}
