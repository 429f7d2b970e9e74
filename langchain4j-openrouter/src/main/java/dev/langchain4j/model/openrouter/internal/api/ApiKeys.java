package dev.langchain4j.model.openrouter.internal.api;

import org.jspecify.annotations.Nullable;

/** Checks a key before it is sent: for copying mistakes, and for characters that HTTP does not allow. */
public final class ApiKeys {

    private static final String QUOTES = "\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb";
    private static final String SCHEME = "Bearer";
    private static final String WHERE = "Check apiKey(...) or OPENROUTER_API_KEY. ";
    private static final String LOOK = "Keys look like sk-or-v1-...";

    private ApiKeys() {}

    /**
     * Checks a key that is known before a call.
     *
     * @param setter what has set it, for the message
     * @throws IllegalArgumentException if it is not a key; the message does not show it
     */
    public static void check(String setter, String key) {
        String problem = problem(key.strip());
        if (problem != null) {
            throw new IllegalArgumentException(setter + ": " + problem + LOOK);
        }
    }

    /** @throws ApiKeyMissingException if it is not a key; the message does not show it */
    static String checked(String key) {
        String problem = problem(key);
        if (problem != null) {
            throw new ApiKeyMissingException(problem + WHERE + LOOK, true);
        }
        return key;
    }

    private static @Nullable String problem(String key) {
        if (isQuote(key.charAt(0)) || isQuote(key.charAt(key.length() - 1))) {
            return "The OpenRouter API key is in quotes: set it without the quotes. ";
        }
        if (key.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && (key.length() == SCHEME.length() || key.charAt(SCHEME.length()) <= ' ')) {
            return "The OpenRouter API key starts with \"Bearer \": set the key alone, the library adds that word. ";
        }
        if (key.contains("${") || key.endsWith("...")) {
            return "The OpenRouter API key is a placeholder: set the key itself. ";
        }
        return isVisible(key)
                ? null
                : "The OpenRouter API key has characters that no key has, such as blanks and line breaks. ";
    }

    private static boolean isVisible(String key) {
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) <= ' ' || key.charAt(i) >= 127) {
                return false;
            }
        }
        return true;
    }

    private static boolean isQuote(char c) {
        return QUOTES.indexOf(c) >= 0;
    }
}
