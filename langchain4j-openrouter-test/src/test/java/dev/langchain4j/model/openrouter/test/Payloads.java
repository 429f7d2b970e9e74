package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Recorded answers, and what they look like. */
final class Payloads {

    private Payloads() {}

    static Path file(String name) {
        return Path.of("src/test/resources/payloads", name);
    }

    static String read(String name) throws IOException {
        return Files.readString(file(name));
    }

    /** The JSON of all events of a stream but [DONE]. */
    static List<JsonNode> events(String sse) {
        List<JsonNode> events = new ArrayList<>();
        sse.lines()
                .filter(line -> line.startsWith("data: {"))
                .forEach(line -> events.add(Json.parse(line.substring("data: ".length()))));
        return events;
    }

    /** All texts of a stream, put together. */
    static String text(String sse) {
        StringBuilder text = new StringBuilder();
        events(sse)
                .forEach(event ->
                        text.append(event.at("/choices/0/delta/content").asText("")));
        return text.toString();
    }

    /** Field names and kinds of values, without the values. */
    static String shape(JsonNode node) {
        if (node.isObject()) {
            List<String> fields = new ArrayList<>();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                fields.add(field.getKey() + ":" + shape(field.getValue()));
            }
            fields.sort(null);
            return "{" + String.join(",", fields) + "}";
        }
        if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            node.forEach(element -> elements.add(shape(element)));
            return "[" + String.join(",", elements) + "]";
        }
        return node.getNodeType().name();
    }
}
