package dev.langchain4j.model.openrouter.jdbc;

import java.sql.SQLTimeoutException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the writer. */
final class Answers {

    private static final long LONGEST_SECONDS = 30;

    private Answers() {}

    /** @throws JdbcException if there is none in time; a reservation that succeeds later is freed then */
    static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lateOrThrow(answer, new CancellationException("interrupted while the database was counting"));
        } catch (TimeoutException e) {
            return lateOrThrow(
                    answer,
                    new JdbcException(
                            "count a call",
                            new SQLTimeoutException("no answer within " + LONGEST_SECONDS + " s", "HYT00")));
        }
    }

    private static <T> T lateOrThrow(CompletableFuture<T> answer, RuntimeException failure) {
        if (answer.cancel(false) || answer.isCompletedExceptionally()) {
            throw failure;
        }
        return answer.join();
    }
}
