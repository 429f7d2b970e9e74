package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterCostListener;
import dev.langchain4j.model.openrouter.OpenRouterMeters;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The meters that docs/spring-boot.md shows. */
// region meters
@Configuration
class CostConfiguration {

    @Bean
    OpenRouterCostListener costListener(MeterRegistry registry) {
        return new OpenRouterCostListener(new OpenRouterMeters(registry));
    }
}
// endregion
