package dev.langchain4j.model.openrouter.internal.http;

import java.util.regex.Pattern;

/** Recognises a key that was set in place of another value, for example as the URL: no message shows it. */
public final class KeyLook {

    private static final Pattern KEY = Pattern.compile("\\bsk-[\\w-]{8}", Pattern.CASE_INSENSITIVE);

    private static final Pattern WHOLE_KEY = Pattern.compile("\\bsk-[\\w-]{20}", Pattern.CASE_INSENSITIVE);

    private KeyLook() {}

    /** Whether a part of the text looks like a key of OpenRouter's or of a provider's. */
    public static boolean in(String text) {
        return KEY.matcher(text).find();
    }

    /** Like {@link #in}, but not for the beginning of a key, which OpenRouter shows as its label. */
    public static boolean ofWholeKeyIn(String text) {
        return WHOLE_KEY.matcher(text).find();
    }

    /** A refused value, in quotes for a message; a key in its place is not shown. */
    public static String quoted(String value) {
        return in(value) ? "a text that looks like a key and is not shown here" : "'" + VisibleText.of(value) + "'";
    }
}
