package dev.langchain4j.model.openrouter.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.internal.http.TransportException.Kind;
import java.io.IOException;
import java.util.List;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;

class TransportExceptionTest {

    private static final String KEY = "sk-or-v1-0123456789abcdef";

    @Test
    void without_a_secret_that_the_server_repeats_it_still_says_why_there_is_no_further_attempt() {
        Secrets secrets =
                new Secrets(Headers.of("Authorization", "Bearer " + KEY), new SecretHeaders(List.of()), List.of());
        CallFailedException failure = new TransportException(
                        Kind.LOST_BEFORE_ANSWER, "Unexpected status line: " + KEY, new IOException(KEY))
                .gaveUp("the budget allows no further attempt");

        CallFailedException clean = failure.without(secrets);

        assertThat(clean).hasMessage("Unexpected status line: ********").hasNoCause();
        assertThat(clean.outcome()).isEqualTo("the budget allows no further attempt");
    }
}
