package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a query, as JSON writes them: {@code 1e-3}, but not {@code 10.}. Where nothing is refused, a text that
 * is no number is ignored, and a number out of range is capped.
 */
final class QueryNumbers {

    private static final JsonNode NO_NUMBER = DoubleNode.valueOf(Double.NaN);

    private final Map<String, String> values;

    /** @param values the parameters of the query, decoded */
    QueryNumbers(Map<String, String> values) {
        this.values = values;
    }

    /** The first violation of rules for numbers; null if there is none. */
    @Nullable
    String problem(FieldRules rules) {
        ObjectNode numbers = Json.object();
        values.forEach((name, text) -> numbers.set(name, FieldRules.numberIn(text, NO_NUMBER)));
        return rules.problem(numbers);
    }

    /** @return not negative */
    int integer(String name, int usual) {
        BigDecimal number = decimal(name);
        return number == null
                ? usual
                : number.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
    }

    /** @return not negative; null for none */
    @Nullable
    BigDecimal decimal(String name) {
        JsonNode number = FieldRules.numberIn(values.getOrDefault(name, ""), NO_NUMBER);
        return number == NO_NUMBER ? null : number.decimalValue().max(BigDecimal.ZERO);
    }
}
