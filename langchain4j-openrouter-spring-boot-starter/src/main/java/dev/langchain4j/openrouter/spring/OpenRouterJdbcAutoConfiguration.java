package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import dev.langchain4j.model.openrouter.OpenRouterCostSink;
import dev.langchain4j.model.openrouter.OpenRouterFreeModelPacer;
import dev.langchain4j.model.openrouter.OpenRouterRateLimiter;
import dev.langchain4j.model.openrouter.OpenRouterRerankCache;
import dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * What all replicas of the application share, if {@code langchain4j-openrouter-jdbc} is on the class path and there is
 * one {@link DataSource}, or one {@link OpenRouterJdbc} of the application: the ledger, the pace of free models, the
 * replies of rerankings, and the store for a budget and the turns for a rate limiter of the properties.
 */
@AutoConfiguration(
        before = OpenRouterAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
        })
@ConditionalOnClass(OpenRouterJdbc.class)
@ConditionalOnProperty(
        name = {OpenRouterProperties.PREFIX + ".enabled", JdbcProperties.PREFIX + ".enabled"},
        matchIfMissing = true)
@EnableConfigurationProperties(JdbcProperties.class)
public class OpenRouterJdbcAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");
    private static final String PACER = OpenRouterProperties.PREFIX + ".free-model-pacer";

    /** Closed with the application context, after the connection. */
    @Bean(destroyMethod = "close")
    @ConditionalOnSingleCandidate(DataSource.class)
    @ConditionalOnMissingBean
    OpenRouterJdbc openRouterJdbc(DataSource dataSource, JdbcProperties properties) {
        return Setters.build(
                JdbcProperties.PREFIX, properties, OpenRouterJdbc.builder(dataSource), OpenRouterJdbc.Builder::build);
    }

    @Bean
    @ConditionalOnSingleCandidate(OpenRouterJdbc.class)
    @ConditionalOnMissingBean
    OpenRouterBudgetStore openRouterBudgetStore(OpenRouterJdbc openRouterJdbc) {
        return openRouterJdbc.budgetStore();
    }

    @Bean
    @ConditionalOnSingleCandidate(OpenRouterJdbc.class)
    @ConditionalOnMissingBean(name = "openRouterLedger")
    @ConditionalOnProperty(name = JdbcProperties.PREFIX + ".ledger", matchIfMissing = true)
    OpenRouterCostSink openRouterLedger(OpenRouterJdbc openRouterJdbc) {
        return openRouterJdbc.costSink();
    }

    @Bean
    @ConditionalOnSingleCandidate(OpenRouterJdbc.class)
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
    @ConditionalOnSingleCandidate(OpenRouterJdbc.class)
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = JdbcProperties.PREFIX + ".rate-limiter", matchIfMissing = true)
    OpenRouterRateLimiter.Turns openRouterRateTurns(OpenRouterJdbc openRouterJdbc) {
        return openRouterJdbc.rateTurns();
    }

    @Bean
    @ConditionalOnSingleCandidate(OpenRouterJdbc.class)
    @ConditionalOnMissingBean
    @ConditionalOnProperty(name = JdbcProperties.PREFIX + ".rerank-cache", matchIfMissing = true)
    OpenRouterRerankCache openRouterRerankCache(OpenRouterJdbc openRouterJdbc) {
        return openRouterJdbc.rerankCache();
    }

    /** Last, because its condition must see the stores above. */
    @Bean
    @ConditionalOnMissingBean(OpenRouterBudgetStore.class)
    SmartInitializingSingleton openRouterAloneWarning() {
        return () -> LOG.warn(
                "The starter shares nothing in a database, because there is neither one DataSource nor one OpenRouterJdbc:"
                        + " its budget, ledger and limits count this process alone. Mark one of several @Primary, define"
                        + " an OpenRouterJdbc bean, or set {}.enabled to false",
                JdbcProperties.PREFIX);
    }
}
