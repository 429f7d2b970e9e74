package dev.langchain4j.model.openrouter.internal.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.internal.DefaultExecutorProvider;
import dev.langchain4j.model.openrouter.support.Async;
import dev.langchain4j.spi.ExecutorProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** LangChain4j's default executor is the user's, and may do what it likes with a task. */
class CallerContextTest {

    private final @Nullable ExecutorProvider before = DefaultExecutorProvider.getProvider();

    @AfterEach
    void restore() {
        ExecutorProvider.set(before);
    }

    @Test
    void work_that_the_executor_has_dropped_fails_and_does_not_begin_later() {
        List<Runnable> dropped = new ArrayList<>();
        List<String> begun = new ArrayList<>();
        provide(dropped::add);

        var result = CallerContext.offload(() -> begun.add("work"), Duration.ofMillis(1));

        assertThatThrownBy(() -> Async.result(result))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("default executor");
        dropped.forEach(Runnable::run);
        assertThat(begun).isEmpty();
    }

    @Test
    void work_that_the_executor_refuses_fails_in_langchain4js_words() {
        provide(task -> {
            throw new RejectedExecutionException("full");
        });

        assertThatThrownBy(() -> Async.result(CallerContext.offload(() -> "work")))
                .isInstanceOf(LangChain4jException.class)
                .hasRootCauseMessage("full");
    }

    private static void provide(Executor executor) {
        ExecutorProvider.set(() -> executor);
    }
}
