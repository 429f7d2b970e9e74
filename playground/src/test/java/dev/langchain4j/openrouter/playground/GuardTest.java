package dev.langchain4j.openrouter.playground;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        assertThat(statusOf(new Guard(Set.of()), host)).isEqualTo(status);
    }

    @Test
    void lets_a_host_pass_that_the_owner_names() throws Exception {
        assertThat(statusOf(new Guard(Set.of("workstation.example")), "workstation.example"))
                .isEqualTo(200);
    }

    private static int statusOf(Guard guard, String host) throws Exception {
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/budget");
        request.setServerName(host);
        MockHttpServletResponse response = new MockHttpServletResponse();
        guard.doFilter(request, response, new MockFilterChain());
        return response.getStatus();
    }
}
