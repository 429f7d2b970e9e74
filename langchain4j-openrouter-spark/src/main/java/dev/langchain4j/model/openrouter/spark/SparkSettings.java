package dev.langchain4j.model.openrouter.spark;

import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterKeyRing;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc;
import java.io.Serializable;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings that every executor needs. They travel with the tasks, and contain no key unless {@code keyInTasks} is
 * set.
 *
 * @param run of this program, which tells its failures from those of an earlier one
 * @param ledgerFolder a path on the executors; null for the default
 */
record SparkSettings(
        String run,
        String job,
        OpenRouterSpark.Setup<OpenRouter.Builder> connection,
        OpenRouterSpark.@Nullable Setup<OpenRouterBudget.Builder> budget,
        OpenRouterSpark.@Nullable Setup<OpenRouterRateLimiter.Builder> rateLimiter,
        OpenRouterSpark.DatabaseSetup database,
        String tablePrefix,
        boolean createTables,
        Duration lease,
        @Nullable String ledgerFolder,
        int maxConcurrency,
        @Nullable String keyInTasks)
        implements Serializable {

    /**
     * Checks on the driver what each executor sets up, as far as that uses no connection.
     *
     * @throws IllegalArgumentException if the budget, the rate limiter or the key is refused, naming the setter
     */
    void check(DataSource dataSource) {
        if (keyInTasks != null) {
            OpenRouterKeyRing.builder().key("keyInTasks", keyInTasks);
        }
        try (OpenRouterJdbc jdbc = ExecutorConnection.jdbc(this, dataSource)) {
            ExecutorConnection.budget(this, jdbc);
        }
        if (rateLimiter != null) {
            limiter(rateLimiter);
        }
    }

    static OpenRouterRateLimiter limiter(OpenRouterSpark.Setup<OpenRouterRateLimiter.Builder> setup) {
        OpenRouterRateLimiter.Builder builder = OpenRouterRateLimiter.builder();
        setup.accept(builder);
        return builder.build();
    }

    /** Never contains the key. */
    @Override
    public String toString() {
        return "OpenRouterSpark[job=" + job + ", maxConcurrency=" + maxConcurrency + "]";
    }
}
