package dev.langchain4j.model.openrouter.live;

/**
 * Something that OpenRouter's documentation does not answer and the library has to assume.
 *
 * @param where the class that acts on it
 * @param asked how the check asks
 */
record Question(String assumed, String where, String asked, Body body) {

    interface Body {
        Finding on(Live live) throws Exception;
    }
}
