package dev.langchain4j.openrouter.playground;

import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the owner of the playground sets. A wrong value stops the start, with a message that names the property.
 *
 * @param budget US dollars for all calls
 * @param hosts host names in the browser's address line, besides those of this machine
 */
@ConfigurationProperties("playground")
record PlaygroundProperties(String budget, @DefaultValue Set<String> hosts) {

    /** A name, or an IPv6 address; a comma too many names nothing. */
    private static final Pattern HOST = Pattern.compile("[\\w.-]*|\\[[\\da-fA-F:.]+]");

    PlaygroundProperties {
        hosts.stream().filter(host -> !HOST.matcher(host).matches()).findFirst().ifPresent(host -> {
            throw new IllegalArgumentException("playground.hosts must be host names as in the browser's address line,"
                    + " without scheme, port and path, such as workstation.example or [fd00::1], but has '" + host
                    + "'");
        });
        dollars(budget);
    }

    BigDecimal dollars() {
        return dollars(budget);
    }

    private static BigDecimal dollars(String budget) {
        try {
            return Money.checked(new BigDecimal(budget.strip()));
        } catch (IllegalArgumentException e) { // no cause of the next one: Spring shows the last cause alone
            throw new IllegalArgumentException(
                    "playground.budget must be US dollars above 0 and at most 1000000, such as 0.50, but is '" + budget
                            + "'");
        }
    }
}
