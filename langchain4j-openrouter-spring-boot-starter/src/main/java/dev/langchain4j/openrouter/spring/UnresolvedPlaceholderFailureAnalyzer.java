package dev.langchain4j.openrouter.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.PlaceholderResolutionException;

/** A property with a placeholder that nothing resolves, as {@code ${OPENROUTER_API_KEY}} without that variable. */
class UnresolvedPlaceholderFailureAnalyzer extends AbstractFailureAnalyzer<PlaceholderResolutionException>
        implements Ordered {

    private final @Nullable Environment environment;

    UnresolvedPlaceholderFailureAnalyzer(@Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, PlaceholderResolutionException cause) {
        String variable = cause.getPlaceholder();
        String property = property(variable);
        if (property == null) {
            return null;
        }
        // not the value, which may have a part of the key beside the placeholder
        return new FailureAnalysis(
                property + " needs " + variable + ", which is not set.",
                "Set " + variable + ", or give a default after a colon: ${" + variable + ":...}.",
                cause);
    }

    private @Nullable String property(String variable) {
        if (!(environment instanceof ConfigurableEnvironment all)) {
            return null;
        }
        for (ConfigurationPropertyName name : new PropertyCheck(all).names()) {
            try {
                all.getProperty(name.toString());
            } catch (PlaceholderResolutionException unresolved) {
                if (variable.equals(unresolved.getPlaceholder())) {
                    return name.toString();
                }
            }
        }
        return null;
    }

    /** Runs before the analyzers of Spring Boot, which know neither the property nor the variable. */
    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
