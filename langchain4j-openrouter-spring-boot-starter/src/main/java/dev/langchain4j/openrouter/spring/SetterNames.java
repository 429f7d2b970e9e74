package dev.langchain4j.openrouter.spring;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a message of a builder, which names setters, one that names properties. */
final class SetterNames {

    /**
     * A text in quotes or behind "but is", which may be a value; or a name in camel case, and the boolean that it should
     * be called with.
     */
    private static final Pattern NAME = Pattern.compile(
            "(?<!\\w)'[^']*'|(?<!\\w)\"[^\"]*\"|\\bbut is .*|\\b([a-z]+(?:[A-Z][a-z]*)+)\\b(?:\\((true|false)\\)|(?!\\())");

    private static final Set<String> OF_GROUPS = BuilderHints.groups().stream()
            .filter(group -> group != OpenRouterProperties.class)
            .flatMap(SetterNames::names)
            .collect(Collectors.toSet());

    private static final Set<String> OF_CONNECTION =
            names(OpenRouterProperties.class).collect(Collectors.toSet());

    private SetterNames() {}

    /**
     * The message with the names of properties, beginning with the property that is refused.
     *
     * @param message begins with the setter of this property, or says more about it
     */
    static String replaced(String property, String message) {
        String words = NAME.matcher(message).replaceAll(name -> Matcher.quoteReplacement(replaced(name)));
        String setter = property.substring(property.lastIndexOf('.') + 1);
        Matcher beginning = Pattern.compile("(?:[\\w-]+\\.)*" + Pattern.quote(setter) + "(?=[ .:])")
                .matcher(words);
        return beginning.lookingAt() ? property + words.substring(beginning.end()) : property + ": " + words;
    }

    /** In full, if no group has such a property. */
    private static String replaced(MatchResult name) {
        String setter = name.group(1);
        boolean isOfGroup = setter != null && OF_GROUPS.contains(setter);
        if (setter == null || !isOfGroup && !OF_CONNECTION.contains(setter)) {
            return name.group();
        }
        String property = (isOfGroup ? "" : OpenRouterProperties.PREFIX + ".") + Setters.dashed(setter);
        return name.group(2) == null ? property : property + "=" + name.group(2);
    }

    private static Stream<String> names(Class<?> group) {
        return Arrays.stream(group.getRecordComponents()).map(RecordComponent::getName);
    }
}
