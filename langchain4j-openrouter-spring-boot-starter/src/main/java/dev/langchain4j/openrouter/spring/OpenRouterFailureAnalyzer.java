package dev.langchain4j.openrouter.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
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

    private @Nullable String origin(String property) {
        if (environment == null) {
            return null;
        }
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty found = source.getConfigurationProperty(name);
            if (found != null && found.getOrigin() != null) {
                return found.getOrigin().toString();
            }
        }
        return null;
    }
}
