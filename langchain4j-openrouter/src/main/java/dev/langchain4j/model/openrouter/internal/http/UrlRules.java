package dev.langchain4j.model.openrouter.internal.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import okhttp3.HttpUrl;

/** Checks the URLs of a connection. A URL that may hold a secret is refused without being shown. */
public final class UrlRules {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    private UrlRules() {}

    /**
     * Returns the URL that {@code setter} sets, without slashes at its end.
     *
     * @throws IllegalArgumentException if it is not an http or https URL, if it has user info, a query or a fragment,
     *     or if it is plain http to another machine
     */
    public static String baseUrl(String setter, String baseUrl, boolean allowPlainHttp) {
        return endpoint(setter, baseUrl, "https://openrouter.ai/api/v1", allowPlainHttp);
    }

    /** Like {@link #baseUrl}, for the URL of a single endpoint, which {@code setter} sets. */
    public static String endpoint(String setter, String url, String example, boolean allowPlainHttp) {
        HttpUrl checked = httpUrl(setter, url, example);
        if (url.contains("?") || url.contains("#")) {
            throw new IllegalArgumentException(setter + " must have no query and no fragment"
                    + " (it is not shown here: they may be secrets). Send keys with apiKey or customHeaders");
        }
        if (!checked.isHttps() && !LOOPBACK.contains(checked.host()) && !allowPlainHttp) {
            throw new IllegalArgumentException(setter + " (" + shown(url)
                    + ") would send the key in the clear; use https, or allowPlainHttp(true) if you mean it");
        }
        return url.strip().replaceAll("/+$", "");
    }

    /** Scheme, host and port of a checked URL, in lower case; no port if it is the default. */
    public static String origin(String url) {
        return origin(HttpUrl.get(url));
    }

    static String origin(HttpUrl url) {
        HttpUrl.Builder root =
                new HttpUrl.Builder().scheme(url.scheme()).host(url.host()).port(url.port());
        return root.build().toString().replaceAll("/$", "");
    }

    /** @throws IllegalArgumentException if it is not an http or https URL */
    public static void siteUrl(String siteUrl) {
        httpUrl("siteUrl", siteUrl, "https://shop.example.org");
    }

    /**
     * Parses by the rules of OkHttp, which sends it: a host may have an underscore, as services of Docker Compose have.
     */
    private static HttpUrl httpUrl(String setter, String url, String example) {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException e) {
            // the cause would show the URL
            throw new IllegalArgumentException(setter + " is not a URL: " + shown(url) + ", unlike " + example);
        }
        if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
            throw new IllegalArgumentException(setter + " must have no user info before its host (it is not shown here:"
                    + " it may be a secret). Send keys with apiKey or customHeaders");
        }
        HttpUrl parsed = uri.getRawAuthority() == null ? null : HttpUrl.parse(uri.toString());
        if (parsed == null) {
            throw new IllegalArgumentException(
                    setter + " must be an http or https URL such as " + example + ", but is " + shown(url));
        }
        return parsed;
    }

    /** The URL for a message, unless it may hold a secret. */
    public static String shown(String url) {
        return KeyLook.in(url) || url.chars().anyMatch(c -> "@?#".indexOf(c) >= 0)
                ? "one that may hold a secret and is not shown here"
                : "'" + VisibleText.of(url) + "'";
    }
}
