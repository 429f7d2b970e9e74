package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names and numbers of a text, used one after the other. */
final class Vocabulary {

    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])-?\\d+(?:\\.\\d+)?(?![\\w])");
    private static final Pattern QUOTED = Pattern.compile("[\"“]([^\"“”]{1,80})[\"”]");
    private static final Pattern NAME =
            Pattern.compile("(?<=[\\p{L}\\d,;:] )\\p{Lu}[\\p{L}'-]+(?: \\p{Lu}[\\p{L}'-]+)*");
    private static final Pattern FIRST_NAME = Pattern.compile(
            "(?m)^\\s*(?!(?:How|What|Who|Where|When|Why|Which|It|He|She|This|That|There|The)\\b)(\\p{Lu}[\\p{L}'-]+)(?= (?:is|was|has|lives|works|weighs)\\b)");

    private final String text;
    private final String lowerCaseText;
    private final Deque<BigDecimal> numbers = new ArrayDeque<>();
    private final Deque<String> names = new ArrayDeque<>();

    Vocabulary(String text) {
        this.text = text;
        this.lowerCaseText = text.toLowerCase(Locale.ROOT);
        NUMBER.matcher(text).results().forEach(number -> numbers.add(new BigDecimal(number.group())));
        Set<String> found = new LinkedHashSet<>();
        QUOTED.matcher(text).results().forEach(quoted -> found.add(quoted.group(1)));
        FIRST_NAME.matcher(text).results().forEach(name -> found.add(name.group(1)));
        NAME.matcher(text).results().forEach(name -> found.add(name.group()));
        names.addAll(found);
    }

    int numbersLeft() {
        return numbers.size();
    }

    /** The number that the text gives for {@code name}, else the next one, else 1. */
    BigDecimal number(String name) {
        String said = after(name, "-?\\d+(?:\\.\\d+)?");
        if (!said.isEmpty()) {
            BigDecimal number = new BigDecimal(said);
            numbers.removeFirstOccurrence(number);
            return number;
        }
        return numbers.isEmpty() ? BigDecimal.ONE : numbers.removeFirst();
    }

    /** The word that the text gives for {@code name}, else the next name in the text, else {@code name} itself. */
    String string(String name) {
        String said = after(name, "[\\p{L}\\d][\\p{L}\\d'-]*");
        if (!said.isEmpty()) {
            names.remove(said);
            return said;
        }
        return names.isEmpty() ? name : names.removeFirst();
    }

    /** The value that the text has as a word, else the one that it has within a word, else the first. */
    JsonNode choose(JsonNode values) {
        JsonNode within = null;
        for (JsonNode value : values) {
            String text = value.asText().toLowerCase(Locale.ROOT);
            if (text.isEmpty() || !lowerCaseText.contains(text)) {
                continue;
            }
            if (hasWord(text)) {
                return value;
            }
            within = within == null ? value : within;
        }
        return within == null ? values.path(0) : within;
    }

    private boolean hasWord(String word) {
        return Pattern.compile("(?<![\\p{L}\\d_])" + Pattern.quote(word) + "(?![\\p{L}\\d_])")
                .matcher(lowerCaseText)
                .find();
    }

    /** Whether the text does not say "not" about {@code name}. */
    boolean affirms(String name) {
        return !Pattern.compile("\\b(?:not|no|non|isn't|never) (?:\\w+ )?" + Pattern.quote(words(name)))
                .matcher(lowerCaseText)
                .find();
    }

    /** The text after {@code name}, as in "name: Ann", "age is 5" or "city of Rome". */
    private String after(String name, String value) {
        Matcher matcher = Pattern.compile("(?i)\\b" + Pattern.quote(words(name))
                        + "\\b(?:\\s*[:=]\\s*| (?:is|of|in|for|named|called) )[\"']?(" + value + ")")
                .matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    /** A field's name in words: {@code firstName} is "first name". */
    private static String words(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").replace('_', ' ').toLowerCase(Locale.ROOT);
    }
}
