package dev.langchain4j.model.openrouter;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.model.openrouter.internal.api.ApiKeys;
import dev.langchain4j.model.openrouter.internal.api.ClosestNames;
import dev.langchain4j.model.openrouter.internal.http.KeyLook;
import dev.langchain4j.model.openrouter.internal.http.UrlRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the nine {@code OPENROUTER_} variables. A malformed one throws at once; the message names it, but never shows
 * the key. A misspelt one is logged.
 */
final class Environment {

    private static final Logger LOG = LoggerFactory.getLogger("dev.langchain4j.model.openrouter");

    private static final String PREFIX = "OPENROUTER_";
    private static final List<String> READ = List.of(
            "OPENROUTER_API_KEY",
            "OPENROUTER_BASE_URL",
            "OPENROUTER_DEFAULT_MODEL",
            "OPENROUTER_SITE_URL",
            "OPENROUTER_APP_NAME",
            "OPENROUTER_MAX_TOKENS",
            "OPENROUTER_TEMPERATURE",
            "OPENROUTER_TIMEOUT",
            "OPENROUTER_MAX_CONTEXT_MESSAGES");

    /** So many letters may be wrong, missing or too many. */
    private static final int NEAR = 2;

    /** Each is logged once: OpenRouter.quickChat reads the variables for each call. */
    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    private static final String DEFAULT_MODEL = "openrouter/free";
    private static final int DEFAULT_MAX_TOKENS = 4096;
    private static final double DEFAULT_TEMPERATURE = 0.7;
    private static final int DEFAULT_TIMEOUT_SECONDS = 60;
    private static final int DEFAULT_MAX_CONTEXT_MESSAGES = 20;

    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    OpenRouter.Builder openRouter() {
        variables.keySet().stream()
                .filter(name -> name != null && !READ.contains(name) && text(name) != null)
                .sorted()
                .forEach(this::warnIfMisspelt);
        return OpenRouter.builder()
                .apiKey(key())
                .baseUrl(checked("OPENROUTER_BASE_URL", url -> UrlRules.baseUrl("baseUrl", url, false)))
                .siteUrl(checked("OPENROUTER_SITE_URL", UrlRules::siteUrl))
                .appName(checked("OPENROUTER_APP_NAME", ConnectionSettings::checkAppName))
                .timeout(Duration.ofSeconds(
                        number("OPENROUTER_TIMEOUT", "whole seconds, at least 1", DEFAULT_TIMEOUT_SECONDS)))
                .modelName(model())
                .defaultRequestParameters(OpenRouterChatRequestParameters.builder()
                        .maxOutputTokens(
                                number("OPENROUTER_MAX_TOKENS", "a whole number, at least 1", DEFAULT_MAX_TOKENS))
                        .temperature(temperature())
                        .maxContextMessages(number(
                                "OPENROUTER_MAX_CONTEXT_MESSAGES",
                                "a whole number, at least 1",
                                DEFAULT_MAX_CONTEXT_MESSAGES))
                        .build());
    }

    /** It has no effect, but others may use such a name, so it is not refused, and fine beside the right one. */
    private void warnIfMisspelt(String variable) {
        List<String> meant = READ.stream()
                .filter(read -> isLike(variable.toUpperCase(Locale.ROOT), read))
                .toList();
        boolean misspelt = !meant.isEmpty() && meant.stream().allMatch(read -> text(read) == null);
        if (misspelt && LOGGED.add(variable)) {
            LOG.warn("The variable {} is not read. Did you mean {}?", variable, String.join(" or ", meant));
        }
    }

    /** Misspelt, or without its first word, as OPENROUTER_MODEL is. */
    private static boolean isLike(String name, String read) {
        return ClosestNames.distance(name, read) <= NEAR
                || name.startsWith(PREFIX) && read.endsWith(name.substring(PREFIX.length() - 1));
    }

    private @Nullable String key() {
        String variable = "OPENROUTER_API_KEY";
        String value = text(variable);
        if (value != null) {
            ApiKeys.check(variable, value);
        }
        return value;
    }

    private String model() {
        String value = text("OPENROUTER_DEFAULT_MODEL");
        if (value == null) {
            return DEFAULT_MODEL;
        }
        try {
            OpenRouterModelAliases.defaults().resolve(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("OPENROUTER_DEFAULT_MODEL: " + e.getMessage(), e);
        }
        return value;
    }

    /** @param check throws an exception that does not know the variable */
    private @Nullable String checked(String variable, Consumer<String> check) {
        String value = text(variable);
        if (value != null) {
            try {
                check.accept(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(variable + ": " + e.getMessage(), e);
            }
        }
        return value;
    }

    private double temperature() {
        String variable = "OPENROUTER_TEMPERATURE";
        double value = parsed(variable, "a number between 0 and 2", Environment::decimal, DEFAULT_TEMPERATURE);
        if (!(value >= 0 && value <= 2)) {
            throw malformed(variable, "a number between 0 and 2");
        }
        return value;
    }

    /** Java's own numbers, such as 0.7f and 0x1p1, are mistakes here. */
    private static double decimal(String text) {
        return new BigDecimal(text).doubleValue();
    }

    private int number(String variable, String rule, int ifUnset) {
        int value = parsed(variable, rule, Integer::valueOf, ifUnset);
        if (value < 1) {
            throw malformed(variable, rule);
        }
        return value;
    }

    private <T> T parsed(String variable, String rule, Function<String, T> parser, T ifUnset) {
        String value = text(variable);
        if (value == null) {
            return ifUnset;
        }
        try {
            return parser.apply(value);
        } catch (NumberFormatException e) {
            throw malformed(variable, rule); // the cause would show the value, which can be a key
        }
    }

    private IllegalArgumentException malformed(String variable, String rule) {
        String value = KeyLook.quoted(String.valueOf(text(variable)));
        return new IllegalArgumentException(variable + " must be " + rule + ", but is " + value);
    }

    /** A blank value counts as unset: a shell or a container clears a variable this way. */
    private @Nullable String text(String variable) {
        String value = variables.get(variable);
        return isBlank(value) ? null : value.strip();
    }
}
