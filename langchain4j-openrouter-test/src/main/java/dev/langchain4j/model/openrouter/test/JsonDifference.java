package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The differences between two JSON values, one line each. Numbers are equal if their values are. */
final class JsonDifference {

    /** A longer text is shown around its first difference only. */
    private static final int LONGEST = 200;

    private final boolean exactly;
    private final boolean masked;
    private final List<String> lines = new ArrayList<>();
    private double distance;

    private JsonDifference(boolean exactly, boolean masked) {
        this.exactly = exactly;
        this.masked = masked;
    }

    /** What {@code actual} lacks of {@code expected}; objects may have more, arrays may not. */
    static List<String> missing(JsonNode expected, JsonNode actual) {
        return new JsonDifference(false, false).compare(expected, actual);
    }

    /** Every difference. */
    static List<String> between(JsonNode expected, JsonNode actual) {
        return new JsonDifference(true, false).compare(expected, actual);
    }

    /** How much {@code actual} lacks of {@code expected}: one for each difference, less for texts that are alike. */
    static double lack(JsonNode expected, JsonNode actual) {
        return new JsonDifference(false, false).measure(expected, actual);
    }

    /** How far a value is from a recorded one: one for each difference, less for texts that are alike. */
    static double distance(JsonNode recorded, JsonNode actual) {
        return new JsonDifference(true, true).measure(recorded, actual);
    }

    private double measure(JsonNode expected, JsonNode actual) {
        compare(expected, actual);
        return distance;
    }

    /** Every difference to a recorded value, in which a mask stands for any text. */
    static List<String> toRecorded(JsonNode recorded, JsonNode actual) {
        return new JsonDifference(true, true).compare(recorded, actual);
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
            add(path, "expected " + show(expected, actual) + " but was " + show(actual, expected));
            distance -= expected.isTextual() && actual.isTextual() ? alike(expected.asText(), actual.asText()) : 0;
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
                    add(below, "unexpected " + show(field.getValue(), MissingNode.getInstance()));
                }
            }
        }
    }

    private void compareArrays(String path, JsonNode expected, JsonNode actual) {
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String element = path + "[" + i + "]";
            if (i >= expected.size()) {
                add(element, "unexpected " + show(actual.get(i), MissingNode.getInstance()));
            } else {
                compare(element, expected.get(i), i < actual.size() ? actual.get(i) : MissingNode.getInstance());
            }
        }
    }

    private boolean sameValue(JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            return expected.decimalValue().compareTo(actual.decimalValue()) == 0;
        }
        return expected.equals(actual)
                || masked
                        && actual.isValueNode()
                        && expected.asText().contains(Redaction.MASK)
                        && isMasked(expected.asText(), actual.asText());
    }

    /** Takes the first place for each text between two masks: no other choice could match more. */
    private static boolean isMasked(String expected, String actual) {
        String[] shown = expected.split(Pattern.quote(Redaction.MASK), -1);
        String last = shown[shown.length - 1];
        if (!actual.startsWith(shown[0])) {
            return false;
        }
        int at = shown[0].length();
        for (int i = 1; i < shown.length - 1; i++) {
            int found = actual.indexOf(shown[i], at);
            if (found < 0) {
                return false;
            }
            at = found + shown[i].length();
        }
        return actual.length() - last.length() >= at && actual.endsWith(last);
    }

    /** Which part of two different texts is the same at the beginning and at the end, from 0 to less than 1. */
    private static double alike(String one, String other) {
        int shorter = Math.min(one.length(), other.length());
        int start = 0;
        while (start < shorter && one.charAt(start) == other.charAt(start)) {
            start++;
        }
        int end = 0;
        while (end < shorter - start && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
            end++;
        }
        return (double) (start + end) / (Math.max(one.length(), other.length()) + 1);
    }

    private void add(String path, String difference) {
        distance++;
        lines.add((path.isEmpty() ? "the whole" : path) + ": " + difference);
    }

    private static String show(JsonNode node, JsonNode other) {
        if (node.isMissingNode()) {
            return "missing";
        }
        String text = Json.text(node);
        if (text.length() <= LONGEST) {
            return text;
        }
        String compared = Json.text(other);
        int same = 0;
        while (same < Math.min(text.length(), compared.length()) && text.charAt(same) == compared.charAt(same)) {
            same++;
        }
        int from = Math.max(0, Math.min(same - LONGEST / 4, text.length() - LONGEST));
        int to = Math.min(text.length(), from + LONGEST);
        return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "") + " (" + text.length()
                + " characters)";
    }
}
