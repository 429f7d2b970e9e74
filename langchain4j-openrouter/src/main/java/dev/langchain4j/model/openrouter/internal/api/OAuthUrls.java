package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.http.UrlRules;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The URLs of a login: the page where users agree, and where it sends them. */
public final class OAuthUrls {

    private static final String PAGE = "https://openrouter.ai/auth";
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1");

    private OAuthUrls() {}

    /** The page that belongs to a base URL. */
    public static String page(String baseUrl) {
        URI base = URI.create(baseUrl);
        String host = base.getHost() == null ? "" : base.getHost().toLowerCase(Locale.ROOT);
        return host.equals("openrouter.ai") || host.endsWith(".openrouter.ai")
                ? PAGE
                : base.resolve("/auth").toString();
    }

    /** @throws IllegalArgumentException if OpenRouter would not send users there */
    public static void checkCallback(String url) {
        URI callback = uri("callbackUrl", url.strip());
        boolean local = callback.getHost() != null && THIS_MACHINE.contains(callback.getHost());
        boolean allowed = "https".equalsIgnoreCase(callback.getScheme())
                || local && "http".equalsIgnoreCase(callback.getScheme());
        if (!allowed || callback.getHost() == null) {
            throw new IllegalArgumentException(
                    "callbackUrl must be https, or http to localhost or 127.0.0.1, but is " + UrlRules.shown(url));
        }
    }

    /** @throws IllegalArgumentException if no browser would open it */
    public static void checkPage(String url) {
        URI page = uri("authorizationPage", url);
        if (page.getAuthority() == null || page.getFragment() != null) { // its host is null if it has an underscore
            throw new IllegalArgumentException(
                    "authorizationPage must be a URL with a host and without a fragment, but is "
                            + UrlRules.shown(url));
        }
    }

    private static URI uri(String setter, String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            // the cause would show the URL
            throw new IllegalArgumentException(setter + " is not a URL: " + UrlRules.shown(url));
        }
    }

    /** Adds the parameters in their order. */
    public static URI with(String url, Map<String, String> parameters) {
        return URI.create(url
                + (url.indexOf('?') < 0 ? '?' : '&')
                + parameters.entrySet().stream()
                        .map(entry ->
                                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
    }
}
