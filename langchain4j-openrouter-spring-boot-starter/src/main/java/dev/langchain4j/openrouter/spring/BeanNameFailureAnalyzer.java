package dev.langchain4j.openrouter.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionOverrideException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/** Explains that a bean of the application is called like one of ours. Spring Boot would propose to override it. */
class BeanNameFailureAnalyzer extends AbstractFailureAnalyzer<BeanDefinitionOverrideException> implements Ordered {

    private static final String PACKAGE = BeanNameFailureAnalyzer.class.getPackageName();

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BeanDefinitionOverrideException cause) {
        if (!isOurs(cause.getBeanDefinition())) {
            return null;
        }
        String name = cause.getBeanName();
        String place = cause.getExistingDefinition().getResourceDescription();
        return new FailureAnalysis(
                "The bean " + name + (place == null ? "" : " of " + place) + " has the name of a bean of the starter.",
                isFurtherModel(cause.getBeanDefinition())
                        ? "Give the bean of the application another name, or the model below "
                                + OpenRouterProperties.PREFIX + "."
                        : "Give the bean of the application another name. If it should replace that of the starter, "
                                + "declare the type that the starter declares, such as OpenRouterChatModel: then it may "
                                + "be called " + name + ".",
                cause);
    }

    private static boolean isOurs(BeanDefinition bean) {
        String place = bean.getResourceDescription();
        return place != null && place.replace('/', '.').contains(PACKAGE) || isFurtherModel(bean);
    }

    /** Whether it is one of {@link NamedModels}, which no bean of the application replaces. */
    private static boolean isFurtherModel(BeanDefinition bean) {
        String factory = bean.getFactoryBeanName();
        return bean.getResourceDescription() == null
                && factory != null
                && factory.startsWith("openRouter")
                && factory.endsWith("Models");
    }

    /** Runs before the analyzer of Spring Boot. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
