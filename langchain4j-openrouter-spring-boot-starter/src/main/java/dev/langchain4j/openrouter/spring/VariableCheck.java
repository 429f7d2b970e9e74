package dev.langchain4j.openrouter.spring;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.bind.handler.IgnoreErrorsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Finds variables of the environment that begin like our properties and that Spring does not read for any of them. */
final class VariableCheck {

    /** The name of the source that has the variables. */
    static final String VARIABLES = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

    private static final String PREFIX =
            OpenRouterProperties.PREFIX.replace('.', '_').toUpperCase(Locale.ROOT) + "_";

    /** Kubernetes sets them for a service that is called like the prefix. */
    private static final Pattern OF_KUBERNETES = Pattern.compile("(?:.*_)?(?:SERVICE_(?:HOST|PORT).*|PORT(?:_.*)?)");

    private static final Pattern LIMIT = Pattern.compile("(?:BUDGET|DATA_?POLICY)(?:_.*)?");

    private static final int NEAR = 3;

    private final ConfigurableEnvironment environment;
    private final Map<String, Object> ours = new TreeMap<>();

    /** What Spring has made of the variables; null until somebody asks. */
    private @Nullable Noting bound;

    VariableCheck(ConfigurableEnvironment environment) {
        this.environment = environment;
        if (environment.getPropertySources().get(VARIABLES) instanceof EnumerablePropertySource<?> variables) {
            Arrays.stream(variables.getPropertyNames())
                    .filter(name -> inCapitals(name).startsWith(PREFIX))
                    .filter(name -> !isOfKubernetes(rest(name)))
                    .forEach(name -> ours.put(name, variables.getProperty(name)));
        }
    }

    /** The variables without effect, sorted. */
    List<String> unread() {
        return ours.keySet().stream()
                .filter(name -> !bound().read.contains(name))
                .toList();
    }

    /** The properties that the variables set. */
    Set<ConfigurationPropertyName> names() {
        return ours.isEmpty() ? Set.of() : bound().set;
    }

    /**
     * What is wrong with each variable for a whole group that Spring cannot bind. The message has no value, as Spring's
     * would: it may be a secret.
     */
    Stream<String> problemsOfGroups() {
        return ours.keySet().stream()
                .filter(variable -> bound().failed.contains(property(variable)))
                .flatMap(variable -> Stream.ofNullable(new PropertyAdvice(property(variable)).inside())
                        .map(inside -> "The variable " + variable + PropertyAdvice.OF_GROUP + variable
                                + inCapitals(inside.replace("-", ""))));
    }

    private static ConfigurationPropertyName property(String variable) {
        String dotted = inCapitals(variable).toLowerCase(Locale.ROOT).replace('_', '.');
        return ConfigurationPropertyName.adapt(dotted, '.');
    }

    /** Whether Kubernetes has set this variable, or what Spring makes of its name, without the prefix. */
    static boolean isOfKubernetes(String rest) {
        return OF_KUBERNETES.matcher(inCapitals(rest)).matches();
    }

    /** Whether the variable was meant to limit what is spent or sent. */
    static boolean isLimit(String variable) {
        PropertyAdvice advice = new PropertyAdvice(property(variable));
        return LIMIT.matcher(rest(variable)).matches() && (advice.problemOfName() != null || advice.isLimit());
    }

    String problem(String variable) {
        boolean isEmpty = String.valueOf(ours.get(variable)).isBlank()
                && new PropertyAdvice(property(variable)).problemOfName() == null;
        if (isEmpty) {
            return "The variable " + variable
                    + (isLimit(variable) ? PropertyAdvice.LIMITS_NOTHING : " is empty and sets nothing");
        }
        return "The variable " + variable + " sets no property." + advice(rest(variable));
    }

    private Noting bound() {
        Noting known = bound == null ? bind() : bound;
        bound = known;
        return known;
    }

    /** Lets Spring bind all properties, the variables before all other sources, and notes which of them it uses. */
    private Noting bind() {
        Noting noting = new Noting();
        MutablePropertySources sources = new MutablePropertySources(environment.getPropertySources());
        sources.remove("configurationProperties"); // has all the others
        sources.remove(VARIABLES);
        sources.addFirst(new SystemEnvironmentPropertySource(VARIABLES, ours) {
            @Override
            public @Nullable Object getProperty(String name) {
                noting.read.add(resolvePropertyName(name)); // in a placeholder
                return super.getProperty(name);
            }
        });
        PropertySourcesPlaceholdersResolver placeholders = new PropertySourcesPlaceholdersResolver(sources);
        Binder binder = new Binder(ConfigurationPropertySources.from(sources), placeholders);
        binder.bind(OpenRouterProperties.PREFIX, Bindable.of(OpenRouterProperties.class), noting);
        binder.bind(JdbcProperties.PREFIX, Bindable.of(JdbcProperties.class), noting);
        if (!noting.read.containsAll(ours.keySet())) {
            texts().filter(text -> inCapitals(text).contains("${" + PREFIX)).forEach(placeholders::resolvePlaceholders);
        }
        return noting;
    }

    /** The values of all properties, also of those that are not ours. */
    private Stream<String> texts() {
        return environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .map(source -> (EnumerablePropertySource<?>) source)
                .flatMap(source -> Arrays.stream(source.getPropertyNames()).map(source::getProperty))
                .filter(CharSequence.class::isInstance)
                .map(String::valueOf);
    }

    /**
     * Notes the names of variables whose values are bound, and of their properties; and the properties that cannot be
     * bound, which the application's own binding reports.
     */
    private static final class Noting extends IgnoreErrorsBindHandler {

        private final Set<String> read = new HashSet<>();
        private final Set<ConfigurationPropertyName> set = new TreeSet<>();
        private final Set<ConfigurationPropertyName> failed = new HashSet<>();

        @Override
        public Object onSuccess(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
            note(context);
            return super.onSuccess(name, target, context, result);
        }

        @Override
        public @Nullable Object onFailure(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
                throws Exception {
            note(context);
            failed.add(name);
            return super.onFailure(name, target, context, error);
        }

        private void note(BindContext context) {
            if (context.getConfigurationProperty() != null
                    && context.getConfigurationProperty().getOrigin() instanceof PropertySourceOrigin variable) {
                read.add(variable.getPropertyName());
                set.add(context.getConfigurationProperty().getName());
            }
        }
    }

    private static String advice(String rest) {
        if (rest.matches("BUDGET_PER_?TAG_.*")) {
            return " It is " + PREFIX + "BUDGET_PERTAG_<TAG>; a tag that is not one lowercase word needs a file, or "
                    + "SPRING_APPLICATION_JSON";
        }
        return variables(OpenRouterProperties.class, "")
                .filter(known -> PropertyAdvice.distance(rest, known) <= NEAR)
                .min(Comparator.comparingInt((String known) -> PropertyAdvice.distance(rest, known))
                        .thenComparing(Comparator.naturalOrder()))
                .map(known -> " The closest name is " + PREFIX + known)
                .orElse(" A variable leaves out dashes and has an underscore for each dot, as " + PREFIX
                        + "CHATMODEL_MODELNAME");
    }

    /** The names of all properties that are in no map, without the prefix. */
    private static Stream<String> variables(Class<?> group, String before) {
        return Arrays.stream(group.getRecordComponents()).flatMap(component -> {
            String name = before + component.getName().toUpperCase(Locale.ROOT);
            return component.getType().isRecord() ? variables(component.getType(), name + "_") : Stream.of(name);
        });
    }

    private static String rest(String variable) {
        return inCapitals(variable).substring(PREFIX.length());
    }

    /** Spring reads a variable in small letters, and one with the dots and dashes of a property, too. */
    private static String inCapitals(String name) {
        return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
