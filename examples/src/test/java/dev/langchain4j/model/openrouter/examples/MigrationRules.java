package dev.langchain4j.model.openrouter.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Applies the tables of the migration page, word for word, to a Java file. */
final class MigrationRules {

    private static final String ANYTHING = "…";
    private static final Pattern IMPORT_OF_NAMES =
            Pattern.compile("(?m)^import (static )?dev\\.langchain4j\\.model\\.openai\\.OpenAi\\w+ModelName\\b.*\\R");
    private static final Pattern CHAIN = Pattern.compile("\\bOpenRouter\\w+\\s*\\.\\s*builder\\(\\)");

    private final Path page;

    MigrationRules(Path page) {
        this.page = page;
    }

    String apply(String source) {
        String changed = everywhere(withoutConstants(source));
        var result = new StringBuilder();
        int from = 0;
        for (Matcher chain = CHAIN.matcher(changed); chain.find(from); ) {
            int end = endOfChain(changed, chain.end());
            result.append(changed, from, chain.start())
                    .append(rules("In a builder", changed.substring(chain.start(), end)));
            from = end;
        }
        return result.append(changed.substring(from)).toString();
    }

    /** By constant, the id. */
    Map<String, String> ids() {
        var ids = new TreeMap<String, String>();
        for (List<String> row : Pages.rows(page, "Constant")) {
            List<String> constants = Pages.code(row.get(0));
            List<String> names = Pages.code(row.get(1));
            for (int i = 0; i < constants.size(); i++) {
                ids.put(constants.get(i), names.get(i));
            }
        }
        return ids;
    }

    private String withoutConstants(String source) {
        if (!source.contains("ModelName")) {
            return source;
        }
        String changed = IMPORT_OF_NAMES.matcher(source).replaceAll("");
        for (Map.Entry<String, String> id : ids().entrySet()) {
            changed = changed.replaceAll(
                    "(\\bOpenAi\\w+ModelName\\.)?\\b" + id.getKey() + "\\b", '"' + id.getValue() + '"');
        }
        return changed;
    }

    private String everywhere(String source) {
        String changed = source;
        for (List<String> row : Pages.rows(page, "Replace")) {
            String name = Pages.code(row.get(0)).get(0);
            if (name.matches("(OpenAi|Cohere)\\w+")) {
                changed = changed.replaceAll(
                        "\\bdev\\.langchain4j\\.model\\.(openai|cohere)\\." + name + "\\b",
                        "dev.langchain4j.model.openrouter."
                                + Pages.code(row.get(1)).get(0));
            }
        }
        return rules("Replace", changed);
    }

    private String rules(String heading, String source) {
        String changed = source;
        for (List<String> row : Pages.rows(page, heading)) {
            List<String> by = Pages.code(row.get(1));
            changed = replaced(changed, Pages.code(row.get(0)).get(0), by.isEmpty() ? "" : by.get(0));
        }
        return changed;
    }

    private static String replaced(String source, String what, String by) {
        if (!what.contains(ANYTHING)) {
            return pattern(what).matcher(source).replaceAll(Matcher.quoteReplacement(by));
        }
        Pattern before = pattern(what.substring(0, what.indexOf(ANYTHING)));
        var result = new StringBuilder();
        int from = 0;
        for (Matcher start = before.matcher(source); start.find(from); ) {
            int end = closing(source, start.end());
            String inside = source.substring(start.end(), end).strip();
            // an accessor of the same name has nothing in its parentheses
            result.append(source, from, start.start())
                    .append(inside.isEmpty() ? source.substring(start.start(), end + 1) : by.replace(ANYTHING, inside));
            from = end + 1;
        }
        return result.append(source.substring(from)).toString();
    }

    /** Whole words, with any white space around dots and after an opening parenthesis. */
    private static Pattern pattern(String literal) {
        String regex = Pattern.quote(literal).replace(".", "\\E\\s*\\.\\s*\\Q").replace("(", "\\E\\(\\s*\\Q");
        return Pattern.compile((Character.isJavaIdentifierPart(literal.charAt(0)) ? "\\b" : "")
                + regex
                + (literal.matches(".*\\w") && !literal.contains("\"") ? "\\b" : ""));
    }

    /** The end of {@code .build()} of a chain of calls, or of the chain. */
    private static int endOfChain(String source, int from) {
        int at = from;
        while (true) {
            Matcher call =
                    Pattern.compile("\\s*\\.\\s*(\\w+)\\(").matcher(source).region(at, source.length());
            if (!call.lookingAt()) {
                return at;
            }
            at = closing(source, call.end()) + 1;
            if (call.group(1).equals("build")) {
                return at;
            }
        }
    }

    /** The parenthesis that closes what is open at {@code from}. */
    private static int closing(String source, int from) {
        int open = 1;
        boolean text = false;
        for (int i = from; ; i++) {
            char c = source.charAt(i);
            if (c == '"') {
                text = !text;
            } else if (!text && c == '(') {
                open++;
            } else if (!text && c == ')' && --open == 0) {
                return i;
            }
        }
    }
}
