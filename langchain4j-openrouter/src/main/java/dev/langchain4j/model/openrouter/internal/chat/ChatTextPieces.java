package dev.langchain4j.model.openrouter.internal.chat;

/**
 * The pieces of a text without half characters: servers cut between the two halves of an emoji, and whoever writes each
 * piece to a console or a browser would write two question marks.
 */
public final class ChatTextPieces {

    private static final char NONE = 0;

    private char half;

    /** The next piece, with the half that was withheld before it, and without one at its end. */
    public String next(String piece) {
        if (piece.isEmpty()) {
            return piece;
        }
        String whole = half == NONE ? piece : half + piece;
        int end = whole.length() - 1;
        half = Character.isHighSurrogate(whole.charAt(end)) ? whole.charAt(end) : NONE;
        return half == NONE ? whole : whole.substring(0, end);
    }

    /** What is withheld at the end of the text. */
    public String rest() {
        return half == NONE ? "" : String.valueOf(half);
    }
}
