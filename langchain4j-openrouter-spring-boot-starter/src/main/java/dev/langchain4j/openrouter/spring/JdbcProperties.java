package dev.langchain4j.openrouter.spring;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The settings under {@code langchain4j.openrouter.jdbc}: what replicas share in the application's database.
 *
 * @param enabled Whether the database is used. Default: true.
 * @param ledger Whether each call becomes a row. Default: true.
 * @param freeModelPacer Whether calls of free models wait for their turn among all replicas. Default: true.
 * @param rateLimiter Whether the rate limiter of the properties counts the calls of all replicas. Default: true.
 * @param rerankCache Whether replies of rerankings by a chat model are kept. Default: true.
 * @param tablePrefix Beginning of the names of all tables. Default: openrouter_.
 * @param createTables Whether missing tables are created. Default: true.
 * @param lease How long a replica may be silent before the others take over its open calls. Default: 1m.
 * @param ledgerFolder Where records of the ledger wait for the database. Default: a temporary folder of the database.
 * @param keepReplies How long a reply of a reranking is used. Default: 30d.
 */
@ConfigurationProperties(JdbcProperties.PREFIX)
public record JdbcProperties(
        @Nullable Boolean enabled,
        @Nullable Boolean ledger,
        @Nullable Boolean freeModelPacer,
        @Nullable Boolean rateLimiter,
        @Nullable Boolean rerankCache,
        @Nullable String tablePrefix,
        @Nullable Boolean createTables,
        @Nullable Duration lease,
        @Nullable Path ledgerFolder,
        @Nullable Duration keepReplies) {

    static final String PREFIX = OpenRouterProperties.PREFIX + ".jdbc";
}
