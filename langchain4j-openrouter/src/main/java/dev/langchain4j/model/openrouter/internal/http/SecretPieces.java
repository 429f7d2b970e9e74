package dev.langchain4j.model.openrouter.internal.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All pieces of some secrets that are long enough to reveal them, of their base64 and of their hexadecimal form. Texts
 * are compared in {@link PlainSpelling}, piece by piece: this finds half a key, and its tail without the prefix.
 */
final class SecretPieces {

    /** Longer than the part of a key that OpenRouter shows as its label. */
    private static final int PIECE = 12;

    /** A shorter secret is hidden only as a separate word. */
    private static final int WORD = 8;

    /** A shorter one looks like an ordinary word. */
    private static final int SHORTEST = 4;

    private static final int ENCODED_TWICE = 2;

    /** Hashes of the pieces by their length, because pieces of one length are compared in one pass. */
    private final Map<Integer, Set<Long>> pieces = new HashMap<>();

    SecretPieces(List<String> secrets) {
        for (String secret : secrets) {
            PlainSpelling plain = new PlainSpelling(secret);
            int length = plain.length();
            if (length >= SHORTEST) {
                int piece = length < WORD ? length : Math.min(PIECE, Math.max(WORD, length * 3 / 4));
                add(plain, piece);
                if (length >= WORD) {
                    addBase64(secret, Math.max(piece, WORD), ENCODED_TWICE);
                    add(
                            new PlainSpelling(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8))),
                            2 * piece);
                }
            }
        }
    }

    /** Base64 has three spellings of a text, by its offset in a group of three bytes. */
    private void addBase64(String secret, int piece, int times) {
        for (String before : List.of("", "-", "--")) {
            byte[] bytes = (before + secret).getBytes(StandardCharsets.UTF_8);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
            int shared = before.isEmpty() ? 0 : before.length() + 1;
            add(new PlainSpelling(base64.substring(shared)), piece);
            if (times > 1) {
                addBase64(base64.substring(shared), piece, times - 1);
            }
        }
    }

    private void add(PlainSpelling plain, int length) {
        Set<Long> known = pieces.computeIfAbsent(length, any -> new HashSet<>());
        plain.forEachPiece(length, (from, hash) -> known.add(hash));
    }

    String removedFrom(String text) {
        if (pieces.isEmpty() || text.length() < SHORTEST) {
            return text;
        }
        PlainSpelling plain = new PlainSpelling(text);
        boolean[] secret = new boolean[plain.length()];
        boolean[] any = {false};
        pieces.forEach((length, known) -> plain.forEachPiece(length, (from, hash) -> {
            if (known.contains(hash) && (length >= WORD || plain.standsAlone(from, from + length))) {
                Arrays.fill(secret, from, from + length, true);
                any[0] = true;
            }
        }));
        return any[0] ? masked(text, plain, secret) : text;
    }

    private static String masked(String text, PlainSpelling plain, boolean[] secret) {
        StringBuilder masked = new StringBuilder(text.length());
        int shown = 0;
        for (int i = 0; i < secret.length; i++) {
            if (secret[i]) {
                masked.append(text, shown, plain.start(i)).append(Secrets.MASK);
                while (i + 1 < secret.length && secret[i + 1]) {
                    i++;
                }
                shown = plain.end(i);
            }
        }
        return masked.append(text, shown, text.length()).toString();
    }
}
