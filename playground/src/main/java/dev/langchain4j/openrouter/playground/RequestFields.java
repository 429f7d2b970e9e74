package dev.langchain4j.openrouter.playground;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Checks the fields of requests that did not come from the page. */
final class RequestFields {

    private RequestFields() {}

    /** @throws IllegalArgumentException if the field is missing, which is answered with status 400 */
    static <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    /** @throws IllegalArgumentException for such as 1e999999999, whose digits would fill the memory */
    static BigDecimal dollars(BigDecimal value, String name) {
        if (Math.abs((long) value.scale()) > 100) {
            throw new IllegalArgumentException(name + " is no amount of money");
        }
        return value;
    }
}
