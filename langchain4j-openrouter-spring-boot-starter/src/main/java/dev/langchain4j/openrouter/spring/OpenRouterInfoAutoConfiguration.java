package dev.langchain4j.openrouter.spring;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;

/** The models of the properties, as {@code openrouter} in the info of the application. */
@AutoConfiguration(after = OpenRouterAutoConfiguration.class)
@ConditionalOnClass(InfoContributor.class)
@ConditionalOnBean(OpenRouterProperties.class)
@ConditionalOnProperty(
        name = {OpenRouterProperties.PREFIX + ".enabled", OpenRouterProperties.PREFIX + ".info.enabled"},
        matchIfMissing = true)
@Conditional(OnManagement.Info.class)
public class OpenRouterInfoAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean(name = "openRouterInfoContributor")
    InfoContributor openRouterInfoContributor(Environment environment) {
        Map<String, String> models = models(environment);
        return info -> info.withDetail("openrouter", Map.of("models", models));
    }

    /** The models by their groups and names: "chat-model", "chat-models.fast", "chat-models[gpt-4.1]". */
    private static Map<String, String> models(Environment environment) {
        Map<String, String> models = new LinkedHashMap<>();
        for (RecordComponent component : OpenRouterProperties.class.getRecordComponents()) {
            String group = Setters.dashed(component.getName());
            if (group.endsWith("-model")) {
                put(models, group, environment);
            } else if (group.endsWith("-models")) {
                for (String name : NamedModels.names(environment, group)) {
                    put(models, Setters.entry(group, name), environment);
                }
            }
        }
        return models;
    }

    private static void put(Map<String, String> models, String group, Environment environment) {
        String property = OpenRouterProperties.PREFIX + "." + group + ".model-name";
        Binder.get(environment)
                .bind(ConfigurationPropertyName.adapt(property, '.'), Bindable.of(String.class))
                .ifBound(model -> models.put(group, model));
    }
}
