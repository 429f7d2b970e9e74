package dev.langchain4j.model.openrouter.live;

/**
 * One use of the library that has to work.
 *
 * @param operation as in the table of the compatibility page
 * @param optional whether it may be left out: for lack of money, or because OpenRouter is busy
 */
record Smoke(String name, String operation, boolean optional, Body body) {

    static Smoke of(String name, String operation, Body body) {
        return new Smoke(name, operation, false, body);
    }

    static Smoke ifPossible(String name, String operation, Body body) {
        return new Smoke(name, operation, true, body);
    }

    /** Throws for what did not work. */
    interface Body {
        Finding on(Live live) throws Exception;
    }
}
