package dev.langchain4j.model.openrouter.internal.http;

/**
 * The letters and digits of a text, in lower case, without the escapes of URLs, JSON and HTML, and the position of each
 * in the text. Different spellings of one key - percent-encoded, escaped, broken over lines, quoted in parts - are the
 * same here. Takes time in proportion to the text.
 */
final class PlainSpelling {

    private static final long BASE = 1_000_003;

    /** Code of a character in full width, less that of the same one in ASCII. */
    private static final char WIDE = 0xFEE0;

    private final char[] letters;
    private final int[] starts;
    private final int[] ends;
    private int length;

    PlainSpelling(String text) {
        this.letters = new char[text.length()];
        this.starts = new int[text.length()];
        this.ends = new int[text.length()];
        Escapes escapes = new Escapes(text);
        for (int at = 0; at < text.length(); at = escapes.end()) {
            char c = ofUsualWidth(escapes.read(at));
            if (Character.isLetterOrDigit(c)) {
                letters[length] = Character.toLowerCase(c);
                starts[length] = at;
                ends[length++] = escapes.end();
            }
        }
    }

    private static char ofUsualWidth(char c) {
        return c > WIDE && c <= WIDE + '~' ? (char) (c - WIDE) : c;
    }

    int length() {
        return length;
    }

    /** Start of letter {@code i} in the text. */
    int start(int i) {
        return starts[i];
    }

    /** End of letter {@code i} in the text, exclusive. */
    int end(int i) {
        return ends[i];
    }

    /** Whether letters {@code from} inclusive to {@code to} exclusive are not part of a longer word. */
    boolean standsAlone(int from, int to) {
        boolean startsWord = from == 0 || ends[from - 1] < starts[from];
        boolean endsWord = to == length || ends[to - 1] < starts[to];
        return startsWord && endsWord;
    }

    /** Calls back with the start and the hash of every piece with this number of letters. */
    void forEachPiece(int size, PieceListener listener) {
        long hash = 0;
        long power = 1;
        for (int i = 1; i < size; i++) {
            power *= BASE;
        }
        for (int i = 0; i < length; i++) {
            if (i >= size) {
                hash -= letters[i - size] * power;
            }
            hash = hash * BASE + letters[i];
            if (i >= size - 1) {
                listener.piece(i - size + 1, hash);
            }
        }
    }

    /** Receives the pieces of a text. */
    @FunctionalInterface
    interface PieceListener {
        void piece(int from, long hash);
    }
}
