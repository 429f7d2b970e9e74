package dev.langchain4j.openrouter.spring;

import dev.langchain4j.model.openrouter.OpenRouterBudget;
import dev.langchain4j.model.openrouter.OpenRouterBudgetStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.IgnoreErrorsBindHandler;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** The budget of the properties. A warning is logged, and published as an event of the application. */
@Configuration(proxyBeanMethods = false)
@Conditional(OpenRouterBudgetConfiguration.OnProperties.class)
class OpenRouterBudgetConfiguration {

    private static final String GROUP = OpenRouterProperties.PREFIX + ".budget";
    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    /** Whether the budget is that of the properties and not one of the application. */
    private volatile boolean limiting;

    @Bean
    @ConditionalOnMissingBean
    OpenRouterBudget openRouterBudget(
            OpenRouterProperties properties,
            ObjectProvider<OpenRouterBudgetStore> store,
            ApplicationEventPublisher events) {
        if (properties.budget() == null) {
            throw new OpenRouterPropertyException(GROUP, GROUP + " has no value: none of its properties is set");
        }
        limiting = true;
        return properties.budget().budget(GROUP, store.getIfAvailable(), warning -> {
            LOG.warn(
                    "The budget {} has spent ${} of ${}, and ${} are unsettled",
                    warning.scope(),
                    warning.spent().toPlainString(),
                    warning.limit().toPlainString(),
                    warning.unsettled().toPlainString());
            events.publishEvent(warning);
        });
    }

    /** Says at the start that limits of the properties have no effect. */
    @Bean
    SmartInitializingSingleton openRouterBudgetCheck(ListableBeanFactory beans) {
        return () -> {
            boolean own = beans.getBeanNamesForType(OpenRouterBudget.class, true, false).length > 0;
            if (own && !limiting) {
                LOG.warn("The OpenRouterBudget of the application replaces that of {}, which has no effect", GROUP);
            }
        };
    }

    static class OnProperties extends SpringBootCondition {

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Binder binder = Binder.get(context.getEnvironment(), new IgnoreErrorsBindHandler());
            boolean any = binder.bind(GROUP, BudgetProperties.class).isBound()
                    || binder.bind(GROUP, Bindable.mapOf(String.class, String.class))
                            .map(properties -> !properties.keySet().stream().allMatch(VariableCheck::isOfKubernetes))
                            .orElse(false);
            return new ConditionOutcome(
                    any, ConditionMessage.forCondition("properties of " + GROUP).because(any ? "found" : "none"));
        }
    }
}
