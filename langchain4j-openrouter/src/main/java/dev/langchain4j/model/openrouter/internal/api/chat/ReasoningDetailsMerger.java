package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Merges streamed {@code reasoning_details} into the form of the plain answer. Upstreams check them when they are sent
 * back, and refuse both separate fragments and merged blocks.
 */
final class ReasoningDetailsMerger {

    /** Maximum blocks between a text and its signature. */
    private static final int LOOK_BACK = 256;

    private final List<Entry> entries = new ArrayList<>();
    private final Set<Object> complete = new HashSet<>();
    private boolean reported;

    /** Position of the first entry with text, as far as it is known: those before have none and will get none. */
    private int firstText;

    void accept(@Nullable List<Map<String, Object>> details) {
        if (details == null) {
            return;
        }
        reported = true;
        details.forEach(this::accept);
    }

    /** Forgets all, because all of them follow. */
    void clear() {
        entries.clear();
        complete.clear();
        firstText = 0;
    }

    boolean haveText() {
        while (firstText < entries.size() - 1 && !entries.get(firstText).hasText()) {
            firstText++;
        }
        return firstText < entries.size() && entries.get(firstText).hasText();
    }

    /** Null when not reported, empty when reported empty. */
    @Nullable
    List<Map<String, Object>> toDetails() {
        return reported ? entries.stream().map(Entry::toDetail).toList() : null;
    }

    private void accept(Map<String, Object> detail) {
        if (ReasoningDetails.textKey(detail) == null) {
            if (noteComplete(detail)) {
                entries.add(new Entry(detail));
            }
            return;
        }
        Entry entry = isSignatureOnly(detail) ? signedBy(detail) : continuedBy(detail);
        if (entry == null) {
            entries.add(new Entry(detail));
        } else {
            entry.append(detail);
        }
    }

    /**
     * Notes encrypted blocks and records of server tools, which arrive complete, some of them twice.
     *
     * @return false if the detail has arrived before
     */
    private boolean noteComplete(Map<String, Object> detail) {
        Object type = detail.get("type");
        if (ReasoningDetails.ENCRYPTED.equals(type)) {
            return complete.add(Arrays.asList(type, detail.get("id"), detail.get("data")));
        }
        return !ReasoningDetails.SERVER_TOOL_CALL.equals(type) || complete.add(detail);
    }

    private static boolean isSignatureOnly(Map<String, Object> detail) {
        String text = ReasoningDetails.textOf(detail);
        return detail.get("signature") != null && (text == null || text.isEmpty());
    }

    /** The text that a late signature belongs to; other blocks and the answer itself may stand between. */
    private @Nullable Entry signedBy(Map<String, Object> detail) {
        Object signature = detail.get("signature");
        for (int i = entries.size() - 1; i >= Math.max(0, entries.size() - LOOK_BACK); i--) {
            Entry entry = entries.get(i);
            boolean last = i == entries.size() - 1;
            if (entry.has("type", detail.get("type")) && (last || entry.agrees("index", detail))) {
                if (entry.members.get("signature") == null || entry.has("signature", signature)) {
                    return entry;
                }
            }
        }
        return null;
    }

    /**
     * Always the last entry or none: a change of type or index starts a new one, and so does text after a signature.
     */
    private @Nullable Entry continuedBy(Map<String, Object> detail) {
        if (entries.isEmpty()) {
            return null;
        }
        Entry last = entries.get(entries.size() - 1);
        String text = ReasoningDetails.textOf(detail);
        boolean closed = last.members.get("signature") != null && text != null && !text.isEmpty();
        boolean same =
                last.has("type", detail.get("type")) && last.agrees("index", detail) && last.agrees("id", detail);
        return same && !closed ? last : null;
    }

    private static final class Entry {

        private final Map<String, Object> members;
        private final @Nullable StringBuilder text;

        Entry(Map<String, Object> first) {
            members = new LinkedHashMap<>(first);
            String start = ReasoningDetails.textOf(first);
            text = ReasoningDetails.textKey(first) == null ? null : new StringBuilder(start == null ? "" : start);
        }

        boolean has(String key, @Nullable Object value) {
            return Objects.equals(members.get(key), value);
        }

        /** Equal, or unknown on one side. */
        boolean agrees(String key, Map<String, Object> detail) {
            Object mine = members.get(key);
            Object other = detail.get(key);
            return mine == null || other == null || mine.equals(other);
        }

        void append(Map<String, Object> piece) {
            String more = ReasoningDetails.textOf(piece);
            if (text != null && more != null) {
                text.append(more);
            }
            piece.forEach((key, value) -> {
                if (value != null && members.get(key) == null) {
                    members.put(key, value);
                }
            });
        }

        boolean hasText() {
            return text != null && ReasoningDetails.isShown(text);
        }

        Map<String, Object> toDetail() {
            Map<String, Object> detail = new LinkedHashMap<>(members);
            String key = ReasoningDetails.textKey(members);
            if (text != null && key != null && !text.isEmpty()) {
                detail.put(key, text.toString());
            }
            return detail;
        }
    }
}
