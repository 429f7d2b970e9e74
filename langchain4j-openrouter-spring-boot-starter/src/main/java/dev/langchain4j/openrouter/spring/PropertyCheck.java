package dev.langchain4j.openrouter.spring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Finds properties below the prefix that do not exist. A variable of the environment without effect is logged, because others may
 * use such a name, and refused if it should limit something.
 */
final class PropertyCheck {

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");
    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(OpenRouterProperties.PREFIX);
    private static final String ALLOW = OpenRouterProperties.PREFIX + ".allow-unknown-properties";

    /** A character outside of brackets that a property's name does not keep. */
    private static final Pattern LEFT_OUT = Pattern.compile("^(?:[\\w.-]|\\[[^\\]]*\\])*+[^\\w.\\[-]");

    private final ConfigurableEnvironment environment;

    PropertyCheck(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    /** @throws OpenRouterPropertyException naming all of them, unless they are allowed */
    void check() {
        List<String> problems = new ArrayList<>();
        ConfigurationPropertyName first = PREFIX;
        for (ConfigurationPropertyName name : names()) {
            PropertyAdvice advice = new PropertyAdvice(name);
            String problem = advice.problem();
            String value = problem == null ? environment.getProperty(name.toString()) : null;
            if (value != null && !(value.isBlank() && hasMembers(name))) {
                problem = advice.problem(value);
            }
            if (problem != null) {
                first = problems.isEmpty() ? name : first;
                problems.add(problem);
            }
        }
        for (String name : misread()) {
            first = problems.isEmpty() ? ConfigurationPropertyName.adapt(name, '.') : first;
            problems.add(
                    name + " has a character that Spring leaves out. Write that part of the name in brackets: [...]");
        }
        for (String variable : new VariableCheck(environment).unread()) {
            String problem = VariableCheck.problem(variable);
            if (VariableCheck.isLimit(variable)) {
                problems.add(problem);
            } else {
                LOG.warn(problem);
            }
        }
        if (problems.isEmpty()) {
            return;
        }
        if (environment.getProperty(ALLOW, Boolean.class, false)) {
            problems.forEach(LOG::warn);
            return;
        }
        throw new OpenRouterPropertyException(first.toString(), String.join("\n", problems));
    }

    /** The names that Spring changes, such as "budget.per-tag.team/x" to "budget.per-tag.teamx". */
    private Set<String> misread() {
        return sources()
                .filter(EnumerablePropertySource.class::isInstance)
                .flatMap(source -> Arrays.stream(((EnumerablePropertySource<?>) source).getPropertyNames()))
                .filter(name ->
                        name.startsWith(PREFIX + ".") && LEFT_OUT.matcher(name).find())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Warns that a connection of the application does not read the properties of the starter's connection. */
    void warnOfOwnConnection() {
        String unread = names().stream()
                .filter(name -> new PropertyAdvice(name).isOfConnection())
                .map(ConfigurationPropertyName::toString)
                .collect(Collectors.joining(", "));
        if (!unread.isEmpty()) {
            LOG.warn(
                    "The OpenRouter of the application replaces that of the starter. These properties have no effect unless it "
                            + "reads them: {}",
                    unread);
        }
    }

    /** An empty group of one file may have its properties in another one. */
    private boolean hasMembers(ConfigurationPropertyName name) {
        return names().stream().anyMatch(name::isAncestorOf);
    }

    /** The properties below the prefix that are set. */
    Set<ConfigurationPropertyName> names() {
        TreeSet<ConfigurationPropertyName> names = new TreeSet<>();
        sources()
                .flatMap(source -> StreamSupport.stream(
                        ConfigurationPropertySources.from(source).spliterator(), false))
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .map(IterableConfigurationPropertySource.class::cast)
                .flatMap(IterableConfigurationPropertySource::stream)
                .filter(PREFIX::isAncestorOf)
                .forEach(names::add);
        return names;
    }

    private Stream<PropertySource<?>> sources() {
        return environment.getPropertySources().stream()
                .filter(source -> !source.getName().equals(VariableCheck.VARIABLES));
    }
}
