package dev.langchain4j.model.openrouter;

/**
 * How to handle a complete answer without text, tool calls, images and audio. Models return it if reasoning uses all
 * their tokens.
 */
public enum OpenRouterEmptyAnswer {

    /** Returns it, without text and with {@link OpenRouterChatResponseMetadata#emptyAnswer()}. */
    RETURN,

    /** Throws an {@link OpenRouterIncompleteAnswerException} with the details. */
    THROW
}
