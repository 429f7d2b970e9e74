package dev.langchain4j.openrouter.spring;

import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Says which property stopped the application, why, and in which file it is. Never its value, which may be a key. */
class OpenRouterFailureAnalyzer extends AbstractFailureAnalyzer<OpenRouterPropertyException> {

    private final @Nullable Environment environment;

    OpenRouterFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, OpenRouterPropertyException cause) {
        String origin = origin(cause.property());
        return new FailureAnalysis(
                cause.getMessage(),
                "Change " + cause.property() + (origin == null ? "" : ", from " + origin)
                        + ". The properties are listed in docs/spring-boot.md.",
                cause);
    }

    /** Of a group or a list that of its first member; null for all properties, of which any could be the one. */
    private @Nullable String origin(String property) {
        if (environment == null || property.equals(OpenRouterProperties.PREFIX)) {
            return null;
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
        return Stream.concat(properties(source -> Stream.of(name)), properties(source -> members(source, name)))
                .map(found -> found.getOrigin())
                .filter(Objects::nonNull)
                .map(Object::toString)
                .findFirst()
                .orElse(null);
    }

    private Stream<ConfigurationProperty> properties(
            Function<ConfigurationPropertySource, Stream<ConfigurationPropertyName>> names) {
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .flatMap(source -> names.apply(source).map(source::getConfigurationProperty))
                .filter(Objects::nonNull);
    }

    private static Stream<ConfigurationPropertyName> members(
            ConfigurationPropertySource source, ConfigurationPropertyName group) {
        return source instanceof IterableConfigurationPropertySource listed
                ? listed.stream().filter(group::isAncestorOf)
                : Stream.empty();
    }
}
