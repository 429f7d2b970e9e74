package dev.langchain4j.model.openrouter.spark;

/** The state of a document, as the journal writes it. */
enum State {
    /** A call is under way, or was when its process died. */
    OPEN("O", "open"),
    ANSWERED("A", "answered"),
    /** The model or its provider will not answer. */
    REFUSED("R", "refused"),
    FAILED("F", "failed"),
    /** Failed for a reason that may pass: the next run tries again. */
    FAILED_FOR_NOW("T", "failed");

    private final String letter;
    private final String shown;

    State(String letter, String shown) {
        this.letter = letter;
        this.shown = shown;
    }

    String letter() {
        return letter;
    }

    /** The name in the column {@code status} of the results. */
    String shown() {
        return shown;
    }

    static State of(String letter) {
        for (State state : values()) {
            if (state.letter.equals(letter)) {
                return state;
            }
        }
        throw new IllegalArgumentException("no state: " + letter);
    }
}
