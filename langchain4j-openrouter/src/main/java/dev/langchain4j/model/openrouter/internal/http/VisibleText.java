package dev.langchain4j.model.openrouter.internal.http;

/**
 * Prepares text from outside for a message or a log: one line, without terminal commands, other control characters,
 * marks that change the direction of writing, and invisible characters.
 */
public final class VisibleText {

    private static final char ESCAPE = '\u001b';
    private static final char CONTROL_SEQUENCE = '\u009b';
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private VisibleText() {}

    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return cleaned(text);
            }
        }
        return text;
    }

    /** The text, cut behind {@code maxLength} characters if it is longer. */
    public static String beginning(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
        return text.substring(0, end) + "…";
    }

    private static String cleaned(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (c == ESCAPE || c == CONTROL_SEQUENCE) {
                at = endOfCommand(text, at);
                continue;
            }
            at += Character.charCount(c);
            if (c == '\n' || c == '\r' || c == '\t' || c == 0x2028 || c == 0x2029 || c == 0x85) {
                visible.append(' ');
            } else if (isVisible(c)) {
                visible.appendCodePoint(c);
            }
        }
        return visible.toString();
    }

    /** Joiners are part of words in Persian and of emoji, and Arabic has signs that count as format. */
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE -> false;
            case Character.FORMAT ->
                c == ZERO_WIDTH_NON_JOINER || c == ZERO_WIDTH_JOINER || c >= 0x600 && c <= 0x8E2 && c != 0x61C;
            default -> true;
        };
    }

    /** The position after a command to a terminal, for example {@code ESC [ 31 m}. */
    private static int endOfCommand(String text, int escape) {
        int at = escape + 1;
        if (text.charAt(escape) == ESCAPE) {
            if (at == text.length() || text.charAt(at) != '[') {
                return at;
            }
            at++;
        }
        while (at < text.length() && text.charAt(at) >= ' ' && text.charAt(at) <= '?') {
            at++;
        }
        return at < text.length() && text.charAt(at) >= '@' && text.charAt(at) <= '~' ? at + 1 : at;
    }
}
