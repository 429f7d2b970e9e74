package dev.langchain4j.model.openrouter.internal.rerank.simulation;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Ways in which models write grades, from the shape asked for to none at all. Grades are whole, from 0 to 10. */
public enum MalformedGrades {
    AS_ASKED(true),
    BEST_FIRST(true),
    BEST_FIRST_PRETTY(true),
    BEST_FIRST_FENCED(true),
    BEST_FIRST_AS_STRINGS(true),
    BEST_FIRST_UNDER_ANOTHER_NAME(true),
    BEST_FIRST_BARE(false),
    BEST_FIRST_TRUNCATED(false),
    BEST_FIRST_CONTRADICTED(false),
    BEST_FIRST_COUNTED_FROM_ZERO(false),
    PRETTY(true),
    THOUGHT_BEFORE(true),
    THOUGHT_WITHOUT_START(true),
    FENCED(true),
    FENCED_WITHOUT_LANGUAGE(true),
    PROSE_BEFORE(true),
    PROSE_AFTER(true),
    ARRAY_OF_ID_AND_SCORE(true),
    ARRAY_OF_INDEX_AND_RELEVANCE(true),
    ARRAY_OF_PASSAGE_ID_AND_GRADE(true),
    WRAPPED_OBJECT(true),
    WRAPPED_ARRAY(true),
    TWO_OBJECTS(true),
    JSON_IN_A_STRING(true),
    OUT_OF_TEN(true),
    OUT_OF_TEN_WITHOUT_QUOTES(true),
    FLOATS(true),
    PERCENTAGES(true),
    STRINGS(true),
    TRAILING_COMMA(true),
    MISSING_COMMAS(true),
    SINGLE_QUOTES(true),
    COMMENTS(true),
    SHUFFLED(true),
    WITH_REASONS(true),
    BRACKET_LINES(true),
    QUOTED_LINES(true),
    ID_LINES(true),
    STRANGERS(true),
    REPEATED_ALIKE(true),
    TRUNCATED(false),
    TRUNCATED_ARRAY(false),
    TRUNCATED_LINES(false),
    DROPPED(false),
    CONTRADICTED(false),
    OUT_OF_RANGE(false),
    NOT_A_NUMBER(false),
    COUNTED_FROM_ZERO(false),
    BARE_LINES(false),
    BARE_ARRAY(false),
    RANKING_INSTEAD(false),
    THOUGHT_WITHOUT_END(false),
    REFUSAL(false),
    EMPTY(false);

    private final boolean lossless;

    MalformedGrades(boolean lossless) {
        this.lossless = lossless;
    }

    /** Whether every grade can be read from it. */
    public boolean isLossless() {
        return lossless;
    }

    /** @param grades of passages 1, 2, ... */
    public String write(List<Integer> grades, Random random) {
        int n = grades.size();
        String plain = object(grades);
        return switch (this) {
            case AS_ASKED -> plain;
            case BEST_FIRST -> bestFirst(grades);
            case BEST_FIRST_PRETTY -> bestFirst(grades).replace(",[", ",\n  [ ").replace("{", "{\n  ");
            case BEST_FIRST_FENCED -> "Sorted:\n```json\n" + bestFirst(grades) + "\n```";
            case BEST_FIRST_AS_STRINGS -> bestFirst(grades).replaceAll("(\\d+),(\\d+)", "\"$1\",\"$2/10\"");
            case BEST_FIRST_UNDER_ANOTHER_NAME -> bestFirst(grades).replace("grades", "passages");
            case BEST_FIRST_BARE ->
                bestFirst(grades).replace("{\"grades\":", "").replace("}", "");
            case BEST_FIRST_TRUNCATED -> cut(bestFirst(grades), random);
            case BEST_FIRST_CONTRADICTED -> bestFirst(grades).replace("]]", "],[1," + (10 - g(grades, 1) / 2) + "]]");
            case BEST_FIRST_COUNTED_FROM_ZERO -> bestFirst(grades).replaceFirst("\\[\\[\\d+", "[[0");
            case PRETTY -> lines(n, i -> "  \"" + i + "\" : " + g(grades, i), "{\n", ",\n", "\n}\n");
            case THOUGHT_BEFORE -> "<think>First idea: " + object(noise(n, random)) + ", [1]: 3</think>\n" + plain;
            case THOUGHT_WITHOUT_START -> "Maybe " + object(noise(n, random)) + "? No.\n</think>\n\n" + plain;
            case FENCED -> "```json\n" + plain + "\n```";
            case FENCED_WITHOUT_LANGUAGE -> "```\n" + plain + "\n```\n";
            case PROSE_BEFORE -> "Here are the top 3 of 20 passages (2024 data): " + plain;
            case PROSE_AFTER -> plain + "\n\nPassage 1 of 2 was published in 1998; 7 others are off topic.";
            case ARRAY_OF_ID_AND_SCORE -> array(grades, "id", "score");
            case ARRAY_OF_INDEX_AND_RELEVANCE -> array(grades, "index", "relevance");
            case ARRAY_OF_PASSAGE_ID_AND_GRADE -> array(grades, "passage_id", "grade");
            case WRAPPED_OBJECT -> "{\"scores\": " + plain + "}";
            case WRAPPED_ARRAY -> "{\"results\": " + array(grades, "id", "score") + ", \"count\": " + n + "}";
            case TWO_OBJECTS -> twoObjects(grades);
            case JSON_IN_A_STRING -> "\"" + plain.replace("\"", "\\\"") + "\"";
            case OUT_OF_TEN -> lines(n, i -> "\"" + i + "\":\"" + g(grades, i) + "/10\"", "{", ",", "}");
            case OUT_OF_TEN_WITHOUT_QUOTES -> lines(n, i -> "\"" + i + "\": " + g(grades, i) + "/10", "{", ", ", "}");
            case FLOATS -> lines(n, i -> "\"" + i + "\":" + g(grades, i) + ".0", "{", ",", "}");
            case PERCENTAGES -> lines(n, i -> "\"" + i + "\":\"" + 10 * g(grades, i) + " %\"", "{", ",", "}");
            case STRINGS -> lines(n, i -> "\"" + i + "\":\"" + g(grades, i) + "\"", "{", ",", "}");
            case TRAILING_COMMA -> plain.replace("}", ",}");
            case MISSING_COMMAS -> plain.replace(",", " ");
            case SINGLE_QUOTES -> plain.replace('"', '\'');
            case COMMENTS -> plain.replace("{", "{ /* 10 is best */ ").replace("}", " // 3 good ones\n}");
            case SHUFFLED -> shuffled(grades, random);
            case WITH_REASONS ->
                lines(
                        n,
                        i -> "\"" + i + "\":{\"score\":" + g(grades, i) + ",\"reason\":\"better than 3 of 7\"}",
                        "{",
                        ",",
                        "}");
            case BRACKET_LINES -> lines(n, i -> "[" + i + "]: " + g(grades, i) + "/10", "", "\n", "");
            case QUOTED_LINES -> lines(n, i -> "\"" + i + "\": " + g(grades, i), "", "\n", "");
            case ID_LINES ->
                lines(n, i -> "- id: " + i + ", score: " + g(grades, i), "Verdict of 2 judges\n", "\n", "\n");
            case STRANGERS -> plain.replace("}", ",\"" + (n + 1) + "\":10,\"9999\":10}");
            case REPEATED_ALIKE -> plain.replace("}", ",\"1\":" + g(grades, 1) + "}");
            case TRUNCATED -> cut(plain, random);
            case TRUNCATED_ARRAY -> cut(array(grades, "id", "score"), random);
            case TRUNCATED_LINES -> cut(lines(n, i -> "\"" + i + "\": " + g(grades, i), "{\n", ",\n", "\n}"), random);
            case DROPPED -> dropped(grades, random);
            case CONTRADICTED -> plain.replace("}", ",\"1\":" + (10 - g(grades, 1) / 2) + "}");
            case OUT_OF_RANGE ->
                lines(
                        n,
                        i -> "\"" + i + "\":" + (random.nextBoolean() ? g(grades, i) : random.nextBoolean() ? -4 : 85),
                        "{",
                        ",",
                        "}");
            case NOT_A_NUMBER ->
                lines(n, i -> "\"" + i + "\":" + (random.nextBoolean() ? g(grades, i) : word(random)), "{", ",", "}");
            case COUNTED_FROM_ZERO -> lines(n, i -> "\"" + (i - 1) + "\":" + g(grades, i), "{", ",", "}");
            case BARE_LINES -> lines(n, i -> i + ". " + g(grades, i), "", "\n", "");
            case BARE_ARRAY -> grades.toString();
            case RANKING_INSTEAD -> lines(n, String::valueOf, "{\"ranking\":[", ",", "]}");
            case THOUGHT_WITHOUT_END -> "<think>Perhaps " + object(noise(n, random)) + " or [2]: 9";
            case REFUSAL -> "I'm sorry, but I can't grade these " + n + " passages. See rule 7 of 10.";
            case EMPTY -> random.nextBoolean() ? "" : " \n";
        };
    }

    private static int g(List<Integer> grades, int number) {
        return grades.get(number - 1);
    }

    private static String object(List<Integer> grades) {
        return lines(grades.size(), i -> "\"" + i + "\":" + g(grades, i), "{", ",", "}");
    }

    private static String bestFirst(List<Integer> grades) {
        return IntStream.rangeClosed(1, grades.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -g(grades, i)))
                .map(i -> "[" + i + "," + g(grades, i) + "]")
                .collect(joining(",", "{\"grades\":[", "]}"));
    }

    private static String array(List<Integer> grades, String id, String grade) {
        return lines(
                grades.size(), i -> "{\"" + id + "\":" + i + ",\"" + grade + "\":" + g(grades, i) + "}", "[", ",", "]");
    }

    private static String lines(int n, IntFunction<String> line, String start, String between, String end) {
        return IntStream.rangeClosed(1, n).mapToObj(line).collect(joining(between, start, end));
    }

    private static String twoObjects(List<Integer> grades) {
        int half = (grades.size() + 1) / 2;
        String second = IntStream.rangeClosed(half + 1, grades.size())
                .mapToObj(i -> "\"" + i + "\":" + g(grades, i))
                .collect(joining(",", "{", "}"));
        return object(grades.subList(0, half)) + "\n" + second;
    }

    private static String shuffled(List<Integer> grades, Random random) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.rangeClosed(1, grades.size()).boxed().toList());
        Collections.shuffle(numbers, random);
        return numbers.stream().map(i -> "\"" + i + "\":" + g(grades, i)).collect(joining(",", "{", "}"));
    }

    private static String dropped(List<Integer> grades, Random random) {
        return IntStream.rangeClosed(1, grades.size())
                .filter(i -> random.nextBoolean())
                .mapToObj(i -> "\"" + i + "\":" + g(grades, i))
                .collect(joining(",", "{", "}"));
    }

    private static String cut(String text, Random random) {
        return text.substring(0, random.nextInt(text.length()));
    }

    private static String word(Random random) {
        return List.of("NaN", "null", "\"high\"", "true", "Infinity", "\"\"", "[]", "\"ten\"")
                .get(random.nextInt(8));
    }

    private static List<Integer> noise(int n, Random random) {
        return random.ints(n, 0, 11).boxed().toList();
    }
}
