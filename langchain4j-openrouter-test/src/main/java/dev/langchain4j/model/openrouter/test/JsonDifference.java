package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The differences between two JSON values, one line each. Numbers are equal if their values are. */
final class JsonDifference {

    private final boolean exactly;
    private final List<String> lines = new ArrayList<>();

    private JsonDifference(boolean exactly) {
        this.exactly = exactly;
    }

    /** What {@code actual} lacks of {@code expected}; objects may have more, arrays may not. */
    static List<String> missing(JsonNode expected, JsonNode actual) {
        return new JsonDifference(false).compare(expected, actual);
    }

    /** Every difference. */
    static List<String> between(JsonNode expected, JsonNode actual) {
        return new JsonDifference(true).compare(expected, actual);
    }

    private List<String> compare(JsonNode expected, JsonNode actual) {
        compare("", expected, actual);
        return lines;
    }

    private void compare(String path, JsonNode expected, JsonNode actual) {
        if (expected.isObject() && actual.isObject()) {
            compareObjects(path, expected, actual);
        } else if (expected.isArray() && actual.isArray()) {
            compareArrays(path, expected, actual);
        } else if (!sameValue(expected, actual)) {
            add(path, "expected " + show(expected) + " but was " + show(actual));
        }
    }

    private void compareObjects(String path, JsonNode expected, JsonNode actual) {
        for (Map.Entry<String, JsonNode> field : expected.properties()) {
            String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
            compare(below, field.getValue(), actual.path(field.getKey()));
        }
        if (exactly) {
            for (Map.Entry<String, JsonNode> field : actual.properties()) {
                if (!expected.has(field.getKey())) {
                    String below = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                    add(below, "unexpected " + show(field.getValue()));
                }
            }
        }
    }

    private void compareArrays(String path, JsonNode expected, JsonNode actual) {
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String element = path + "[" + i + "]";
            if (i >= expected.size()) {
                add(element, "unexpected " + show(actual.get(i)));
            } else {
                compare(element, expected.get(i), i < actual.size() ? actual.get(i) : MissingNode.getInstance());
            }
        }
    }

    private static boolean sameValue(JsonNode expected, JsonNode actual) {
        return expected.isNumber() && actual.isNumber()
                ? expected.decimalValue().compareTo(actual.decimalValue()) == 0
                : expected.equals(actual);
    }

    private void add(String path, String difference) {
        lines.add((path.isEmpty() ? "the whole" : path) + ": " + difference);
    }

    private static String show(JsonNode node) {
        return node.isMissingNode() ? "missing" : Json.text(node);
    }
}
