package dev.langchain4j.model.openrouter.test;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The letters and digits of a text, in lower case, without the escapes of URLs, JSON and HTML, and where each of them
 * is in the text: different spellings of a key are the same here.
 */
final class Spelling {

    private static final Pattern ESCAPE = Pattern.compile("%(?:25)*(?<percent>[0-9a-fA-F]{2})"
            + "|(?<!\\\\)\\\\++(?:u\\{(?<braces>[0-9a-fA-F]{1,6})}|u(?<unicode>[0-9a-fA-F]{4})|x(?<byte>[0-9a-fA-F]{2})|[nrtbf])"
            + "|&(?:amp;)*+#[xX](?<hex>[0-9a-fA-F]{1,6});?"
            + "|&(?:amp;)*+#(?<decimal>[0-9]{1,7});?"
            + "|&(?:amp;)*+[a-zA-Z]{1,8};"); // none of a letter or a digit

    /** Code of a character in full width, less that of the same one in ASCII. */
    private static final char WIDE = 0xFEE0;

    private final String text;
    private final StringBuilder letters = new StringBuilder();
    private final int[] starts;
    private final int[] ends;

    Spelling(String text) {
        this.text = text;
        this.starts = new int[text.length()];
        this.ends = new int[text.length()];
        Matcher escape = ESCAPE.matcher(text);
        boolean more = escape.find();
        for (int at = 0; at < text.length(); ) {
            if (more && escape.start() == at) {
                add((char) code(escape), at, escape.end());
                at = escape.end();
                more = escape.find();
            } else {
                add(text.charAt(at), at, ++at);
            }
        }
    }

    private void add(char read, int start, int end) {
        char c = read > WIDE && read <= WIDE + '~' ? (char) (read - WIDE) : read;
        if (Character.isLetterOrDigit(c)) {
            starts[letters.length()] = start;
            ends[letters.length()] = end;
            letters.append(Character.toLowerCase(c));
        }
    }

    private static int code(Matcher escape) {
        for (String name : new String[] {"percent", "braces", "unicode", "byte", "hex"}) {
            String digits = escape.group(name);
            if (digits != null) {
                return Integer.parseInt(digits, 16);
            }
        }
        String decimal = escape.group("decimal");
        return decimal == null ? ' ' : Integer.parseInt(decimal);
    }

    int length() {
        return letters.length();
    }

    String letters(int from, int to) {
        return letters.substring(from, to);
    }

    /** Whether these letters are not part of a longer word. */
    boolean standsAlone(int from, int to) {
        return (from == 0 || ends[from - 1] < starts[from]) && (to == length() || ends[to - 1] < starts[to]);
    }

    /** The characters of the text from the first to the last of every run of marked letters. */
    boolean[] marked(boolean[] letters) {
        boolean[] characters = new boolean[text.length()];
        for (int i = 0; i < letters.length; i++) {
            if (letters[i]) {
                int end = i + 1 < letters.length && letters[i + 1] ? starts[i + 1] : ends[i];
                Arrays.fill(characters, starts[i], end, true);
            }
        }
        return characters;
    }

    /** The text with every run of marked letters replaced. */
    String masked(boolean[] marked, String mask) {
        StringBuilder out = new StringBuilder();
        int shown = 0;
        for (int i = 0; i < marked.length; i++) {
            if (marked[i]) {
                out.append(text, shown, starts[i]).append(mask);
                while (i + 1 < marked.length && marked[i + 1]) {
                    i++;
                }
                shown = ends[i];
            }
        }
        return out.append(text, shown, text.length()).toString();
    }
}
