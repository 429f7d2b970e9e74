package dev.langchain4j.model.openrouter.internal.chat;

import static dev.langchain4j.model.openrouter.internal.api.json.JsonValues.isBlank;

import dev.langchain4j.data.message.AiMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Selects the reasoning of earlier answers to send back. One instance for the history of one request. */
public final class ChatReasoningReplay {

    private final boolean claude;
    private final boolean sendThinking;
    private @Nullable Set<Object> encryptedIds; // null until there is one

    public ChatReasoningReplay(ChatModelIds models, @Nullable Boolean sendThinking) {
        this.claude = isClaude(models.first());
        this.sendThinking = Boolean.TRUE.equals(sendThinking)
                && !claude
                && models.fallbacks().stream().noneMatch(ChatReasoningReplay::isClaude);
    }

    /**
     * The entries as received, in order, without those that an upstream is known to refuse; null if there are none.
     *
     * @param callIds the sent ids of this message's tool calls: Gemini's entries contain them
     */
    @Nullable
    List<Map<String, Object>> details(AiMessage message, UnaryOperator<String> callIds) {
        List<Map<String, Object>> received =
                ChatMessageAttributes.entries(message, ChatMessageAttributes.REASONING_DETAILS);
        if (received == null || received.isEmpty()) {
            return received; // some models want an empty list echoed
        }
        var kept = new ArrayList<Map<String, Object>>(received.size());
        for (Map<String, Object> entry : received) {
            if (!isUnsignedForClaude(entry) && noteSent(entry)) {
                kept.add(isGemini(entry) ? renamed(entry, callIds) : entry);
            }
        }
        return kept.isEmpty() ? null : kept;
    }

    /** The plain reasoning text, if it is enabled and there is no structured reasoning. */
    @Nullable
    String text(AiMessage message, @Nullable List<Map<String, Object>> details) {
        if (!sendThinking || details != null && !details.isEmpty()) {
            return null;
        }
        String thinking = message.thinking();
        return isBlank(thinking) ? null : thinking;
    }

    /**
     * "Invalid signature in thinking block": Claude accepts no reasoning text without a signature, not even of other
     * models.
     */
    private boolean isUnsignedForClaude(Map<String, Object> entry) {
        return "reasoning.text".equals(entry.get("type"))
                && (claude || "anthropic-claude-v1".equals(entry.get("format")))
                && !(entry.get("signature") instanceof String signature && !signature.isBlank());
    }

    /**
     * Notes that an encrypted entry is sent: "Duplicate item found with id", OpenAI and xAI accept each once per
     * request.
     *
     * @return false if it is in the request already
     */
    private boolean noteSent(Map<String, Object> entry) {
        if (!"reasoning.encrypted".equals(entry.get("type")) || !(entry.get("id") instanceof String id)) {
            return true;
        }
        // Gemini's ids are tool call ids, which another turn may repeat with another signature
        encryptedIds = encryptedIds == null ? new HashSet<>() : encryptedIds;
        return encryptedIds.add(isGemini(entry) ? List.of(id, String.valueOf(entry.get("data"))) : id);
    }

    private static boolean isGemini(Map<String, Object> entry) {
        return entry.get("format") instanceof String format && format.startsWith("google-");
    }

    private static Map<String, Object> renamed(Map<String, Object> entry, UnaryOperator<String> callIds) {
        if (!(entry.get("id") instanceof String id) || callIds.apply(id).equals(id)) {
            return entry;
        }
        Map<String, Object> renamed = new LinkedHashMap<>(entry);
        renamed.put("id", callIds.apply(id));
        return renamed;
    }

    private static boolean isClaude(@Nullable String modelId) {
        return modelId != null && (modelId.contains("claude") || modelId.contains("anthropic/"));
    }
}
