package dev.langchain4j.model.openrouter.internal.rerank.reply;

import dev.langchain4j.model.openrouter.internal.rerank.reply.LenientJson.Field;
import dev.langchain4j.model.openrouter.internal.rerank.reply.LenientJson.Fields;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The grades in a reply. In case of doubt a passage has none and is asked for again: a number is a grade only if its
 * passage is named in a form that prose does not use.
 *
 * @param grades number of the passage in the call, from 1, to its grade, in the order of the reply
 * @param misfit why none of its numbers is a grade, in words about the judge; null if some may be
 */
public record GradeReply(
        Map<Integer, Double> grades,
        ReplyStatus status,
        @Nullable String misfit) {

    /**
     * A whole number, fraction or percentage; not at the end of the text, where it may be cut, and no part of something
     * else, such as a range.
     */
    private static final String GRADE =
            "(?<grade>[+-]?+\\d++(?:\\.\\d++)?+(?:\\s*+(?:/|out of)\\s*+\\d++|\\s*+%)?+)(?!\\.?\\z)"
                    + "(?!\\w|,\\d| ?[-–—] ?\\d| (?:to|or|of) \\d)";

    /** Blanks and marks of bold text; a single star begins an item of a list. */
    private static final String BOLD = "(?:\\s|\\*\\*)*+";

    private static final Pattern IN_PROSE = Pattern.compile(
            "(?:\\[(?<bracket>\\d{1,4})]" + BOLD + "(?:[:=]|->|=>|→)"
                    + "|\"(?<quoted>\\d{1,4})\"\\s*:"
                    + "|\\b(?:id|index|passage_id)[\"']?\\s*[:=]\\s*[\"']?(?<id>\\d{1,4})[\"']?\\s*[,;]?\\s*"
                    + "[\"']?(?:grade|score|relevance)[\"']?\\s*[:=])"
                    + BOLD + "[\"']?" + GRADE,
            Pattern.CASE_INSENSITIVE);

    /** @param cutShort whether the last number may be cut */
    public static GradeReply parse(String reply, int passages, int gradeMax, boolean cutShort) {
        var sheet = new GradeSheet(passages, gradeMax);
        LenientJson.Read plain = LenientJson.read(reply.strip() + " ", 0);
        if (plain.isAllOf(reply.strip()) && plain.value() instanceof Fields fields) {
            boolean asAsked = collect(fields, sheet, 0);
            return sheet.result(asAsked);
        }
        String text = ReplyText.unquoted(Thoughts.removedFrom(reply));
        boolean whole = !cutShort;
        for (LenientJson.Read read : ReplyText.embeddedJson(text)) {
            collect(read.value(), sheet, 0);
            whole &= read.whole();
        }
        if (!whole || sheet.isEmpty()) {
            collectFromProse(whole ? text + "\n" : text, sheet);
        }
        return sheet.result(false);
    }

    /** Returns whether this is exactly the requested object. */
    private static boolean collect(@Nullable Object node, GradeSheet sheet, int depth) {
        if (node instanceof Fields fields) {
            return collectFields(fields, sheet, depth);
        }
        if (node instanceof List<?> items) {
            if (items.size() > 1 && isOfPairs(items)) {
                return collectPairs(items, sheet);
            }
            items.forEach(item -> collect(item, sheet, depth));
        } else if (node instanceof String text && depth == 0) {
            collect(ReplyText.jsonIn(text), sheet, depth + 1);
        }
        return false;
    }

    private static boolean collectFields(Fields fields, GradeSheet sheet, int depth) {
        Object id = ReplyText.first(fields, ReplyText.ID_NAMES);
        Object grade = ReplyText.first(fields, ReplyText.GRADE_NAMES);
        if (id != null && grade != null) {
            sheet.put(ReplyText.passageNumber(id), grade);
            return false;
        }
        List<Field> named = fields.all().stream().filter(GradeReply::isAskedFor).toList();
        boolean asAsked = named.size() == fields.all().size();
        for (Field field : named.isEmpty() ? fields.all() : named) {
            Integer number = ReplyText.passageNumber(field.name());
            Object value = field.value();
            if (number == null && value instanceof List<?> items && isOfPairs(items)) {
                asAsked &= collectPairs(items, sheet) && fields.all().size() == 1;
                continue;
            }
            asAsked &= number != null && value instanceof Double;
            if (number == null) {
                collect(value, sheet, depth);
            } else {
                sheet.put(
                        number,
                        value instanceof Fields nested ? ReplyText.first(nested, ReplyText.GRADE_NAMES) : value);
            }
        }
        return asAsked;
    }

    /** Whether it has a name that was asked for: other numbers beside such fields are no grades. */
    private static boolean isAskedFor(Field field) {
        return field.name().equalsIgnoreCase("grades") || ReplyText.passageNumber(field.name()) != null;
    }

    /** Whether each element is a pair; the last one may be cut. */
    private static boolean isOfPairs(List<?> items) {
        for (int i = 0; i < items.size(); i++) {
            boolean cut = i > 0 && i == items.size() - 1 && items.get(i) instanceof List<?> last && last.size() < 2;
            if (!cut && !(items.get(i) instanceof List<?> pair && pair.size() == 2 && isNumber(pair.get(0)))) {
                return false;
            }
        }
        return !items.isEmpty();
    }

    private static boolean isNumber(@Nullable Object value) {
        return (value instanceof Double || value instanceof String) && ReplyText.passageNumber(value) != null;
    }

    /** Returns whether all are pairs of numbers. */
    private static boolean collectPairs(List<?> items, GradeSheet sheet) {
        boolean asAsked = true;
        for (Object item : items) {
            List<?> pair = (List<?>) item;
            if (pair.size() < 2) {
                return false;
            }
            asAsked &= pair.get(0) instanceof Double && pair.get(1) instanceof Double;
            sheet.put(ReplyText.passageNumber(pair.get(0)), pair.get(1));
        }
        return asAsked;
    }

    private static void collectFromProse(String text, GradeSheet sheet) {
        Matcher match = IN_PROSE.matcher(ReplyText.squeezed(text));
        while (match.find()) {
            for (String form : List.of("bracket", "quoted", "id")) {
                if (match.group(form) != null) {
                    sheet.put(Integer.valueOf(match.group(form)), match.group("grade"));
                }
            }
        }
    }
}
