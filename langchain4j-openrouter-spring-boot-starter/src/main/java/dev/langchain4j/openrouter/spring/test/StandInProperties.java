package dev.langchain4j.openrouter.spring.test;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/** The properties that lead an application to the stand-in, whatever its own ones say. */
final class StandInProperties {

    private static final String PREFIX = "langchain4j.openrouter.";
    private static final String URLS = PREFIX + "data-policy.allowed-base-urls";
    private static final String DECISIONS_URL = PREFIX + "decision-model.decisions-url";
    private static final ConfigurationPropertyName NAMED_MODELS =
            ConfigurationPropertyName.of(PREFIX + "decision-models");

    static final String KEYS = PREFIX + "key-ring.keys";

    private final OpenRouterServer server;
    private final ConfigurableEnvironment environment;

    /** Leaves placeholders as they are: what they need may be missing where a test runs. */
    private final Binder unresolved;

    private final Map<String, Object> properties = new HashMap<>();

    StandInProperties(OpenRouterServer server, ConfigurableEnvironment environment) {
        this.server = server;
        this.environment = environment;
        this.unresolved = new Binder(ConfigurationPropertySources.get(environment));
    }

    Map<String, Object> all() {
        properties.put(PREFIX + "base-url", server.baseUrl());
        properties.put(PREFIX + "api-key", server.apiKey());
        replaceMissingKeys();
        replaceUrls();
        return properties;
    }

    private void replaceMissingKeys() {
        unresolved
                .bind(KEYS, Bindable.mapOf(String.class, String.class))
                .ifBound(keys -> keys.forEach((label, key) -> {
                    if (isMissing(key)) {
                        properties.put(KEYS + "[" + label + "]", server.apiKey() + "-" + properties.size());
                    }
                }));
    }

    private boolean isMissing(String key) {
        try {
            return environment.resolveRequiredPlaceholders(key).isBlank();
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    /** A data policy with base URLs would refuse the stand-in's, and decisions have a URL of their own. */
    private void replaceUrls() {
        if (isSet(URLS, String[].class)) {
            properties.put(URLS, server.baseUrl());
        }
        String decisionsUrl = server.baseUrl().replace("/api/v1", "/api/alpha/decisions");
        if (isSet(DECISIONS_URL, String.class)) {
            properties.put(DECISIONS_URL, decisionsUrl);
        }
        decisionsUrlsOfNamedModels().forEach(property -> properties.put(property, decisionsUrl));
    }

    private List<String> decisionsUrlsOfNamedModels() {
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
                .filter(property -> property.getLastElement(Form.UNIFORM).equals("decisionsurl")
                        && NAMED_MODELS.isParentOf(property.getParent()))
                .map(property -> NAMED_MODELS + asWritten(property.getParent()) + ".decisions-url")
                .toList();
    }

    /** Spring takes [myModel] for another name than myModel, and my-model for another model. */
    private static String asWritten(ConfigurationPropertyName model) {
        String name = model.getLastElement(Form.ORIGINAL);
        return model.isLastElementIndexed() ? "[" + name + "]" : "." + name;
    }

    private boolean isSet(String property, Class<?> type) {
        return unresolved.bind(property, type).isBound();
    }
}
