package dev.langchain4j.model.openrouter.internal.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises JSON whose end is missing. */
public final class CutJson {

    /** A part of a word, or a number, of which the rest may be missing. */
    private static final Pattern HALF_A_TOKEN =
            Pattern.compile("(?:t|tr|tru|f|fa|fal|fals|n|nu|nul|-|-?\\d[\\d.eE+-]*)\\z");

    /** Numbers are shorter. */
    private static final int LONGEST_HALF = 64;

    private CutJson() {}

    /** Whether a text begins with a JSON value whose end is missing. */
    static boolean is(String text) {
        String json = withoutHalfAToken(text.strip());
        try (JsonParser parser = Json.answerParser(json.toCharArray(), 0, json.length())) {
            parser.nextToken();
            parser.skipChildren();
            return false;
        } catch (JsonParseException noJson) {
            return isMissingEnd(noJson, json, 0);
        } catch (IOException tooDeep) {
            return false;
        }
    }

    /** A text without a word or number at its end that a parser would take for a fault. */
    public static String withoutHalfAToken(String text) {
        Matcher half = HALF_A_TOKEN.matcher(text).region(Math.max(0, text.length() - LONGEST_HALF), text.length());
        return half.find() ? text.substring(0, half.start()) : text;
    }

    /**
     * Whether a parser failed because its input ends. After a comma, Jackson throws no {@link JsonEOFException}. The
     * place alone does not tell it: up to 2.20, a failure at an unknown word is behind that word.
     *
     * @param from where the parser began in {@code text}
     */
    public static boolean isMissingEnd(JsonParseException failure, String text, int from) {
        return failure instanceof JsonEOFException
                || from + failure.getLocation().getCharOffset() >= text.length()
                        && text.stripTrailing().endsWith(",");
    }
}
