package dev.langchain4j.model.openrouter.internal.chat;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Models whose tokenizers need about as many tokens for the same text. The figures of GPT are measured; the others
 * follow from what the vendors publish about characters per token, rounded down, so that estimates err on the
 * high side.
 */
public enum TokenFamily {
    GPT(4.0, 3.6, "openai", "gpt"),
    /** The tokenizer before gpt-4o. */
    OLD_GPT(4.0, 2.7),
    CLAUDE(3.0, 2.5, "anthropic", "claude"),
    GEMINI(3.7, 3.6, "google", "gemini"),
    LLAMA(4.0, 2.9, "meta-llama", "llama"),
    MISTRAL(3.6, 2.8, "mistralai", "mistral"),
    QWEN(3.9, 3.6, "qwen"),
    DEEPSEEK(3.3, 3.8, "deepseek"),
    GROK(3.9, 3.0, "x-ai", "grok"),
    COHERE(3.9, 3.4, "cohere"),
    OTHER(3.6, 2.7);

    private static final String[] BEFORE_GPT_4O = {"gpt-3.5", "gpt-4-", "gpt-4:"};

    private final double latin;
    private final double others;
    private final List<String> names;

    /**
     * @param latin letters of English per token
     * @param others bytes per token of other scripts, in UTF-8
     * @param names authors in model ids, and beginnings of the catalog's names for tokenizers
     */
    TokenFamily(double latin, double others, String... names) {
        this.latin = latin;
        this.others = others;
        this.names = List.of(names);
    }

    /** The family of a model by its id; {@link #OTHER} if unknown. */
    public static TokenFamily ofModel(@Nullable String id) {
        if (id == null) {
            return OTHER;
        }
        int author = id.startsWith("~") ? 1 : 0;
        int slash = id.indexOf('/');
        int model = slash < 0 ? author : slash + 1;
        for (TokenFamily family : values()) {
            if (family.hasName(id, author, slash < 0 ? id.length() : slash)) {
                return family == GPT && isBeforeGpt4o(id, model) ? OLD_GPT : family;
            }
        }
        return OTHER;
    }

    /** Compares in place: every call asks for the family of its models. */
    private boolean hasName(String id, int start, int end) {
        for (String name : names) {
            if (name.length() == end - start && id.startsWith(name, start)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBeforeGpt4o(String id, int model) {
        for (String beginning : BEFORE_GPT_4O) {
            if (id.startsWith(beginning, model)) {
                return true;
            }
        }
        return id.startsWith("gpt-4", model) && id.length() == model + "gpt-4".length();
    }

    /** The family of a model by the catalog's name for its tokenizer, or else by its id. */
    public static TokenFamily of(@Nullable String tokenizer, String id) {
        TokenFamily byId = ofModel(id);
        if (byId != OTHER || tokenizer == null) {
            return byId;
        }
        String name = tokenizer.toLowerCase(Locale.ROOT);
        for (TokenFamily family : values()) {
            if (family.names.stream().anyMatch(name::startsWith)) {
                return family;
            }
        }
        return OTHER;
    }

    double lettersPerToken() {
        return latin;
    }

    double bytesPerToken() {
        return others;
    }
}
