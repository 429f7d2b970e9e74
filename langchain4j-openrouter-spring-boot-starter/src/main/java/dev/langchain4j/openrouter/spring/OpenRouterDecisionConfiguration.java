package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.decision.listener.DecisionModelListener;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterDecisionModel;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The decision model, in a class of its own: LangChain4j 1.20 has no such models and must not load it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "dev.langchain4j.model.decision.DecisionModel")
class OpenRouterDecisionConfiguration {

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".decision-model.model-name")
    OpenRouterDecisionModel openRouterDecisionModel(
            OpenRouter openRouter, OpenRouterProperties properties, ObjectProvider<DecisionModelListener> listeners) {
        OpenRouterProperties.Decision decision = Objects.requireNonNull(properties.decisionModel());
        return openRouter
                .decisionModel()
                .modelName(decision.modelName())
                .provider(ProviderProperties.preferences(decision.provider()))
                .user(decision.user())
                .decisionsUrl(decision.decisionsUrl())
                .imageUrls(decision.imageUrls())
                .listeners(listeners.orderedStream().toList())
                .build();
    }
}
