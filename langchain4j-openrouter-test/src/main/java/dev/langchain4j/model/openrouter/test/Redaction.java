package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Removes known secrets from texts by value: in any {@link Spelling}, in base64 and in hexadecimal, whole or a piece
 * that is long enough to reveal them. Thread-safe.
 */
final class Redaction {

    static final String MASK = "********";

    /** A piece of a secret with this number of letters reveals it. */
    private static final int PIECE = 12;

    /** A shorter secret is removed only as a separate word. */
    private static final int WORD = 8;

    private static final int SHORTEST = 4;

    private static final int ENCODED_TWICE = 2;

    private final Map<Integer, Set<String>> pieces = new TreeMap<>();
    private final Set<String> known = new HashSet<>();

    /** Returns whether it is new. */
    synchronized boolean learn(String secret) {
        Spelling plain = new Spelling(secret);
        if (plain.length() < SHORTEST || !known.add(secret)) {
            return false;
        }
        int piece = plain.length() < WORD ? plain.length() : Math.min(PIECE, Math.max(WORD, plain.length() * 3 / 4));
        add(plain, piece);
        if (plain.length() >= WORD) {
            byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
            add(new Spelling(HexFormat.of().formatHex(bytes)), 2 * piece);
            learnBase64(secret, piece, ENCODED_TWICE);
        }
        return true;
    }

    /** Base64 has three spellings of a text, by its offset in a group of three bytes. */
    private void learnBase64(String secret, int piece, int times) {
        for (String before : List.of("", "-", "--")) {
            byte[] bytes = (before + secret).getBytes(StandardCharsets.UTF_8);
            String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
            String own = base64.substring(before.isEmpty() ? 0 : before.length() + 1);
            add(new Spelling(own), piece);
            if (times > 1) {
                learnBase64(own, piece, times - 1);
            }
        }
    }

    /** A value that is only removed as a whole, such as the id of an account. */
    synchronized boolean learnWhole(String value) {
        Spelling plain = new Spelling(value);
        if (plain.length() < SHORTEST || !known.add(value)) {
            return false;
        }
        add(plain, plain.length());
        return true;
    }

    private void add(Spelling plain, int piece) {
        Set<String> same = pieces.computeIfAbsent(piece, any -> new HashSet<>());
        for (int i = 0; i + piece <= plain.length(); i++) {
            same.add(plain.letters(i, i + piece));
        }
    }

    synchronized String removedFrom(String text) {
        if (pieces.isEmpty() || text.length() < SHORTEST) {
            return text;
        }
        Spelling plain = new Spelling(text);
        boolean[] secret = marked(plain);
        return secret == null ? text : plain.masked(secret, MASK);
    }

    /** Which characters of a text belong to a secret. */
    synchronized boolean[] secretIn(String text) {
        Spelling plain = new Spelling(text);
        boolean[] secret = marked(plain);
        return secret == null ? new boolean[text.length()] : plain.marked(secret);
    }

    /** Which letters belong to a secret; null if none does. */
    private boolean @Nullable [] marked(Spelling plain) {
        boolean[] secret = new boolean[plain.length()];
        boolean any = false;
        for (Map.Entry<Integer, Set<String>> same : pieces.entrySet()) {
            int piece = same.getKey();
            for (int i = 0; i + piece <= plain.length(); i++) {
                if (same.getValue().contains(plain.letters(i, i + piece))
                        && (piece >= WORD || plain.standsAlone(i, i + piece))) {
                    Arrays.fill(secret, i, i + piece, true);
                    any = true;
                }
            }
        }
        return any ? secret : null;
    }

    /** A copy without the secrets, in values and in names. */
    JsonNode removedFrom(JsonNode node) {
        if (node.isObject()) {
            ObjectNode copy = Json.object();
            node.properties().forEach(field -> copy.set(removedFrom(field.getKey()), removedFrom(field.getValue())));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = Json.array();
            node.forEach(element -> copy.add(removedFrom(element)));
            return copy;
        }
        if (node.isTextual() || node.isNumber()) {
            String clean = removedFrom(node.asText());
            return clean.equals(node.asText()) ? node : TextNode.valueOf(clean);
        }
        return node;
    }
}
