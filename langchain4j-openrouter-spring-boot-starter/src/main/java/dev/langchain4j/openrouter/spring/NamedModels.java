package dev.langchain4j.openrouter.spring;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.IgnoreErrorsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.StringUtils;

/**
 * A bean for each model that has a name: {@code chat-models.fast} is the bean {@code fastChatModel} with the qualifier
 * {@code fast}. Its name is {@code fast}, too, unless something else is called so. Any other model of its type is
 * injected before it, if no name is asked for.
 */
class NamedModels implements ImportBeanDefinitionRegistrar {

    private static final String DECISIONS = "decision-model";

    private static final List<String> GROUPS = List.of(
            "chat-model",
            "streaming-chat-model",
            "scoring-model",
            "llm-scoring-model",
            "embedding-model",
            "image-model",
            "speech-model",
            "transcription-model",
            "batch-chat-model",
            "batch-embedding-model");

    private final Environment environment;
    private final Map<String, Set<String>> names = new HashMap<>();

    NamedModels(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        GROUPS.forEach(group -> register("openRouterModels", group, registry));
    }

    /** A class of its own, because an older LangChain4j has no decision models. */
    static class OfDecisions extends NamedModels {

        OfDecisions(Environment environment) {
            super(environment);
        }

        @Override
        public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
            register("openRouterDecisionModels", DECISIONS, registry);
        }
    }

    void register(String factory, String group, BeanDefinitionRegistry registry) {
        String method = camelCase(group);
        for (String name : names(group)) {
            RootBeanDefinition model = new RootBeanDefinition();
            model.setFactoryBeanName(factory);
            model.setFactoryMethodName(method);
            model.getConstructorArgumentValues().addIndexedArgumentValue(0, name);
            model.addQualifier(new AutowireCandidateQualifier(Qualifier.class, name));
            model.setFallback(true);
            String beanName = name + StringUtils.capitalize(method);
            registry.registerBeanDefinition(beanName, model);
            if (isOnlyOne(name) && !registry.isBeanNameInUse(name)) {
                registry.registerAlias(beanName, name);
            }
        }
    }

    /** The groups of all kinds of models, such as "chat-model". */
    static Stream<String> groups() {
        return Stream.concat(GROUPS.stream(), Stream.of(DECISIONS));
    }

    private Set<String> names(String group) {
        return names.computeIfAbsent(group, each -> names(environment, each + "s"));
    }

    /** @param groups such as "chat-models" */
    static Set<String> names(Environment environment, String groups) {
        String property = OpenRouterProperties.PREFIX + "." + groups;
        return Binder.get(environment)
                .bind(property, Bindable.mapOf(String.class, Object.class), new IgnoreErrorsBindHandler())
                .map(named -> distinct(named, property))
                .orElse(Set.of());
    }

    /** Spring reads a variable that changes "very-fast", "very_fast" or "veryFast" as a "veryfast", too. */
    private static Set<String> distinct(Map<String, Object> named, String groups) {
        Map<String, String> names = new LinkedHashMap<>();
        for (Map.Entry<String, Object> model : named.entrySet()) {
            String name = model.getKey();
            if (setsSomething(Setters.entry(groups, name), model.getValue())) {
                names.merge(
                        PropertyAdvice.uniform(name),
                        name,
                        (one, other) -> PropertyAdvice.uniform(one).equals(one) ? other : one);
            }
        }
        return new LinkedHashSet<>(names.values());
    }

    /** A variable such as VERY_FAST_USER sets nothing: of a model "very" the property "fast.user" does not exist. */
    private static boolean setsSomething(String property, Object value) {
        return value instanceof Map<?, ?> group
                ? group.entrySet().stream()
                        .anyMatch(each -> setsSomething(inside(property, each.getKey()), each.getValue()))
                : new PropertyAdvice(ConfigurationPropertyName.adapt(property, '.')).problemOfName() == null;
    }

    /** Spring binds a list inside a map of objects as a map from "0", "1", … */
    private static String inside(String property, Object key) {
        return key.toString().matches("\\d+") ? property + "[" + key + "]" : Setters.entry(property, key);
    }

    private boolean isOnlyOne(String name) {
        return groups().filter(group -> names(group).contains(name)).count() == 1;
    }

    private static String camelCase(String group) {
        StringBuilder camel = new StringBuilder();
        for (String word : group.split("-")) {
            camel.append(camel.isEmpty() ? word : StringUtils.capitalize(word));
        }
        return camel.toString();
    }
}
