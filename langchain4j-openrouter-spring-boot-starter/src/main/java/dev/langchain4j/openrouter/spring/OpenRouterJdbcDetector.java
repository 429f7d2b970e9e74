package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc;
import java.util.Set;
import org.springframework.boot.sql.init.dependency.AbstractBeansOfTypeDependsOnDatabaseInitializationDetector;
import org.springframework.util.ClassUtils;

/**
 * Lets {@link OpenRouterJdbc} wait for the migrations of the application: Flyway refuses a schema in which it finds our
 * tables before its own, and the migrations may create ours.
 */
class OpenRouterJdbcDetector extends AbstractBeansOfTypeDependsOnDatabaseInitializationDetector {

    private static final String MODULE = "dev.langchain4j.model.openrouter.jdbc.OpenRouterJdbc";

    @Override
    protected Set<Class<?>> getDependsOnDatabaseInitializationBeanTypes() {
        return ClassUtils.isPresent(MODULE, getClass().getClassLoader()) ? Set.of(OpenRouterJdbc.class) : Set.of();
    }
}
