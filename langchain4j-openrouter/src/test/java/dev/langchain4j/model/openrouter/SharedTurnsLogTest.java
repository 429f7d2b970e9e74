package dev.langchain4j.model.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.langchain4j.model.openrouter.support.LoggedEvents;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A database that is away does not fill the log: the first failure is a warning, not the one of every call. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class SharedTurnsLogTest {

    private final OpenRouterServer server;
    private final LoggedEvents log = LoggedEvents.ofLibrary(Level.WARN);
    private boolean away = true;

    SharedTurnsLogTest(OpenRouterServer server) {
        this.server = server;
    }

    @AfterEach
    void leave() {
        log.close();
    }

    @Test
    void turns_of_free_models_that_fail_are_one_warning_until_they_work_again() {
        OpenRouterFreeModelPacer pacer = OpenRouterFreeModelPacer.of(100, 1000)
                .sharedBy((perMinute, perDay, longest) -> {
                    failIfAway();
                    return new OpenRouterFreeModelPacer.Turn(Duration.ZERO, false);
                });
        try (OpenRouter openRouter = connection().freeModelPacer(pacer).build()) {
            chat(openRouter);
            chat(openRouter);
            assertThat(log.events()).hasSize(1);

            away = false;
            chat(openRouter);
            away = true;
            chat(openRouter);
            assertThat(log.events()).hasSize(2);
        }
    }

    @Test
    void a_rate_limiter_that_cannot_tell_the_end_of_calls_is_one_warning() {
        OpenRouterRateLimiter limiter = OpenRouterRateLimiter.builder()
                .requestsPerMinute(100)
                .build()
                .sharedBy(new OpenRouterRateLimiter.Turns() {
                    @Override
                    public OpenRouterRateLimiter.Turn take(
                            OpenRouterRateLimiter.Limits limits, String call, long tokens, Duration longestWait) {
                        return new OpenRouterRateLimiter.Turn(Duration.ZERO, true);
                    }

                    @Override
                    public void used(String call, long tokens) {
                        failIfAway();
                    }

                    @Override
                    public void ended(String call) {
                        failIfAway();
                    }
                });
        try (OpenRouter openRouter = connection().rateLimiter(limiter).build()) {
            chat(openRouter);
            chat(openRouter);
            assertThat(log.events()).hasSize(1);
        }
    }

    private void failIfAway() {
        if (away) {
            throw new IllegalStateException("the database is away");
        }
    }

    private static void chat(OpenRouter openRouter) {
        assertThat(openRouter.chatModel().build().chat("Hello")).isNotBlank();
    }

    private OpenRouter.Builder connection() {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openrouter/free");
    }
}
