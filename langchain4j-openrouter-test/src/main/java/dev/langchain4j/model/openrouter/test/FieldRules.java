package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The values that fields may have, with refusals in the words of OpenRouter's validator. Absent and null fields pass.
 */
final class FieldRules {

    private record Rule(String field, Function<JsonNode, @Nullable String> check) {}

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d{1,9})?");

    private final List<Rule> rules = new ArrayList<>();

    /** The first violation; null if there is none. */
    @Nullable
    String problem(JsonNode body) {
        for (Rule rule : rules) {
            JsonNode value = body.at("/" + rule.field.replace('.', '/'));
            String problem = value.isMissingNode() || value.isNull() ? null : rule.check.apply(value);
            if (problem != null) {
                return rule.field + problem;
            }
        }
        return null;
    }

    /** @param check returns what follows the field's name, such as {@code ": Too big"}; null if the value is fine */
    FieldRules check(String field, Function<JsonNode, @Nullable String> check) {
        rules.add(new Rule(field, check));
        return this;
    }

    FieldRules number(String field, double min, double max) {
        return check(field, value -> between(value, min, max));
    }

    /** Greater than zero. */
    FieldRules positive(String field, double max) {
        return check(
                field,
                value -> value.isNumber() && value.decimalValue().signum() <= 0
                        ? ": Too small: expected number to be >0"
                        : between(value, 0, max));
    }

    FieldRules integer(String field, long min, long max) {
        return check(
                field,
                value -> isNumber(value)
                                && value.decimalValue().stripTrailingZeros().scale() > 0
                        ? ": Invalid input: expected int, received number"
                        : between(value, min, max));
    }

    FieldRules flag(String field) {
        return check(field, value -> value.isBoolean() ? null : expected("boolean", value));
    }

    FieldRules text(String field, int longest) {
        return check(field, value -> {
            if (!value.isTextual()) {
                return expected("string", value);
            }
            String text = value.asText();
            return text.codePointCount(0, text.length()) <= longest
                    ? null
                    : ": Too big: expected string to have <=" + longest + " characters";
        });
    }

    FieldRules object(String field) {
        return check(field, value -> value.isObject() ? null : expected("object", value));
    }

    FieldRules matching(String field, String pattern) {
        return check(
                field,
                value -> !value.isTextual()
                        ? expected("string", value)
                        : value.asText().matches(pattern)
                                ? null
                                : ": Invalid string: must match pattern /^(" + pattern + ")$/");
    }

    /** An array of strings. */
    FieldRules texts(String field, int maxItems) {
        return check(field, value -> arrayProblem(value, maxItems, "string", JsonNode::isTextual));
    }

    /** A string, or an array of them. */
    FieldRules textOrTexts(String field, int maxItems) {
        return check(
                field,
                value -> value.isTextual() ? null : arrayProblem(value, maxItems, "string", JsonNode::isTextual));
    }

    /** An array of objects. */
    FieldRules objects(String field, int maxItems) {
        return check(field, value -> arrayProblem(value, maxItems, "object", JsonNode::isObject));
    }

    private static @Nullable String arrayProblem(
            JsonNode value, int maxItems, String type, Predicate<JsonNode> hasType) {
        String problem = each(value, element -> hasType.test(element) ? null : expected(type, element));
        boolean isTooLong = problem == null && value.size() > maxItems;
        return isTooLong ? ": Too big: expected array to have <=" + maxItems + " items" : problem;
    }

    /** The first problem of the elements of an array, with the path to it; null if there is none. */
    static @Nullable String each(JsonNode array, Function<JsonNode, @Nullable String> check) {
        if (!array.isArray()) {
            return expected("array", array);
        }
        for (int i = 0; i < array.size(); i++) {
            String problem = check.apply(array.get(i));
            if (problem != null) {
                return "." + i + problem;
            }
        }
        return null;
    }

    /** A number that is not negative, or an object with one for each of some keys; as text, too. */
    FieldRules limits(String field, String... keys) {
        return check(field, value -> {
            if (value.isNumber()) {
                return between(value, 0, Double.MAX_VALUE);
            }
            if (!value.isObject()) {
                return expected("object", value);
            }
            for (Map.Entry<String, JsonNode> limit : value.properties()) {
                String problem = limitProblem(limit.getValue());
                problem = problem == null ? null : "." + limit.getKey() + problem;
                if (!List.of(keys).contains(limit.getKey())) {
                    problem = ": Unrecognized key: \"" + limit.getKey() + "\"";
                }
                if (problem != null) {
                    return problem;
                }
            }
            return null;
        });
    }

    private static @Nullable String limitProblem(JsonNode limit) {
        return limit.isNull() ? null : between(numberIn(limit.asText(), limit), 0, Double.MAX_VALUE);
    }

    /** The number that a text writes as in JSON; {@code otherwise} if it is none. */
    static JsonNode numberIn(String text, JsonNode otherwise) {
        return NUMBER.matcher(text).matches() ? DecimalNode.valueOf(new BigDecimal(text)) : otherwise;
    }

    /** An object with no other keys. */
    FieldRules onlyKeys(String field, String... keys) {
        return check(field, value -> {
            for (String key : DecisionsEndpoint.ids(value)) {
                if (!List.of(keys).contains(key)) {
                    return ": Unrecognized key: \"" + key + "\"";
                }
            }
            return null;
        });
    }

    /** One of these words. */
    FieldRules word(String field, String... words) {
        return check(field, value -> oneOf(value, words));
    }

    /** An array of these words. */
    FieldRules words(String field, String... words) {
        return check(field, value -> each(value, word -> oneOf(word, words)));
    }

    /** The same words, or an object that the other rules check. */
    FieldRules wordOrObject(String field, String... words) {
        return check(field, value -> value.isObject() ? null : oneOf(value, words));
    }

    static @Nullable String oneOf(JsonNode value, String... words) {
        return value.isTextual() && List.of(words).contains(value.asText())
                ? null
                : ": Invalid option: expected one of "
                        + Stream.of(words).map(word -> "\"" + word + "\"").collect(Collectors.joining("|"));
    }

    static String expected(String type, JsonNode value) {
        return ": Invalid input: expected " + type + ", received "
                + (value.isMissingNode() ? "undefined" : name(value));
    }

    private static @Nullable String between(JsonNode value, double min, double max) {
        if (!isNumber(value)) {
            return expected("number", value);
        }
        BigDecimal number = value.decimalValue();
        if (number.compareTo(BigDecimal.valueOf(min)) < 0) {
            return ": Too small: expected number to be >=" + plain(min);
        }
        return number.compareTo(BigDecimal.valueOf(max)) > 0
                ? ": Too big: expected number to be <=" + plain(max)
                : null;
    }

    private static boolean isNumber(JsonNode value) {
        return value.isNumber() && !Double.isNaN(value.doubleValue());
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** The type of a value in the words of the validator. */
    static String name(JsonNode value) {
        return switch (value.getNodeType()) {
            case BOOLEAN -> "boolean";
            case NUMBER -> isNumber(value) ? "number" : "NaN";
            case STRING -> "string";
            case ARRAY -> "array";
            case NULL -> "null";
            default -> "object";
        };
    }
}
