package dev.langchain4j.openrouter.playground;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.UrlPathHelper;

/**
 * Lets only this page call the server, because a call spends money: a page of another site, or a host name that
 * somebody pointed at this machine, is refused. Only the files of this server may run in the page.
 */
@Component
class Guard extends OncePerRequestFilter {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String POLICY =
            "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    /** Same-site is not enough: that is every other server on this machine. Absent if the caller is no browser. */
    private static final Set<String> FROM_HERE = Set.of("same-origin", "none");

    /** A question with a few files of {@link ChatController#MAX_FILE_BYTES}, in Base64. */
    private static final long MAX_BODY_BYTES = 100_000_000;

    private final Set<String> hosts = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    Guard(PlaygroundProperties properties) {
        hosts.addAll(LOOPBACK);
        hosts.addAll(properties.hosts()); // as their owner writes them; a browser sends small letters
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        if (!hosts.contains(request.getServerName())) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "Set playground.hosts to allow this host");
        } else if (!fromThisPage(request)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "Only the playground's own page may call it");
        } else if (request.getContentLengthLong() > MAX_BODY_BYTES) {
            response.sendError(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "At most 100 MB");
        } else {
            chain.doFilter(new LimitedBody(request, MAX_BODY_BYTES), response);
        }
    }

    /** A form of another site cannot send JSON, and a script of another site sends its origin. */
    private static boolean fromThisPage(HttpServletRequest request) {
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            return !path(request).startsWith("/api/")
                    || FROM_HERE.contains(Objects.requireNonNullElse(request.getHeader("Sec-Fetch-Site"), "none"));
        }
        return isJson(request.getContentType()) && sameOrigin(request, request.getHeader("Origin"));
    }

    /** As the controllers see it: %61pi is api, and so is api;a=b. */
    private static String path(HttpServletRequest request) {
        return UrlPathHelper.defaultInstance.getRequestUri(request);
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && contentType.startsWith("application/json");
    }

    private static boolean sameOrigin(HttpServletRequest request, @Nullable String origin) {
        // the scheme is not compared, because a proxy may speak https
        return origin == null || origin.replaceFirst("^https?://", "").equals(request.getHeader("Host"));
    }
}
