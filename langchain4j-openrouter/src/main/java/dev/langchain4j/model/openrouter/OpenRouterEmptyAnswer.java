package dev.langchain4j.model.openrouter;

/**
 * What becomes of a complete answer without text, tool calls, images and audio, as models leave one that spend all their
 * tokens on reasoning.
 */
public enum OpenRouterEmptyAnswer {

    /** It is returned, without text and with {@link OpenRouterChatResponseMetadata#emptyAnswer()}. */
    RETURN,

    /** An {@link OpenRouterIncompleteAnswerException} says what there was. */
    THROW
}
