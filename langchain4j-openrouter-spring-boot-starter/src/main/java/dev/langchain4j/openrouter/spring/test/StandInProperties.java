package dev.langchain4j.openrouter.spring.test;

import dev.langchain4j.model.openrouter.test.OpenRouterServer;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
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

    static final ConfigurationPropertyName KEYS = ConfigurationPropertyName.of(PREFIX + "key-ring.keys");

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

    /** Those that the sources of now need, too. */
    Map<String, Object> all() {
        properties.put(PREFIX + "base-url", server.baseUrl());
        properties.put(PREFIX + "api-key", server.apiKey());
        replaceMissingKeys();
        replaceUrls();
        return Map.copyOf(properties);
    }

    private void replaceMissingKeys() {
        below(KEYS)
                .filter(this::isMissing)
                .map(StandInProperties::asWritten)
                .distinct()
                .forEach(key -> properties.put(key, server.apiKey() + "-" + properties.size()));
    }

    private boolean isMissing(ConfigurationPropertyName property) {
        String value = unresolved.bind(property, Bindable.of(String.class)).orElse("");
        try {
            return environment.resolveRequiredPlaceholders(value).isBlank();
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
        below(NAMED_MODELS)
                .filter(property -> property.getLastElement(Form.UNIFORM).equals("decisionsurl")
                        && NAMED_MODELS.isParentOf(property.getParent()))
                .forEach(property -> properties.put(asWritten(property), decisionsUrl));
    }

    private Stream<ConfigurationPropertyName> below(ConfigurationPropertyName group) {
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .flatMap(source -> ((IterableConfigurationPropertySource) source).stream())
                .filter(group::isAncestorOf);
    }

    /** Spring takes [myModel] for another name than myModel, and my-model for another model. */
    private static String asWritten(ConfigurationPropertyName property) {
        var name = new StringBuilder();
        for (int length = 1; length <= property.getNumberOfElements(); length++) {
            ConfigurationPropertyName part = property.chop(length);
            String element = part.getLastElement(Form.ORIGINAL);
            name.append(part.isLastElementIndexed() ? "[" + element + "]" : "." + element);
        }
        return name.substring(1);
    }

    private boolean isSet(String property, Class<?> type) {
        return unresolved.bind(property, type).isBound();
    }
}
