package dev.langchain4j.openrouter.playground;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets only this page call the server, because a call spends money: a page of another site, or a host name that somebody pointed at
 * this machine, is refused. Only the files of this server may run in the page.
 */
@Component
class Guard extends OncePerRequestFilter {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String POLICY =
            "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    private final Set<String> hosts;

    Guard(@Value("${playground.hosts:}") Set<String> hosts) {
        this.hosts = hosts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader("Content-Security-Policy", POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        String host = request.getServerName();
        if (!LOOPBACK.contains(host) && !hosts.contains(host)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "Set playground.hosts to allow this host");
        } else if (!fromThisPage(request)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "Only the playground's own page may call it");
        } else {
            chain.doFilter(request, response);
        }
    }

    /** A form of another site cannot send JSON, and a script of another site sends its origin. */
    private static boolean fromThisPage(HttpServletRequest request) {
        if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            return !"cross-site".equals(request.getHeader("Sec-Fetch-Site"))
                    || !request.getRequestURI().startsWith("/api/");
        }
        return isJson(request.getContentType()) && sameOrigin(request, request.getHeader("Origin"));
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null && contentType.startsWith("application/json");
    }

    private static boolean sameOrigin(HttpServletRequest request, @Nullable String origin) {
        return origin == null || origin.equals(request.getScheme() + "://" + request.getHeader("Host"));
    }
}
