package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import dev.langchain4j.model.openrouter.support.LoggedEvents;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A call ends if its thread is interrupted while it asks for a shared turn, and this does not count as a failure of
 * the turns.
 */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class InterruptedTurnTest {

    private final OpenRouterServer server;
    private final LoggedEvents log = LoggedEvents.ofLibrary(Level.WARN);

    InterruptedTurnTest(OpenRouterServer server) {
        this.server = server;
    }

    @AfterEach
    void leave() {
        log.close();
    }

    @Test
    void a_rate_limiter_sends_nothing_and_warns_of_nothing() {
        OpenRouterRateLimiter limiter = OpenRouterRateLimiter.builder()
                .requestsPerMinute(10)
                .build()
                .sharedBy(new OpenRouterRateLimiter.Turns() {
                    @Override
                    public OpenRouterRateLimiter.Turn take(
                            OpenRouterRateLimiter.Limits limits, String call, long tokens, Duration longestWait) {
                        return interrupted();
                    }

                    @Override
                    public void used(String call, long tokens) {}

                    @Override
                    public void ended(String call) {}
                });

        assertThatCallEnds(connection().rateLimiter(limiter));
    }

    @Test
    void a_pacer_of_free_models_sends_nothing_and_warns_of_nothing() {
        OpenRouterFreeModelPacer pacer =
                OpenRouterFreeModelPacer.of(10, 100).sharedBy((perMinute, perDay, longestWait) -> interrupted());

        assertThatCallEnds(connection().freeModelPacer(pacer));
    }

    private static <T> T interrupted() {
        Thread.currentThread().interrupt();
        throw new CancellationException("interrupted");
    }

    private OpenRouter.Builder connection() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("meta-llama/llama-3.3-70b-instruct:free");
    }

    private void assertThatCallEnds(OpenRouter.Builder connection) {
        try (OpenRouter openRouter = connection.build()) {
            assertThatThrownBy(() -> openRouter.chatModel().build().chat("Hello"))
                    .hasMessage("The call was interrupted before it was sent");
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(server.requests()).isEmpty();
        assertThat(log.events()).isEmpty();
    }
}
