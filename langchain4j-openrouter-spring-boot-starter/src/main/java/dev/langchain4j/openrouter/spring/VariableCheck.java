package dev.langchain4j.openrouter.spring;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * Finds variables of the environment that begin like our properties and set none. Spring reads a name without its dashes
 * ("CHATMODEL_MODELNAME"), or with an underscore for each of them ("CHAT_MODEL_MODEL_NAME"), but no mixture. In the
 * second form it adds nothing to a map, and only changes what is there.
 */
final class VariableCheck {

    static final String PREFIX = OpenRouterProperties.PREFIX.replace('.', '_').toUpperCase(Locale.ROOT) + "_";

    /** Kubernetes sets them for a service that is called like the prefix. */
    private static final Pattern OF_KUBERNETES = Pattern.compile("(?:.*_)?(?:SERVICE_(?:HOST|PORT).*|PORT(?:_.*)?)");

    private static final Pattern LIMIT = Pattern.compile("(?:BUDGET|DATA_?POLICY)(?:_.*)?");

    private static final int NEAR = 3;

    private final Set<String> models;
    private final Set<String> overriding;

    /**
     * @param models the names of further models in capitals, with an underscore for each dash: a variable may change one of these
     * @param properties the properties that other sources set: a variable may override each of them
     */
    VariableCheck(Set<String> models, Set<ConfigurationPropertyName> properties) {
        this.models = models;
        this.overriding = properties.stream()
                .flatMap(name -> Stream.of(variable(name, Form.UNIFORM), variable(name, Form.ORIGINAL)))
                .collect(Collectors.toSet());
    }

    /** What is wrong with a variable; empty if it is not ours, or is read. */
    Optional<String> problem(String variable) {
        if (!variable.startsWith(PREFIX) || overriding.contains(variable)) {
            return Optional.empty();
        }
        String rest = variable.substring(PREFIX.length());
        return OF_KUBERNETES.matcher(rest).matches() || reads(rest, "") || reads(rest, "_")
                ? Optional.empty()
                : Optional.of("The variable " + variable + " sets no property." + advice(rest));
    }

    /** Whether the variable was meant to limit what is spent or sent. */
    static boolean isLimit(String variable) {
        return LIMIT.matcher(variable.substring(PREFIX.length())).matches();
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

    /** @param dash what stands for a dash */
    private boolean reads(String rest, String dash) {
        String database = "JDBC_";
        return rest.startsWith(database)
                ? reads(rest.substring(database.length()), JdbcProperties.class, dash)
                : reads(rest, OpenRouterProperties.class, dash);
    }

    private boolean reads(String rest, Type type, String dash) {
        if (type instanceof Class<?> group && group.isRecord()) {
            return Arrays.stream(group.getRecordComponents()).anyMatch(component -> reads(rest, component, dash));
        }
        if (!PropertyAdvice.isMap(type)) {
            return PropertyAdvice.isList(type) && rest.matches("\\d+");
        }
        Type value = PropertyAdvice.valueType(type);
        if (value instanceof Class<?> group && group.isRecord()) {
            Stream<String> names = dash.isEmpty() ? Stream.of(rest.split("_", 2)[0]) : models.stream();
            return names.anyMatch(name -> !name.isEmpty()
                    && rest.startsWith(name + "_")
                    && reads(rest.substring(name.length() + 1), value, dash));
        }
        return dash.isEmpty() && (value != BigDecimal.class || !rest.contains("_"));
    }

    private boolean reads(String rest, RecordComponent component, String dash) {
        String name = variable(component, dash);
        return rest.equals(name)
                || rest.startsWith(name + "_")
                        && reads(rest.substring(name.length() + 1), component.getGenericType(), dash);
    }

    /** The names of all properties that are in no map. */
    private static Stream<String> variables(Class<?> group, String before) {
        return Arrays.stream(group.getRecordComponents()).flatMap(component -> {
            String name = before + variable(component, "");
            return component.getType().isRecord() ? variables(component.getType(), name + "_") : Stream.of(name);
        });
    }

    private static String variable(ConfigurationPropertyName name, Form form) {
        return IntStream.range(0, name.getNumberOfElements())
                .mapToObj(element -> inCapitals(name.getElement(element, form)))
                .collect(Collectors.joining("_"));
    }

    /** A part of a name as the second form has it. */
    static String inCapitals(String part) {
        return part.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String variable(RecordComponent component, String dash) {
        return Setters.dashed(component.getName()).replace("-", dash).toUpperCase(Locale.ROOT);
    }
}
