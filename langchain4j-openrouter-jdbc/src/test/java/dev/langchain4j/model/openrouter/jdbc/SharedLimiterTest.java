package dev.langchain4j.model.openrouter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import dev.langchain4j.model.openrouter.test.Answer;
import dev.langchain4j.model.openrouter.test.Gate;
import dev.langchain4j.model.openrouter.test.Match;
import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import dev.langchain4j.model.openrouter.test.OpenRouterServerExtension;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A rate limiter of two processes, through the wire. Each connection stands for a process. */
@ExtendWith(OpenRouterServerExtension.class)
@Timeout(60)
class SharedLimiterTest {

    private final OpenRouterServer server;
    private final DataSource h2 = Databases.h2();
    private final FlakyDataSource flaky = new FlakyDataSource(h2);
    private final OpenRouterJdbc jdbc = OpenRouterJdbc.of(flaky);
    private final OpenRouterJdbc otherJdbc = OpenRouterJdbc.of(flaky);

    SharedLimiterTest(OpenRouterServer server) {
        this.server = server;
    }

    @AfterEach
    void drop() {
        jdbc.close();
        otherJdbc.close();
        Databases.drop(h2);
    }

    @Test
    void a_minute_has_so_many_requests_for_both() {
        OpenRouterRateLimiter limiter =
                OpenRouterRateLimiter.builder().requestsPerMinute(2).build();
        try (OpenRouter one = connect(limiter, jdbc);
                OpenRouter two = connect(limiter, otherJdbc)) {
            one.chat("1");
            two.chat("2");

            assertThatThrownBy(() -> one.chat("3"))
                    .isInstanceOf(RateLimitException.class)
                    .hasMessageContaining("rateLimiter");
        }
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void tokens_count_for_both_as_the_answer_reports_them() {
        server.when(Match.userSays("long")).answer(Answer.text("Long").usage(600, 300, "0.01"));
        OpenRouterRateLimiter limiter =
                OpenRouterRateLimiter.builder().tokensPerMinute(1000L).build();
        try (OpenRouter one = connect(limiter, jdbc);
                OpenRouter two = connect(limiter, otherJdbc)) {
            one.chat("long");
            assertThat(jdbc.rateTurns()).isSameAs(jdbc.rateTurns()); // one for all limiters of this name in a process
            jdbc.close(); // tells what is used

            assertThatThrownBy(() -> two.chat("word ".repeat(120))).isInstanceOf(RateLimitException.class);
        }
    }

    @Test
    void a_call_waits_for_one_of_another_process_to_end() throws Exception {
        Gate gate = new Gate();
        server.when(Match.userSays("slow"))
                .answer(Answer.stream()
                        .text("Slow")
                        .waitFor(gate)
                        .finish("stop")
                        .done());
        OpenRouterRateLimiter limiter =
                OpenRouterRateLimiter.builder().maxConcurrency(1).build();
        try (OpenRouter one = connect(limiter, jdbc);
                OpenRouter two = connect(limiter, otherJdbc)) {
            CompletableFuture<String> slow = CompletableFuture.supplyAsync(() -> one.stream("slow", text -> {}));
            gate.awaitReached(Duration.ofSeconds(30));
            CompletableFuture<String> next = CompletableFuture.supplyAsync(() -> two.chat("next"));

            assertThatThrownBy(() -> next.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(server.requests()).hasSize(1);
            gate.open();

            assertThat(slow.get(30, TimeUnit.SECONDS)).isEqualTo("Slow");
            assertThat(next.get(30, TimeUnit.SECONDS)).isNotEmpty();
        }
    }

    @Test
    void each_process_counts_alone_while_the_database_is_away() {
        OpenRouterRateLimiter limiter =
                OpenRouterRateLimiter.builder().requestsPerMinute(1).build();
        flaky.goAway();
        try (OpenRouter one = connect(limiter, jdbc);
                OpenRouter two = connect(limiter, otherJdbc)) {
            assertThat(one.chat("1")).isNotEmpty();
            assertThat(two.chat("2")).isNotEmpty();

            assertThatThrownBy(() -> one.chat("3")).isInstanceOf(RateLimitException.class);
        }
        flaky.comeBack();
    }

    private OpenRouter connect(OpenRouterRateLimiter limiter, OpenRouterJdbc process) {
        return OpenRouter.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .modelName("openai/gpt-4o")
                .maxRetries(0)
                .totalTimeout(Duration.ofSeconds(20))
                .rateLimiter(limiter.sharedBy(process.rateTurns()))
                .build();
    }
}
