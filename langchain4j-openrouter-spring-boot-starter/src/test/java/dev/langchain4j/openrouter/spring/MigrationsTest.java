package dev.langchain4j.openrouter.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDatabaseInitializerDetector;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Migrations of the application, as Flyway's, come before our tables. */
class MigrationsTest {

    private final JdbcConnectionPool h2 =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");

    @TempDir
    private Path folder;

    /** @param first whether our tables could not be there yet */
    record Migrations(boolean first) {}

    /** Behind the starter, as Flyway's. */
    @AutoConfiguration(after = OpenRouterAutoConfiguration.class)
    @Import(DatabaseInitializationDependencyConfigurer.class)
    static class MigrationsAutoConfiguration {

        @Bean
        Migrations migrations(ConfigurableListableBeanFactory beans) {
            return new Migrations(!beans.containsSingleton("openRouterJdbc") && !beans.containsSingleton("mine"));
        }
    }

    /** Known to Spring Boot by {@code spring.factories}. */
    static class Detector extends AbstractBeansOfTypeDatabaseInitializerDetector {

        @Override
        protected Set<Class<?>> getDatabaseInitializerBeanTypes() {
            return Set.of(Migrations.class);
        }
    }

    @AfterEach
    void close() {
        h2.dispose();
    }

    private ApplicationContextRunner application() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        OpenRouterAutoConfiguration.class,
                        OpenRouterJdbcAutoConfiguration.class,
                        MigrationsAutoConfiguration.class))
                .withBean(DataSource.class, () -> h2)
                .withPropertyValues("langchain4j.openrouter.jdbc.ledger-folder=" + folder);
    }

    @Test
    void come_before_the_tables_of_the_starter() {
        application().run(context -> {
            assertThat(context).hasSingleBean(OpenRouterJdbc.class);
            assertThat(context.getBean(Migrations.class).first()).isTrue();
        });
    }

    @Test
    void come_before_the_tables_of_a_bean_of_the_application() {
        application()
                .withBean(
                        "mine",
                        OpenRouterJdbc.class,
                        () -> OpenRouterJdbc.builder(h2).ledgerFolder(folder).build())
                .run(context -> {
                    assertThat(context).hasSingleBean(OpenRouterJdbc.class);
                    assertThat(context.getBean(Migrations.class).first()).isTrue();
                });
    }
}
