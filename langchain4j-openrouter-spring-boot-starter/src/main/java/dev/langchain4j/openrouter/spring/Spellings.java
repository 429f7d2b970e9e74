package dev.langchain4j.openrouter.spring;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.core.env.EnumerablePropertySource;

/**
 * Finds properties of one source whose names differ in capitals, dashes and underscores alone. Spring takes them for
 * the same: two entries of a map get one value, and two models become one. In two sources the one overrides the other,
 * as it should.
 */
final class Spellings {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(OpenRouterProperties.PREFIX);
    private static final int DEPTH = PREFIX.getNumberOfElements();

    private final Map<Object, Seen> first = new HashMap<>();

    private Spellings() {}

    /** What was read first: the part that may be spelled in another way, and the whole name. */
    private record Seen(String part, String property) {}

    /** What is wrong with each such name. */
    static Stream<String> problems(EnumerablePropertySource<?> source) {
        Spellings spellings = new Spellings();
        return Arrays.stream(source.getPropertyNames()).map(spellings::problem).filter(Objects::nonNull);
    }

    private @Nullable String problem(String property) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
        if (!PREFIX.isAncestorOf(name)) {
            return null;
        }
        String ofModel = isOfNamedModel(name) ? problemOfModel(name.chop(DEPTH + 2), property) : null;
        String same = other(name, property, property);
        if (ofModel != null || same == null) {
            return ofModel;
        }
        return property + " and " + same
                + " are one property for Spring. Keep one of them; names of your own that differ in"
                + " capitals, dashes or underscores, such as tags, need brackets: [...]";
    }

    private @Nullable String problemOfModel(ConfigurationPropertyName model, String property) {
        String name = model.getLastElement(Form.ORIGINAL);
        String other = other(List.of(model.getParent(), PropertyAdvice.uniform(name)), name, property);
        return other == null
                ? null
                : property + " and " + other
                        + " belong to one model for Spring. Give models names that differ in more than"
                        + " capitals, dashes and underscores";
    }

    private @Nullable String other(Object key, String part, String property) {
        Seen before = first.putIfAbsent(key, new Seen(part, property));
        return before == null || before.part().equals(part) ? null : before.property();
    }

    private static boolean isOfNamedModel(ConfigurationPropertyName name) {
        return name.getNumberOfElements() > DEPTH + 1
                && name.getElement(DEPTH, Form.UNIFORM).endsWith("models");
    }
}
