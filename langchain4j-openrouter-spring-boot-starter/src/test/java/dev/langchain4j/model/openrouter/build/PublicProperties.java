package dev.langchain4j.model.openrouter.build;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.TreeSet;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** The properties of the starter, each with its type: the names that applications write into their configuration. */
final class PublicProperties {

    private PublicProperties() {}

    static String describe(List<Class<?>> types) {
        TreeSet<String> lines = new TreeSet<>();
        for (Class<?> type : types) {
            ConfigurationProperties properties = type.getAnnotation(ConfigurationProperties.class);
            if (properties != null) {
                add(lines, properties.value(), type);
            }
        }
        return String.join("", lines);
    }

    private static void add(TreeSet<String> lines, String prefix, Class<?> group) {
        for (RecordComponent component : group.getRecordComponents()) {
            String name = prefix + "."
                    + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase();
            if (component.getType().isRecord()) {
                add(lines, name, component.getType());
            } else {
                String type = component.getGenericType().getTypeName().replace(", ", ",");
                lines.add("property " + name + " " + type + "\n");
            }
        }
    }
}
