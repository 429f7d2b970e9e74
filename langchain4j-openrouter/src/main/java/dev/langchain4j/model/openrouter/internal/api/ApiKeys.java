package dev.langchain4j.model.openrouter.internal.api;

/** Checks a key before it is sent: for copying mistakes, and for characters that HTTP does not allow. */
public final class ApiKeys {

    private static final String QUOTES = "\"'`\u2018\u2019\u201c\u201d\u00ab\u00bb";
    private static final String SCHEME = "Bearer";
    private static final String WHERE = "Check apiKey(...) or OPENROUTER_API_KEY. Keys look like sk-or-v1-...";

    private ApiKeys() {}

    /** @throws ApiKeyMissingException if it is not a key; the message does not show it */
    public static String checked(String key) {
        if (isQuote(key.charAt(0)) || isQuote(key.charAt(key.length() - 1))) {
            throw new ApiKeyMissingException(
                    "The OpenRouter API key is in quotes: set it without the quotes. " + WHERE);
        }
        if (key.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && (key.length() == SCHEME.length() || key.charAt(SCHEME.length()) <= ' ')) {
            throw new ApiKeyMissingException(
                    "The OpenRouter API key starts with \"Bearer \": set the key alone, the library"
                            + " adds that word. " + WHERE);
        }
        if (key.contains("${") || key.endsWith("...")) {
            throw new ApiKeyMissingException("The OpenRouter API key is a placeholder: set the key itself. " + WHERE);
        }
        if (!isVisible(key)) {
            throw new ApiKeyMissingException(
                    "The OpenRouter API key has characters that no key has, such as blanks and line breaks. " + WHERE);
        }
        return key;
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
