package dev.langchain4j.model.openrouter.internal.api.chat;

import dev.langchain4j.model.openrouter.internal.api.json.JsonText;

/**
 * The arguments of a tool call that arrive in fragments: finds the beginning and the end of their object, reading each
 * character once.
 */
final class StreamedArguments {

    private static final int UNKNOWN = -1;

    private final StringBuilder text = new StringBuilder();
    private int read;
    private int solid; // after the last non-blank character

    // Of the object; unknown while only blanks have arrived, or while it is open.
    private int start = UNKNOWN;
    private int end = UNKNOWN;
    private boolean isObject;
    private boolean empty;
    private boolean followed; // by a character other than a blank
    private int depth;
    private boolean inString;
    private boolean escaped;

    private boolean soFar; // whether each piece repeats the arguments so far, as from a few gateways
    private boolean parsed; // ended values at the end
    private boolean valid;
    private int taken;

    void append(String piece) {
        soFar |= areOpen() && !mayBeginObject() && areBeginningOf(piece);
        text.append(soFar && areBeginningOf(piece) ? newIn(piece) : piece);
        for (; read < text.length(); read++) {
            char c = text.charAt(read);
            read(c);
            solid = Character.isWhitespace(c) ? solid : read + 1;
        }
    }

    /** Whether an object may come next in the open one: a piece that begins alike may be it, and no repetition. */
    private boolean mayBeginObject() {
        return !inString && ":[,".indexOf(text.charAt(solid - 1)) >= 0;
    }

    private void read(char c) {
        if (start == UNKNOWN || end != UNKNOWN) {
            readOutside(c);
        } else if (isObject) {
            readInside(c);
        }
    }

    private void readOutside(char c) {
        if (Character.isWhitespace(c)) {
            return;
        }
        if (start == UNKNOWN || empty && !followed && c == '{') {
            start = read;
            end = UNKNOWN;
            isObject = c == '{';
            empty = true;
            parsed = false;
            depth = 1;
        } else {
            followed = true;
        }
    }

    private void readInside(char c) {
        if (inString) {
            inString = escaped || c != '"';
            escaped = !escaped && c == '\\';
            return;
        }
        if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            end = read + 1;
            return;
        }
        empty &= Character.isWhitespace(c);
    }

    String takePiece() {
        if (!isObject || empty) { // markup may come first
            return "";
        }
        int from = start + taken;
        int to = end == UNKNOWN ? solid : end;
        to -= to > from && Character.isHighSurrogate(text.charAt(to - 1)) ? 1 : 0; // half of a character
        taken = Math.max(to, from) - start;
        return to <= from ? "" : text.substring(from, to);
    }

    /** The withheld part of {@link #takePiece()}. */
    String takeLastPiece() {
        String all = all();
        String piece = all.substring(Math.min(taken, all.length()));
        taken = all.length();
        return piece;
    }

    /** The meaning of everything that has arrived. */
    String all() {
        return ToolArguments.toRun(text.toString());
    }

    /** Whether the others go on from here. */
    boolean areBeginningOf(String others) {
        return text.length() <= others.length() && others.startsWith(text.toString());
    }

    /** What others, of which these are the beginning, add to them. */
    String newIn(String others) {
        return others.substring(text.length());
    }

    String received() {
        return text.toString();
    }

    /** Whether they are exactly these, blanks aside. */
    boolean areClosedAndEqual(String others) {
        return areClosed()
                && !followed
                && others.length() == end - start
                && others.contentEquals(text.subSequence(start, end));
    }

    /** Whether these arguments are closed, and the others are the same JSON or an empty object. */
    boolean areClosedAndMean(String others) {
        return others.startsWith("{")
                && areClosed()
                && !followed
                && (JsonText.meanTheSame(others, "{}") || JsonText.meanTheSame(others, text.substring(start, end)));
    }

    /** Whether only an empty object has arrived. */
    boolean areEmptySoFar() {
        return isObject && empty && end != UNKNOWN && !followed;
    }

    /** Whether more than blanks has arrived. */
    boolean haveBegun() {
        return solid > 0;
    }

    /** Whether an object has begun and not ended. */
    boolean areOpen() {
        return isObject && end == UNKNOWN;
    }

    /** Whether an object has ended. */
    boolean areClosed() {
        return isObject && end != UNKNOWN && isValid();
    }

    boolean areComplete() {
        return areClosed() && !empty && !followed;
    }

    private boolean isValid() {
        if (!parsed) {
            parsed = true;
            valid = JsonText.isOneObject(text.substring(start, end));
        }
        return valid;
    }
}
