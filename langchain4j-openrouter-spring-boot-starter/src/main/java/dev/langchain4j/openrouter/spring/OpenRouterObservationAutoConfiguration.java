package dev.langchain4j.openrouter.spring;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** An observation of every call, if the application has an {@link ObservationRegistry}. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnProperty(
        prefix = OpenRouterProperties.PREFIX,
        name = {"enabled", "observations.enabled"},
        matchIfMissing = true)
public class OpenRouterObservationAutoConfiguration {

    @Bean
    OpenRouterObservations openRouterObservations(ObservationRegistry registry) {
        return new OpenRouterObservations(registry);
    }
}
