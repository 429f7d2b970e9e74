package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterFreeModelPacer;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import dev.langchain4j.model.openrouter.OpenRouterRerankCache;
import dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * What all replicas of the application share, if {@code langchain4j-openrouter-jdbc} is on the class path and there is
 * one {@link DataSource}, or an {@link OpenRouterJdbc} of the application: the ledger, the pace of free models, the replies of rerankings, and the store for a budget
 * and the turns for a rate limiter of the properties.
 */
@AutoConfiguration(
        before = OpenRouterAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
        })
@ConditionalOnClass(OpenRouterJdbc.class)
@Conditional(OpenRouterJdbcAutoConfiguration.OnDatabase.class)
@ConditionalOnProperty(
        name = {OpenRouterProperties.PREFIX + ".enabled", JdbcProperties.PREFIX + ".enabled"},
        matchIfMissing = true)
@EnableConfigurationProperties(JdbcProperties.class)
public class OpenRouterJdbcAutoConfiguration {

    private static final String PACER = OpenRouterProperties.PREFIX + ".free-model-pacer";

    /** Closed with the application context, after the connection. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    OpenRouterJdbc openRouterJdbc(DataSource dataSource, JdbcProperties properties) {
        return Setters.build(
                JdbcProperties.PREFIX, properties, OpenRouterJdbc.builder(dataSource), OpenRouterJdbc.Builder::build);
    }

    @Bean
    @ConditionalOnMissingBean
    OpenRouterBudgetStore openRouterBudgetStore(OpenRouterJdbc openRouterJdbc) {
        return openRouterJdbc.budgetStore();
    }

    @Bean
    @ConditionalOnMissingBean(name = "openRouterLedger")
    @ConditionalOnProperty(name = JdbcProperties.PREFIX + ".ledger", matchIfMissing = true)
    OpenRouterCostSink openRouterLedger(OpenRouterJdbc openRouterJdbc) {
        return openRouterJdbc.costSink();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = JdbcProperties.PREFIX + ".free-model-pacer", matchIfMissing = true)
    OpenRouterFreeModelPacer openRouterFreeModelPacer(
            OpenRouterJdbc openRouterJdbc, ObjectProvider<OpenRouterProperties> properties) {
        OpenRouterProperties known = properties.getIfAvailable();
        OpenRouterFreeModelPacer own = known == null || known.freeModelPacer() == null
                ? null
                : (OpenRouterFreeModelPacer) Setters.value(PACER, known.freeModelPacer());
        return own == null ? openRouterJdbc.freeModelPacer() : own.sharedBy(openRouterJdbc.turns());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = JdbcProperties.PREFIX + ".rate-limiter", matchIfMissing = true)
    OpenRouterRateLimiter.Turns openRouterRateTurns(OpenRouterJdbc openRouterJdbc) {
        return openRouterJdbc.rateTurns();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = JdbcProperties.PREFIX + ".rerank-cache", matchIfMissing = true)
    OpenRouterRerankCache openRouterRerankCache(OpenRouterJdbc openRouterJdbc) {
        return openRouterJdbc.rerankCache();
    }

    static class OnDatabase extends AnyNestedCondition {

        OnDatabase() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnSingleCandidate(DataSource.class)
        static class One {}

        @ConditionalOnBean(OpenRouterJdbc.class)
        static class Chosen {}
    }
}
