package dev.langchain4j.openrouter.spring.test;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.util.ClassUtils;

/** Starts a stand-in with the application context of a test class that asks for one. */
final class StandInFactory implements ContextCustomizerFactory {

    private static final String BEAN = "openRouterServer";
    private static final String STAND_IN = "dev.langchain4j.model.openrouter.test.OpenRouterServer";

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
        if (!TestContextAnnotationUtils.hasAnnotation(testClass, OpenRouterTest.class)) {
            return null;
        }
        requireStandIn(testClass.getClassLoader());
        return new StandIn();
    }

    private static void requireStandIn(ClassLoader loader) {
        if (!ClassUtils.isPresent(STAND_IN, loader)) {
            throw new IllegalStateException("@OpenRouterTest needs the stand-in for OpenRouter: add the dependency"
                    + " dev.langchain4j:langchain4j-openrouter-test with scope test");
        }
    }

    /** Equal to each other, so that test classes can share a context. The contexts of a hierarchy share a stand-in. */
    private record StandIn() implements ContextCustomizer {

        @Override
        public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
            ApplicationContext parent = configuration.getParentApplicationContext();
            OpenRouterServer server = parent == null || !parent.containsBean(BEAN)
                    ? start((DefaultListableBeanFactory) context.getBeanFactory())
                    : parent.getBean(BEAN, OpenRouterServer.class);
            ConfigurableEnvironment environment = context.getEnvironment();
            StandInProperties properties = new StandInProperties(server, environment);
            environment.getPropertySources().addFirst(new MapPropertySource(BEAN, properties.all()));
            acceptKeys(server, environment);
            context.addBeanFactoryPostProcessor(unused -> {
                environment.getPropertySources().replace(BEAN, new MapPropertySource(BEAN, properties.all()));
                acceptKeys(server, environment);
            }); // once the files of @PropertySource are read
        }

        private static OpenRouterServer start(DefaultListableBeanFactory beans) {
            OpenRouterServer server = OpenRouterServer.start();
            beans.registerSingleton(BEAN, server);
            beans.registerDisposableBean(BEAN, server::close); // the first, so that it is destroyed last
            return server;
        }
    }

    /** The keys of a ring replace the stand-in's. */
    static void acceptKeys(OpenRouterServer server, Environment environment) {
        Binder.get(environment)
                .bind(StandInProperties.KEYS, Bindable.mapOf(String.class, String.class))
                .ifBound(keys -> keys.values().forEach(server::addKey));
    }
}
