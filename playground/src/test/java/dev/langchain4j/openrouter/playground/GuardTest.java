package dev.langchain4j.openrouter.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** A name that somebody points at this machine must not reach the page that spends money. */
class GuardTest {

    @ParameterizedTest
    @CsvSource({
        "localhost, 200",
        "127.0.0.1, 200",
        "[::1], 200",
        "elsewhere.example, 403",
        "localhost.elsewhere.example, 403"
    })
    void lets_only_loopback_names_pass(String host, int status) throws Exception {
        assertThat(statusOf(guard(), host)).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"workstation.example", "Johns-MacBook.local"})
    void lets_a_host_pass_that_the_owner_names(String host) throws Exception {
        assertThat(statusOf(guard(host), host.toLowerCase(Locale.ROOT))).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"same-origin, 200", "none, 200", "same-site, 403", "cross-site, 403"})
    void lets_only_this_page_read_the_ledger(String site, int status) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/costs");
        request.addHeader("Sec-Fetch-Site", site);
        MockHttpServletResponse response = new MockHttpServletResponse();

        guard().doFilter(request, response, new MockFilterChain());

        assertThat(response.getStatus()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8080, 200",
        "https://localhost:8080, 200",
        "http://localhost:3000, 403",
        "http://localhost:8080.elsewhere.example, 403",
        "http://elsewhere.example/localhost:8080, 403",
        "null, 403"
    })
    void lets_only_scripts_of_this_page_spend_money(String origin, int status) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/budget");
        request.setContentType("application/json");
        request.addHeader("Host", "localhost:8080");
        request.addHeader("Origin", origin);
        MockHttpServletResponse response = new MockHttpServletResponse();

        guard().doFilter(request, response, new MockFilterChain());

        assertThat(response.getStatus()).isEqualTo(status);
    }

    @Test
    void refuses_a_body_that_would_fill_the_memory_before_it_is_read() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/chats/1") {
            @Override
            public long getContentLengthLong() {
                return 1_000_000_000;
            }
        };
        request.setContentType("application/json");
        MockHttpServletResponse response = new MockHttpServletResponse();

        guard().doFilter(request, response, new MockFilterChain());

        assertThat(response.getStatus()).isEqualTo(413);
    }

    @Test
    void ends_a_body_that_does_not_say_how_long_it_is() throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/api/chats/1") {
            @Override
            public ServletInputStream getInputStream() {
                return new DelegatingServletInputStream(new Endless());
            }
        };
        request.setContentType("application/json");
        FilterChain chain = (guarded, response) -> assertThatThrownBy(
                        () -> guarded.getInputStream().transferTo(OutputStream.nullOutputStream()))
                .hasMessage("The request is too long");

        guard().doFilter(request, new MockHttpServletResponse(), chain);
    }

    private static final class Endless extends InputStream {

        @Override
        public int read() {
            return ' ';
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            return length;
        }
    }

    private static Guard guard(String... hosts) {
        return new Guard(new PlaygroundProperties("0.50", Set.of(hosts)));
    }

    private static int statusOf(Guard guard, String host) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/budget");
        request.setServerName(host);
        MockHttpServletResponse response = new MockHttpServletResponse();
        guard.doFilter(request, response, new MockFilterChain());
        return response.getStatus();
    }
}
