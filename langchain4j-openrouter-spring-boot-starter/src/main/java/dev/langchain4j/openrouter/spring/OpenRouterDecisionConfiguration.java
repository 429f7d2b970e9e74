package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.decision.listener.DecisionModelListener;
import dev.langchain4j.model.openrouter.OpenRouter;
import dev.langchain4j.model.openrouter.OpenRouterDecisionModel;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The decision models, in a class of its own: LangChain4j 1.20 has no such models and must not load it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(name = "dev.langchain4j.model.decision.DecisionModel")
@Import(NamedModels.OfDecisions.class)
class OpenRouterDecisionConfiguration {

    @Bean
    Models openRouterDecisionModels(OpenRouter openRouter, OpenRouterProperties properties, BeanFactory beans) {
        return new Models(openRouter, properties, beans);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty(OpenRouterProperties.PREFIX + ".decision-model.model-name")
    OpenRouterDecisionModel openRouterDecisionModel(Models openRouterDecisionModels) {
        return openRouterDecisionModels.decisionModel(OpenRouterModels.THE_ONE);
    }

    record Models(OpenRouter openRouter, OpenRouterProperties properties, BeanFactory beans) {

        OpenRouterDecisionModel decisionModel(String name) {
            return OpenRouterModels.build(
                    "decision-model",
                    name,
                    properties.decisionModel(),
                    properties.decisionModels(),
                    openRouter.decisionModel().listeners(OpenRouterModels.all(beans, DecisionModelListener.class)),
                    OpenRouterDecisionModel.Builder::build);
        }
    }
}
