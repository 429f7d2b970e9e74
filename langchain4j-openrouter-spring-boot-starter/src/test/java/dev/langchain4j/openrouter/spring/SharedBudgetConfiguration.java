package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import java.math.BigDecimal;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

// region shared-budget
@Configuration
class SharedBudgetConfiguration {

    @Bean
    OpenRouterBudget budget(OpenRouterBudgetStore store) {
        return OpenRouterBudget.builder()
                .perDay(new BigDecimal("20"))
                .perTag("tenant", new BigDecimal("0.50"))
                .store(store)
                .build();
    }
}
// endregion
