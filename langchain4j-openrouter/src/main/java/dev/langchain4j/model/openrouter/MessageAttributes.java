package dev.langchain4j.model.openrouter;

/**
 * Keys of {@code AiMessage.attributes()} under which an answer's state is kept for the next request, as plain JSON
 * values. Chat memories are persisted: the names never change.
 */
final class MessageAttributes {

    /** {@code List<Map<String, Object>>}, the entries exactly as received. */
    static final String REASONING_DETAILS = "reasoning_details";

    /** {@code List<Map<String, Object>>}, the entries exactly as received; with them a file is parsed only once. */
    static final String ANNOTATIONS = "annotations";

    private MessageAttributes() {}
}
