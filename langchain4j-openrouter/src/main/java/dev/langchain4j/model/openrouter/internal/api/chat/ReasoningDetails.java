package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The meaning of {@code reasoning_details} entries: which of them may be shown, and as what text. */
final class ReasoningDetails {

    static final String TEXT = "reasoning.text";
    static final String SUMMARY = "reasoning.summary";
    static final String ENCRYPTED = "reasoning.encrypted";
    static final String SERVER_TOOL_CALL = "reasoning.server_tool_call";

    private ReasoningDetails() {}

    /**
     * The text to show. Details and {@code reasoning} contain the same text, so it is one of them, never both;
     * encrypted entries stay hidden.
     */
    static @Nullable String displayText(@Nullable List<Map<String, Object>> details, @Nullable String reasoning) {
        String text = details == null ? null : displayText(details);
        if (text == null) {
            text = reasoning;
        }
        return text == null || !isShown(text) ? null : text;
    }

    private static @Nullable String displayText(List<Map<String, Object>> details) {
        StringBuilder shown = new StringBuilder();
        for (Map<String, Object> detail : details) {
            String text = textOf(detail);
            if (text != null && isShown(text)) {
                shown.append(text);
            }
        }
        return shown.isEmpty() ? null : shown.toString();
    }

    static boolean haveText(@Nullable List<Map<String, Object>> details) {
        return details != null && displayText(details) != null;
    }

    /** Null if the type has no text to show. */
    static @Nullable String textOf(Map<String, Object> detail) {
        String key = textKey(detail);
        return key != null && detail.get(key) instanceof String text ? text : null;
    }

    /** Whether it is a fragment without a text, and without the signature that ends one. */
    static boolean isEmpty(Map<String, Object> detail) {
        String text = textOf(detail);
        return textKey(detail) != null && (text == null || text.isEmpty()) && detail.get("signature") == null;
    }

    /** The member that holds the text and arrives in fragments. */
    static @Nullable String textKey(Map<String, Object> detail) {
        if (TEXT.equals(detail.get("type"))) {
            return "text";
        }
        return SUMMARY.equals(detail.get("type")) ? "summary" : null;
    }

    /** Whether it is more than the placeholder of encrypted reasoning in some upstreams' plain text. */
    static boolean isShown(CharSequence text) {
        return text.length() >= 16
                || !text.isEmpty() && !text.toString().strip().equals("[REDACTED]");
    }
}
