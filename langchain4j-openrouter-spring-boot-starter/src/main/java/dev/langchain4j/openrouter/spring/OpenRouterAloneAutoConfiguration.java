package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Says at the start that replicas share nothing, although the module for it is there: it has no database. */
@AutoConfiguration(after = OpenRouterJdbcAutoConfiguration.class)
@ConditionalOnClass(name = OpenRouterAloneAutoConfiguration.JDBC)
@ConditionalOnMissingBean(value = OpenRouterBudgetStore.class, type = OpenRouterAloneAutoConfiguration.JDBC)
@ConditionalOnProperty(
        name = {OpenRouterProperties.PREFIX + ".enabled", JdbcProperties.PREFIX + ".enabled"},
        matchIfMissing = true)
class OpenRouterAloneAutoConfiguration {

    static final String JDBC = "dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc";

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    @Bean
    SmartInitializingSingleton openRouterAloneWarning() {
        return () -> LOG.warn(
                "langchain4j-openrouter-jdbc has no effect, because there is no DataSource, or several of which none is"
                        + " @Primary: budget, ledger and limits are those of this process. Mark one @Primary, define an"
                        + " OpenRouterJdbc, or set {}.enabled to false",
                JdbcProperties.PREFIX);
    }
}
