package dev.langchain4j.model.openrouter.internal.http;

/**
 * Reads a text one character at a time and decodes the escapes of URLs ({@code %2d}, also encoded twice), JSON
 * ({@code \u002d}, {@code \n}, also inside a string of JSON), JavaScript (with braces) and HTML ({@code &#45;},
 * {@code &hyphen;}, also encoded twice).
 */
final class Escapes {

    private static final char NOTHING = ' ';
    private static final int LONGEST_NAME = 8;

    private final String text;
    private int end;

    Escapes(String text) {
        this.text = text;
    }

    /** The character that starts at {@code at}; a blank for an escape of an irrelevant character. */
    char read(int at) {
        char c = text.charAt(at);
        end = at + 1;
        return switch (c) {
            case '%' -> percent(at);
            case '\\' -> backslash(at);
            case '&' -> entity(at);
            default -> c;
        };
    }

    /** End of the last character, exclusive. */
    int end() {
        return end;
    }

    private char percent(int at) {
        int digits = at + 1;
        while (text.startsWith("25", digits)) {
            digits += 2;
        }
        return code(digits, 2, 16);
    }

    private char backslash(int at) {
        int letter = at + 1;
        while (letter < text.length() && text.charAt(letter) == '\\') {
            letter++;
        }
        if (letter == text.length()) {
            end = letter;
            return NOTHING;
        }
        char c = text.charAt(letter);
        end = letter;
        if (text.startsWith("u{", letter)) {
            int digits = letter + 2;
            char decoded = code(digits, countOfDigits(digits, 16), 16);
            end += text.startsWith("}", end) ? 1 : 0;
            return decoded;
        }
        if (c == 'u' || c == 'x') {
            return code(letter + 1, c == 'u' ? 4 : 2, 16);
        }
        if ("nrtbf".indexOf(c) >= 0) {
            end++;
        }
        return NOTHING;
    }

    private char entity(int at) {
        int name = at + 1;
        while (text.startsWith("amp;", name)) {
            name += 4;
        }
        if (!text.startsWith("#", name)) {
            return named(name);
        }
        boolean hex = text.startsWith("x", name + 1) || text.startsWith("X", name + 1);
        int digits = hex ? name + 2 : name + 1;
        char c = code(digits, countOfDigits(digits, hex ? 16 : 10), hex ? 16 : 10);
        if (text.startsWith(";", end)) {
            end++;
        }
        return c;
    }

    /** An entity with a name: none is a letter or a digit of a key. */
    private char named(int name) {
        int semicolon = name;
        while (semicolon < text.length()
                && semicolon - name < LONGEST_NAME
                && Character.isLetter(text.charAt(semicolon))) {
            semicolon++;
        }
        if (semicolon > name && text.startsWith(";", semicolon)) {
            end = semicolon + 1;
        }
        return NOTHING;
    }

    private int countOfDigits(int digits, int radix) {
        int count = 0;
        while (count < 7
                && digits + count < text.length()
                && Character.digit(text.charAt(digits + count), radix) >= 0) {
            count++;
        }
        return count;
    }

    /** The character with the code in {@code count} digits here; a blank if they are not there. */
    private char code(int digits, int count, int radix) {
        if (digits + count > text.length()) {
            return NOTHING;
        }
        int code = 0;
        for (int i = digits; i < digits + count; i++) {
            int digit = Character.digit(text.charAt(i), radix);
            if (digit < 0) {
                return NOTHING;
            }
            code = code * radix + digit;
        }
        end = digits + count;
        return (char) code;
    }
}
