package dev.langchain4j.model.openrouter.internal.report;

/** The width of letters. */
final class Letters {

    private static final int FIRST_WIDE = 0x1100;

    private Letters() {}

    /** Whether it may take the room of two: letters of East Asia and emoji do. */
    static boolean isWide(int character) {
        return character >= FIRST_WIDE;
    }
}
