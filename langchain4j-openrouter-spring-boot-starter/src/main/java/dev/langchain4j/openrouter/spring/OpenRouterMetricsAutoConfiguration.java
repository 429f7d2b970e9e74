package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Meters of every call, if the application has a {@link MeterRegistry}. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnProperty(
        prefix = OpenRouterProperties.PREFIX,
        name = {"enabled", "metrics.enabled"},
        matchIfMissing = true)
public class OpenRouterMetricsAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    OpenRouterMeters openRouterMeters(MeterRegistry registry) {
        return new OpenRouterMeters(registry);
    }
}
