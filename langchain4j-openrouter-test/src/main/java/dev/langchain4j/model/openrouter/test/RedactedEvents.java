package dev.langchain4j.model.openrouter.test;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Removes secrets from texts that come in pieces, one of them in each event of a stream. */
final class RedactedEvents {

    private record Piece(ObjectNode owner, String field, String text) {}

    private RedactedEvents() {}

    /** Changes the events. */
    static void remove(Redaction redaction, ArrayNode events) {
        Map<String, List<Piece>> texts = new LinkedHashMap<>();
        events.forEach(event -> collect(event.path("data"), JsonPointer.empty(), texts));
        texts.values().stream().filter(pieces -> pieces.size() > 1).forEach(pieces -> remove(redaction, pieces));
    }

    private static void collect(JsonNode node, JsonPointer at, Map<String, List<Piece>> texts) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                JsonPointer below = at.appendProperty(field.getKey());
                if (field.getValue().isTextual()) {
                    texts.computeIfAbsent(below.toString(), any -> new ArrayList<>())
                            .add(new Piece(
                                    object, field.getKey(), field.getValue().asText()));
                } else {
                    collect(field.getValue(), below, texts);
                }
            }
        }
        for (int i = 0; i < node.size() && node.isArray(); i++) {
            collect(node.get(i), at.appendIndex(i), texts);
        }
    }

    private static void remove(Redaction redaction, List<Piece> pieces) {
        StringBuilder whole = new StringBuilder();
        pieces.forEach(piece -> whole.append(piece.text()));
        boolean[] secret = redaction.secretIn(whole.toString());
        int at = 0;
        boolean inSecret = false;
        for (Piece piece : pieces) {
            StringBuilder shown = new StringBuilder();
            boolean changed = false;
            for (char c : piece.text().toCharArray()) {
                if (!secret[at]) {
                    shown.append(c);
                } else if (!inSecret) {
                    shown.append(Redaction.MASK);
                }
                inSecret = secret[at++];
                changed |= inSecret;
            }
            if (changed) {
                piece.owner().put(piece.field(), shown.toString());
            }
        }
    }
}
