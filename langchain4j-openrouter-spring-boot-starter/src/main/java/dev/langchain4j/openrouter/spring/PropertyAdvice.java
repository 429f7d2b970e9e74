package dev.langchain4j.openrouter.spring;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** Whether a property exists, and if not, which one was probably meant. */
final class PropertyAdvice {

    private static final int DEPTH =
            ConfigurationPropertyName.of(OpenRouterProperties.PREFIX).getNumberOfElements();

    /** A group of its own, bound only if there is a database. */
    private static final String OF_DATABASE = "jdbc";

    private static final Set<String> NOT_OF_CONNECTION = Set.of(
            "enabled", "allowunknownproperties", "apikey", "metrics", "observations", "health", "info", OF_DATABASE);

    static final String OF_GROUP = " is a group of properties and has no value of its own. Its first one is ";

    static final String LIMITS_NOTHING = " is empty and limits nothing. Give it a value, or remove it";

    static final String AS_YAML_READS = ", as YAML reads off, on, no and yes without quotes. ";

    private final ConfigurationPropertyName name;

    PropertyAdvice(ConfigurationPropertyName name) {
        this.name = name;
    }

    /** What is wrong with the value of a property that exists; null if nothing is known. */
    @Nullable
    String problemOfValue(Object given) {
        String value = given.toString();
        Type type = type();
        String inside = inside(type);
        if (type == Object.class && value.isBlank()) {
            return name + " is empty. Spring makes an empty text of [] and of null, and it would be sent as one: "
                    + "define a bean of your own for this model";
        }
        if (inside != null) {
            return name + OF_GROUP + name + inside;
        }
        if (value.isBlank() && isLimit()) {
            return name + LIMITS_NOTHING;
        }
        String problem = name.getNumberOfElements() == DEPTH + 1 ? null : problemInGroup(value);
        return problem == null ? problemOfKind(given, type) : problem;
    }

    /** Spring makes a text of a boolean, a constant of a number, and a whole number of any other. */
    private @Nullable String problemOfKind(Object given, Type type) {
        if (given instanceof Boolean && isText(type)) {
            return name + " is '" + given + "'" + AS_YAML_READS + "Put the text that you mean in quotes";
        }
        Type kind = isList(type) ? argument(type, 0) : type;
        if (given instanceof Number && kind instanceof Class<?> values && values.isEnum()) {
            return name + " is " + given + ", but its values are words: "
                    + Stream.of(values.getEnumConstants()).map(Object::toString).collect(Collectors.joining(", "));
        }
        return given instanceof Double number && number % 1 != 0 && (kind == Integer.class || kind == Long.class)
                ? name + " is " + given + ", but must be a whole number"
                : null;
    }

    /** Whether it should limit what is spent or sent: an amount of the budget, a group of them, or the policy for data. */
    boolean isLimit() {
        String group = element(DEPTH);
        return group.equals("datapolicy") || group.equals("budget") && (type() == BigDecimal.class || inside() != null);
    }

    /** Whether it exists and is a duration. */
    boolean isDuration() {
        return problemOfName() == null && type() == Duration.class;
    }

    /** The rest of the name of the first property of this group; null if it is none. */
    @Nullable
    String inside() {
        return inside(type());
    }

    /** Whether it is a text or a list of texts, and not one in a map, which may well be "true". */
    private boolean isText(Type type) {
        boolean isList = isList(type) && argument(type, 0) == String.class;
        return isList || type == String.class && !isInMapOfTexts();
    }

    /** Whether it is a text in a map, whose names may have dots. */
    private boolean isInMapOfTexts() {
        return IntStream.range(DEPTH + 1, name.getNumberOfElements())
                .mapToObj(i -> new PropertyAdvice(name.chop(i)).type())
                .anyMatch(type -> isMap(type) && valueType(type) == String.class);
    }

    private @Nullable String problemInGroup(String value) {
        ConfigurationPropertyName parent = name.getParent();
        Type group = new PropertyAdvice(parent).type();
        String last = element(name.getNumberOfElements() - 1);
        if (group == ReasoningProperties.class && last.equals("effort")) {
            return ReasoningProperties.problemOfEffort(parent.toString(), value);
        }
        if (group == ChatProperties.class && last.equals("stopsequences") && !value.equals(value.strip())) {
            return name + " begins or ends with a blank, which Spring leaves out. Write a list: " + name + "[0]";
        }
        return group == ChatProperties.class && last.equals("responseformat")
                ? OpenAiProperties.format(parent.toString(), value)
                : null;
    }

    /** Whether it is a setting of the connection, apart from the key, which is never missing without a word. */
    boolean isOfConnection() {
        String group = element(DEPTH);
        return !group.endsWith("model") && !group.endsWith("models") && !NOT_OF_CONNECTION.contains(group);
    }

    /** The type of a property that exists; {@code Object} for what is sent as it is. */
    private Type type() {
        Type type = root();
        for (int i = start(); i < name.getNumberOfElements(); i++) {
            if (type instanceof Class<?> group && group.isRecord()) {
                RecordComponent component = find(group, element(i));
                type = component == null ? void.class : component.getGenericType();
            } else if (isMap(type)) {
                type = valueType(type);
            }
        }
        return type;
    }

    /** The rest of the name of the first property of a group; null if it is none. */
    private static @Nullable String inside(Type type) {
        if (type instanceof Class<?> group && group.isRecord()) {
            return "." + Setters.dashed(group.getRecordComponents()[0].getName());
        }
        return isMap(type) ? ".<name>" + Objects.requireNonNullElse(inside(valueType(type)), "") : null;
    }

    /** What is wrong with the name; null if the property exists. */
    @Nullable
    String problemOfName() {
        Type type = root();
        boolean isAfterName = false;
        for (int i = start(); i < name.getNumberOfElements(); i++) {
            if (type instanceof Class<?> group && group.isRecord()) {
                RecordComponent component = find(group, element(i));
                if (component == null) {
                    return name + " does not exist" + (isAfterName ? adviceOnDots(i, group) : advice(i, group));
                }
                isAfterName = false;
                type = component.getGenericType();
            } else if (isMap(type) && valueType(type) instanceof Class<?> group && group.isRecord()) {
                type = group;
                isAfterName = true;
            } else if (isMap(type) && valueType(type) == BigDecimal.class && i + 1 < name.getNumberOfElements()) {
                String whole = name.toString().substring(name.chop(i).toString().length() + 1);
                return name + " does not exist. Write a name with dots in brackets: " + name.chop(i) + "[" + whole
                        + "]";
            } else if (isMap(type)
                    && keyType(type) == Integer.class
                    && !element(i).matches("\\d+")) {
                return name + " does not exist. A percentile is a number: " + name.chop(i) + ".90";
            } else if (isMap(type) || isList(type) && name.isNumericIndex(i)) {
                return null;
            } else {
                return name + " does not exist: " + name.chop(i) + " has one value and no group of properties";
            }
        }
        return null;
    }

    /** A name can be the prefix alone: that of a variable without letters behind the prefix. */
    private boolean isOfDatabase() {
        return name.getNumberOfElements() > DEPTH && element(DEPTH).equals(OF_DATABASE);
    }

    private Type root() {
        return isOfDatabase() ? JdbcProperties.class : OpenRouterProperties.class;
    }

    private int start() {
        return isOfDatabase() ? DEPTH + 1 : DEPTH;
    }

    /** A name with dots, as models have, must be in brackets: else it ends at its first dot. */
    private String adviceOnDots(int at, Class<?> group) {
        for (int i = at + 1; i < name.getNumberOfElements(); i++) {
            if (find(group, element(i)) != null) {
                String whole = name.chop(i)
                        .toString()
                        .substring(name.chop(at - 1).toString().length() + 1);
                return ". Write a name with dots in brackets: " + name.chop(at - 1) + "[" + whole + "]"
                        + name.toString().substring(name.chop(i).toString().length());
            }
        }
        return advice(at, group);
    }

    private String advice(int at, Class<?> group) {
        String before = name.chop(at) + ".";
        String given = element(at);
        String moved = at == DEPTH ? OpenAiProperties.group(given) : OpenAiProperties.of(group, before, given);
        if (moved != null) {
            return moved;
        }
        RecordComponent ofAll = find(OpenRouterProperties.class, given);
        if (at > DEPTH && ofAll != null) {
            return ". It applies to all models: " + full(ofAll);
        }
        RecordComponent ofChat = find(ChatProperties.class, given);
        if (at == DEPTH && ofChat != null) {
            return ". It belongs to a model: " + OpenRouterProperties.PREFIX + ".chat-model."
                    + Setters.dashed(ofChat.getName());
        }
        return ". The closest name is " + before + closest(given, group);
    }

    private static String full(RecordComponent ofAll) {
        return OpenRouterProperties.PREFIX + "." + Setters.dashed(ofAll.getName());
    }

    /**
     * A name that begins or ends with the given one, such as "model-name" for "model", or else the most similar one, as a
     * whole or in one of its words, such as "model-name" for "modle".
     */
    private static String closest(String given, Class<?> group) {
        return Arrays.stream(group.getRecordComponents())
                .map(component -> Setters.dashed(component.getName()))
                .min(Comparator.comparing((String known) -> !isPart(given, uniform(known)))
                        .thenComparingInt(known -> distanceOfWord(given, known))
                        .thenComparingInt(known -> distance(given, uniform(known)))
                        .thenComparing(known -> !uniform(known).startsWith(given))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse("");
    }

    /** That of the whole name, or of one of its words if it is less. */
    private static int distanceOfWord(String given, String known) {
        return Stream.concat(Stream.of(uniform(known)), Arrays.stream(known.split("-")))
                .mapToInt(words -> distance(given, words))
                .min()
                .orElseThrow();
    }

    private static boolean isPart(String given, String known) {
        return known.startsWith(given) || known.endsWith(given);
    }

    static @Nullable RecordComponent find(Class<?> group, String element) {
        return Arrays.stream(group.getRecordComponents())
                .filter(component -> uniform(component.getName()).equals(element))
                .findFirst()
                .orElse(null);
    }

    private String element(int i) {
        return name.getElement(i, Form.UNIFORM);
    }

    /** A name as Spring compares it. */
    static String uniform(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static boolean isMap(Type type) {
        return raw(type) == Map.class;
    }

    private static boolean isList(Type type) {
        return raw(type) instanceof Class<?> list && Collection.class.isAssignableFrom(list);
    }

    private static Type raw(Type type) {
        return type instanceof ParameterizedType generic ? generic.getRawType() : type;
    }

    private static Type keyType(Type map) {
        return argument(map, 0);
    }

    private static Type valueType(Type map) {
        return argument(map, 1);
    }

    private static Type argument(Type generic, int i) {
        return ((ParameterizedType) generic).getActualTypeArguments()[i];
    }

    /** Levenshtein distance. */
    static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[other.length()];
    }
}
