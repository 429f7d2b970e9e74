package dev.langchain4j.model.openrouter.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what GraalVM's tracing agent saw with the metadata of the jar. Reads both forms that agents write: one
 * {@code reachability-metadata.json}, and the older files for each kind. {@code .ci/native/run} calls it.
 */
final class NativeMetadata {

    private static final String OURS =
            "/META-INF/native-image/dev.langchain4j/langchain4j-openrouter/reachability-metadata.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private NativeMetadata() {}

    /** The folder of the agent. Ends with 1 if the jar's metadata lack something. */
    public static void main(String[] arguments) throws IOException {
        Set<String> missing = missing(Path.of(arguments[0]), ours());
        missing.forEach(each -> System.out.println("not in the metadata of the jar: " + each));
        System.exit(missing.isEmpty() ? 0 : 1);
    }

    /** What the agent saw and {@code metadata} do not have: one line each. */
    static Set<String> missing(Path agent, String metadata) throws IOException {
        Set<String> seen = new TreeSet<>();
        for (String file : new String[] {
            "reachability-metadata.json",
            "reflect-config.json",
            "jni-config.json",
            "resource-config.json",
            "proxy-config.json",
            "serialization-config.json"
        }) {
            Path path = agent.resolve(file);
            if (Files.exists(path)) {
                add(seen, kind(file), JSON.readTree(path.toFile()));
            }
        }
        Set<String> known = new TreeSet<>();
        add(known, "", JSON.readTree(metadata));
        seen.removeAll(known);
        return seen;
    }

    static String ours() throws IOException {
        try (InputStream resource = NativeMetadata.class.getResourceAsStream(OURS)) {
            if (resource == null) {
                throw new IOException(OURS + " is missing");
            }
            return new String(resource.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private static String kind(String file) {
        return switch (file) {
            case "reachability-metadata.json" -> "";
            case "reflect-config.json" -> "reflection";
            case "jni-config.json" -> "jni";
            case "resource-config.json" -> "resources";
            case "proxy-config.json" -> "proxies";
            default -> "serialization";
        };
    }

    /** Lines such as "reflection java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor[]". */
    private static void add(Set<String> lines, String kind, JsonNode node) {
        if (kind.isEmpty()) {
            node.properties().forEach(entry -> {
                if (entry.getValue().isArray()) {
                    add(lines, entry.getKey(), entry.getValue());
                }
            });
        } else if (node.isArray()) {
            node.forEach(entry -> addEntry(lines, kind, entry));
        } else {
            node.forEach(group -> add(lines, kind, group.has("includes") ? group.path("includes") : group));
        }
    }

    private static void addEntry(Set<String> lines, String kind, JsonNode entry) {
        String name = name(entry);
        lines.add(kind + " " + name);
        entry.path("methods")
                .forEach(method -> lines.add(kind + " " + name + "." + text(method, "name") + parameters(method)));
        entry.path("fields").forEach(field -> lines.add(kind + " " + name + "." + text(field, "name")));
        entry.properties().forEach(flag -> {
            if (flag.getValue().asBoolean(false) && flag.getValue().isBoolean()) {
                lines.add(kind + " " + name + " " + flag.getKey());
            }
        });
    }

    /** Of a type, a proxy, a resource (the older form quotes it) or a bundle. */
    private static String name(JsonNode entry) {
        for (String key : new String[] {"type", "name", "glob", "pattern", "interfaces", "bundle"}) {
            JsonNode value = entry.path(key);
            if (!value.isMissingNode()) {
                String name = value.isTextual() ? value.asText() : value.toString();
                return name.replaceAll("^(?:\\w+:)?\\\\Q(.*)\\\\E$", "$1");
            }
        }
        return entry.toString();
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asText();
    }

    private static String parameters(JsonNode method) {
        return method.path("parameterTypes").toString();
    }
}
