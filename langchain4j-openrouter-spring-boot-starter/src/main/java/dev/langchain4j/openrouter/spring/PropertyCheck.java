package dev.langchain4j.openrouter.spring;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertyResolver;
import org.springframework.core.env.PropertySource;

/**
 * Finds properties below the prefix that do not exist, or whose value they cannot have. A variable of the environment
 * without effect is logged, because others may use such a name, and refused if it should limit something.
 */
final class PropertyCheck {

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");
    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(OpenRouterProperties.PREFIX);
    private static final String ALLOW = OpenRouterProperties.PREFIX + ".allow-unknown-properties";

    /** A character outside of brackets that a property's name does not keep. */
    private static final Pattern LEFT_OUT = Pattern.compile("^(?:[\\w.-]|\\[[^\\]]*\\])*+[^\\w.\\[-]");

    private static final String LEAVES_OUT =
            " has a character that Spring leaves out. Write that part of the name in brackets: [...]";

    /** What Spring's conditions read. */
    private static final List<String> SWITCHES = List.of(
            "enabled",
            "metrics.enabled",
            "observations.enabled",
            "health.enabled",
            "info.enabled",
            "jdbc.enabled",
            "jdbc.ledger",
            "jdbc.free-model-pacer",
            "jdbc.rate-limiter",
            "jdbc.rerank-cache");

    private static final Pattern OFF = Pattern.compile("(?i)false|off|no|0");

    private static final Pattern WITHOUT_UNIT = Pattern.compile("[+-]?0*[1-9]\\d*");

    private final ConfigurableEnvironment environment;
    private final VariableCheck variables;

    PropertyCheck(ConfigurableEnvironment environment) {
        this.environment = environment;
        this.variables = new VariableCheck(environment);
    }

    /** @param property the prefix for a variable of the environment */
    private record Problem(ConfigurationPropertyName property, String words) {}

    /**
     * Refuses unknown names and values that a property cannot have, and warns of names that are allowed nevertheless, of
     * durations without a unit, and of the properties of a model that does not exist.
     *
     * @throws OpenRouterPropertyException naming all that is refused
     */
    void check() {
        List<Problem> names = Stream.of(unknown(), misread(), spelledTwice(), unreadLimits(), notOff())
                .flatMap(each -> each)
                .toList();
        boolean areAllowed = environment.getProperty(ALLOW, Boolean.class, false);
        if (areAllowed) {
            names.stream().map(Problem::words).forEach(LOG::warn);
        }
        refuse(Stream.concat(areAllowed ? Stream.empty() : names.stream(), unusable())
                .toList());
        warnOfMilliseconds();
        warnOfModelsWithoutName();
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            String words = problems.stream().map(Problem::words).collect(Collectors.joining("\n"));
            throw new OpenRouterPropertyException(problems.get(0).property().toString(), words);
        }
    }

    private Stream<Problem> unknown() {
        return names().stream()
                .flatMap(name -> Stream.ofNullable(new PropertyAdvice(name).problemOfName())
                        .map(words -> new Problem(name, words)));
    }

    /** The values that a property cannot have. */
    private Stream<Problem> unusable() {
        Stream<Problem> ofFiles = names().stream()
                .flatMap(name -> Stream.ofNullable(problemOfValue(name)).map(words -> new Problem(name, words)));
        Stream<Problem> ofVariables = variables.problemsOfGroups().map(words -> new Problem(PREFIX, words));
        return Stream.concat(ofFiles, ofVariables);
    }

    private @Nullable String problemOfValue(ConfigurationPropertyName name) {
        PropertyAdvice advice = new PropertyAdvice(name);
        Object value = advice.problemOfName() == null ? value(name) : null;
        return value == null || value.toString().isBlank() && hasMembers(name) ? null : advice.problemOfValue(value);
    }

    private @Nullable Object value(ConfigurationPropertyName name) {
        return environment.getProperty(name.toString(), Object.class);
    }

    /** The properties that files set, whether they exist or not, and those that variables set. */
    private Stream<ConfigurationPropertyName> allNames() {
        return Stream.concat(names().stream(), variables.names().stream()).distinct();
    }

    private void warnOfMilliseconds() {
        allNames()
                .filter(name -> new PropertyAdvice(name).isDuration())
                .filter(name -> WITHOUT_UNIT
                        .matcher(String.valueOf(value(name)).strip())
                        .matches())
                .forEach(name -> LOG.warn(
                        "{} has no unit, so it is in milliseconds: {} ms. For seconds write 30s, for minutes 2m",
                        name,
                        value(name)));
    }

    private void warnOfModelsWithoutName() {
        NamedModels.groups().map(PREFIX::append).forEach(group -> {
            String modelName = group.append("model-name").toString();
            String unread = allNames()
                    .filter(group::isAncestorOf)
                    .filter(name -> new PropertyAdvice(name).problemOfName() == null)
                    .filter(name -> !String.valueOf(value(name)).isBlank())
                    .map(ConfigurationPropertyName::toString)
                    .collect(Collectors.joining(", "));
            if (!unread.isEmpty() && !environment.containsProperty(modelName)) {
                LOG.warn(
                        "{} is not set, so there is no such model, and these properties have no effect: {}",
                        modelName,
                        unread);
            }
        });
    }

    /** The names that Spring changes, such as "budget.per-tag.team/x" to "budget.per-tag.teamx". */
    private Stream<Problem> misread() {
        return listed().flatMap(source -> Arrays.stream(source.getPropertyNames()))
                .filter(name ->
                        name.startsWith(PREFIX + ".") && LEFT_OUT.matcher(name).find())
                .distinct()
                .sorted()
                .map(name -> new Problem(ConfigurationPropertyName.adapt(name, '.'), name + LEAVES_OUT));
    }

    /** The names that Spring takes for one. */
    private Stream<Problem> spelledTwice() {
        return listed().flatMap(Spellings::problems).distinct().map(words -> new Problem(PREFIX, words));
    }

    /** The switches with a text for "false" that Spring understands elsewhere, but not in a condition. */
    private Stream<Problem> notOff() {
        return SWITCHES.stream().map(PREFIX::append).flatMap(name -> {
            String value = environment.getProperty(name.toString(), "");
            return OFF.matcher(value.strip()).matches() && !value.equalsIgnoreCase("false")
                    ? Stream.of(new Problem(name, name + " is '" + value + "', which turns nothing off. Write false"))
                    : Stream.empty();
        });
    }

    /** The variables without effect that should limit something. Warns of the others. */
    private Stream<Problem> unreadLimits() {
        List<String> unread = variables.unread();
        unread.stream()
                .filter(variable -> !VariableCheck.isLimit(variable))
                .map(variables::problem)
                .forEach(LOG::warn);
        return unread.stream()
                .filter(VariableCheck::isLimit)
                .map(variable -> new Problem(PREFIX, variables.problem(variable)));
    }

    /**
     * Warns that a connection of the application does not read the properties of the starter's connection.
     *
     * @param parent what the connection of a parent context has read; null if it is no connection of the starter
     */
    void warnOfOtherConnection(@Nullable PropertyResolver parent) {
        String unread = names().stream()
                .filter(name -> new PropertyAdvice(name).isOfConnection())
                .map(ConfigurationPropertyName::toString)
                .filter(name ->
                        parent == null || !Objects.equals(environment.getProperty(name), parent.getProperty(name)))
                .collect(Collectors.joining(", "));
        if (!unread.isEmpty()) {
            LOG.warn(
                    "{} replaces that of the starter. These properties have no effect unless it reads them: {}",
                    parent == null ? "The OpenRouter of the application" : "The OpenRouter of the parent context",
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

    private Stream<EnumerablePropertySource<?>> listed() {
        return sources().filter(EnumerablePropertySource.class::isInstance).map(source ->
                (EnumerablePropertySource<?>) source);
    }

    private Stream<PropertySource<?>> sources() {
        return environment.getPropertySources().stream()
                .filter(source -> !source.getName().equals(VariableCheck.VARIABLES));
    }
}
