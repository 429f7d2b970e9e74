package dev.langchain4j.model.openrouter.internal.rerank;

import java.util.regex.Pattern;

/** Makes untrusted text fit to stand in a prompt: visible characters only, nothing that looks like our or a model's markers. */
final class PromptText {

    /** Zero-width, bidirectional and tag characters (Cf), lone surrogates (Cs), variation selectors, blank letters, controls. */
    private static final Pattern INVISIBLE = Pattern.compile(
            "[\\p{Cf}\\p{Cs}\\x{FE00}-\\x{FE0F}\\x{E0100}-\\x{E01EF}\\x{115F}\\x{1160}\\x{3164}\\x{FFA0}\\x{2800}]"
                    + "|[\\p{Cc}&&[^\\t\\n\\r\\f\\x0B\\x85]]");

    private static final Pattern LINE_BREAKS =
            Pattern.compile("\\h*[\\n\\r\\f\\x0B\\x85\\u2028\\u2029][\\s\\h\\x85\\u2028\\u2029]*");
    private static final Pattern BLANKS = Pattern.compile("[\\h&&[^\\n]]+");

    /** What a marker can be built from: three ASCII angles, or two of the look-alikes. */
    private static final String OPENING = "(?:<{3,}|[<＜﹤‹⟨〈⟪《≪«⋘❮❰]*[＜﹤‹⟨〈⟪《≪«⋘❮❰]{2,}[<＜﹤‹⟨〈⟪《≪«⋘❮❰]*|⋘)";

    private static final String CLOSING = "(?:>{3,}|[>＞﹥›⟩〉⟫》≫»⋙❯❱]*[＞﹥›⟩〉⟫》≫»⋙❯❱]{2,}[>＞﹥›⟩〉⟫》≫»⋙❯❱]*|⋙)";

    private static final Pattern MARKER = Pattern.compile(
            // a whole marker of ours, then its stray halves
            OPENING + "[^<>\\n]{0,60}?" + CLOSING + "|" + OPENING + "|" + CLOSING
                    // chat templates: <|im_start|>, its full-width form, [INST], <<SYS>>
                    + "|<[|｜][^|｜<>\\n]{0,40}[|｜]>|\\[/?INST]|<</?SYS>>"
                    // roles and reasoning as tags
                    + "|<\\s*/?\\s*(?:system|assistant|user|developer|tool|function|think|thinking)\\s*/?>",
            Pattern.CASE_INSENSITIVE);

    static final String REMOVED = "[removed]";

    private PromptText() {}

    /** Visible text on trimmed lines; empty if there is none. Markers are still in it. */
    static String visible(String text) {
        String shown = INVISIBLE.matcher(text).replaceAll("");
        return BLANKS.matcher(LINE_BREAKS.matcher(shown).replaceAll("\n"))
                .replaceAll(" ")
                .strip();
    }

    static String withoutMarkers(String visible) {
        return MARKER.matcher(visible).replaceAll(REMOVED);
    }

    /** At most {@code maxChars} characters, cut at white space if there is some in the last fifth, never inside a pair. */
    static String truncate(String text, int maxChars) {
        if (text.length() <= maxChars) {
            return text;
        }
        for (int end = maxChars; end > maxChars - maxChars / 5; end--) {
            if (Character.isWhitespace(text.charAt(end))) {
                return text.substring(0, end).stripTrailing();
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
