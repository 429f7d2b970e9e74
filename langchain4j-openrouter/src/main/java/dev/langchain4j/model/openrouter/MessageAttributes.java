package dev.langchain4j.model.openrouter;

/** Keys under which an {@code AiMessage} keeps what has to go back to OpenRouter with it; chat memories persist them. */
final class MessageAttributes {

    static final String REASONING_DETAILS = "reasoning_details";
    static final String ANNOTATIONS = "annotations";

    private MessageAttributes() {}
}
