package dev.langchain4j.model.openrouter.internal.api.json;

import java.util.regex.Pattern;

/** Base64 in the forms that upstreams send. */
public final class Base64Text {

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Base64Text() {}

    /** Without blanks, in the usual alphabet instead of that for URLs; the text itself if it is so already. */
    public static String plain(String text) {
        return isPlain(text)
                ? text
                : BLANKS.matcher(text).replaceAll("").replace('-', '+').replace('_', '/');
    }

    /** Whether Java's decoder would accept the text; it is not decoded, because it may have megabytes. */
    public static boolean isPlain(String text) {
        int length = text.length();
        while (length > 0 && text.length() - length < 2 && text.charAt(length - 1) == '=') {
            length--;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letter && c != '+' && c != '/') {
                return false;
            }
        }
        boolean padded = length < text.length();
        return length > 0 && length % 4 != 1 && (!padded || text.length() % 4 == 0);
    }
}
