package dev.langchain4j.model.openrouter.internal.chat;

import org.jspecify.annotations.Nullable;

/**
 * What a model accepts as the id of a tool call, from the mildest rule to the strictest. OpenRouter passes ids on as
 * they are, and providers refuse a conversation with the ids that another provider has made. All forms of one id are
 * the same in every request, so that prompt caches hold.
 */
enum ChatToolCallIdForm {
    /** No rule is known. */
    ANY,
    /** OpenAI: at most 40 characters. */
    SHORT,
    /** Anthropic: letters, digits, underscores and hyphens. */
    WORD,
    /** Mistral: nine letters and digits. */
    NINE;

    static final int MAX_LENGTH = 40;

    private static final int NINE_CHARACTERS = 9;

    /** The strictest rule of the models that may get a request. */
    static ChatToolCallIdForm of(ChatModelIds models) {
        ChatToolCallIdForm strictest = of(models.first());
        for (String fallback : models.fallbacks()) {
            ChatToolCallIdForm other = of(fallback);
            strictest = other.compareTo(strictest) > 0 ? other : strictest;
        }
        return strictest;
    }

    private static ChatToolCallIdForm of(@Nullable String modelId) {
        return switch (TokenFamily.ofModel(modelId)) {
            case GPT, OLD_GPT -> SHORT;
            case CLAUDE -> WORD;
            case MISTRAL -> NINE;
            case GEMINI, LLAMA, QWEN, DEEPSEEK, GROK, COHERE, OTHER -> ANY;
        };
    }

    /** The id itself if the rule allows it. */
    String form(String id) {
        return switch (this) {
            case ANY -> id;
            case SHORT -> shortened(id, id);
            case WORD -> shortened(word(id), id);
            case NINE -> id.length() == NINE_CHARACTERS && isWord(id, "") ? id : digest(id);
        };
    }

    private static String shortened(String text, String id) {
        return text.length() <= MAX_LENGTH
                ? text
                : text.substring(0, MAX_LENGTH - NINE_CHARACTERS - 1) + "_" + digest(id);
    }

    private static String word(String id) {
        return isWord(id, "_-") ? id : id.replaceAll("[^a-zA-Z0-9_-]", "_");
    }

    private static boolean isWord(String text, String others) {
        return text.chars()
                .allMatch(c ->
                        c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || others.indexOf(c) >= 0);
    }

    /** Nine letters and digits that another id is most unlikely to have: FNV-1a with 64 bits. */
    private static String digest(String id) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * 0x100000001b3L;
        }
        String digits = "00000000" + Long.toUnsignedString(hash, Character.MAX_RADIX);
        return digits.substring(digits.length() - NINE_CHARACTERS);
    }
}
