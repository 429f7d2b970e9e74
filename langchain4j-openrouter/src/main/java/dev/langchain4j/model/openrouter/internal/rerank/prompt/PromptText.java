package dev.langchain4j.model.openrouter.internal.rerank.prompt;

import java.util.regex.Pattern;

/**
 * Cleans untrusted text for a prompt: visible characters only, nothing that looks like a marker of ours or of a model.
 */
public final class PromptText {

    private static final String LEFT = "＜﹤‹⟨〈⟪《≪«⋘❮❰";
    private static final String RIGHT = "＞﹥›⟩〉⟫》≫»⋙❯❱";

    /** What a marker can be built from: three ASCII angles, or two of which one is a look-alike. */
    private static final String OPENING = "(?:<{3,}|(?=[<" + LEFT + "]{2})(?=<?[" + LEFT + "])[<" + LEFT + "]+|⋘)";

    private static final String CLOSING = "(?:>{3,}|(?=[>" + RIGHT + "]{2})(?=>?[" + RIGHT + "])[>" + RIGHT + "]+|⋙)";

    private static final Pattern MARKER = Pattern.compile(
            // a marker like ours, or its start; ends alone mark nothing, and are common in code
            OPENING + "(?:[^<>\\n]{0,60}?" + CLOSING + ")?"
                    // chat templates: <|im_start|>, its full-width form, <start_of_turn>, [INST], <<SYS>>
                    + "|<[|｜][^|｜<>\\n]{0,40}[|｜]>|<(?:start|end)_of_turn>|\\[/?(?:INST|SYSTEM_PROMPT)]|<</?SYS>>"
                    // roles and reasoning as tags
                    + "|<\\s*/?\\s*(?:system|assistant|user|developer|tool|function|think|thinking)\\s*/?>",
            Pattern.CASE_INSENSITIVE);

    private static final String MARKER_STARTS = "<[" + LEFT;

    static final String REMOVED = "[removed]";

    private PromptText() {}

    /** Visible text with single blanks and line breaks; empty if there is none. It still contains markers. */
    public static String visible(String text) {
        return visible(text, Integer.MAX_VALUE);
    }

    /** The beginning of the visible text: a little more than this many characters, if there are so many. */
    static String visible(String text, int enough) {
        var shown = new StringBuilder(Math.min(text.length(), enough));
        char gap = 0;
        for (int i = 0, c; i < text.length() && shown.length() <= enough; i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if (isLineBreak(c)) {
                gap = '\n';
            } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                gap = gap == 0 ? ' ' : gap;
            } else if (!isInvisible(c)) {
                if (gap != 0 && !shown.isEmpty()) {
                    shown.append(gap);
                }
                gap = 0;
                shown.appendCodePoint(c);
            }
        }
        return shown.toString();
    }

    private static boolean isLineBreak(int c) {
        return c == '\n' || c == '\r' || c == '\f' || c == 0x0B || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private static boolean isInvisible(int c) {
        if (c > ' ' && c < 0x7F) {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE -> true;
            // zero-width, bidirectional and tag characters
            case Character.FORMAT -> true;
            default -> isVariationSelector(c) || isBlankLetter(c);
        };
    }

    private static boolean isVariationSelector(int c) {
        return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
    }

    private static boolean isBlankLetter(int c) {
        return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800;
    }

    public static String withoutMarkers(String visible) {
        boolean possible = visible.chars().anyMatch(c -> MARKER_STARTS.indexOf(c) >= 0);
        return possible ? MARKER.matcher(visible).replaceAll(REMOVED) : visible;
    }

    /**
     * At most {@code maxChars} characters of {@link #visible} text, cut at white space if there is some in the last
     * fifth, never inside a pair.
     */
    public static String truncate(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        for (int end = maxChars; end > maxChars - maxChars / 5; end--) {
            if (Character.isWhitespace(text.charAt(end))) {
                return text.substring(0, end);
            }
        }
        boolean splitsPair =
                Character.isHighSurrogate(text.charAt(maxChars - 1)) && Character.isLowSurrogate(text.charAt(maxChars));
        return text.substring(0, splitsPair ? maxChars - 1 : maxChars);
    }

    /** A cautious estimate: four ASCII characters a token, one of any other script. */
    static int estimateTokens(String text) {
        int ascii = 0;
        int other = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < 0x80) {
                ascii++;
            } else if (!Character.isLowSurrogate(text.charAt(i))) {
                other++;
            }
        }
        return (ascii + 3) / 4 + other;
    }
}
