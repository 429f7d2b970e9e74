package dev.langchain4j.model.openrouter.internal.api.json;

import java.util.regex.Pattern;

/** Base64 in the forms that upstreams send. */
public final class Base64Text {

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private Base64Text() {}

    /** Without blanks, in the usual alphabet instead of that for URLs. */
    public static String plain(String text) {
        return BLANKS.matcher(text).replaceAll("").replace('-', '+').replace('_', '/');
    }
}
