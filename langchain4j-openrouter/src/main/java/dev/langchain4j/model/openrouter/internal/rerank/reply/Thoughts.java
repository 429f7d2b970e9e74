package dev.langchain4j.model.openrouter.internal.rerank.reply;

import java.util.List;

/**
 * Removes the reasoning of a reply. Reads it once from start to end: a failed search for the end of a tag is not
 * repeated.
 */
final class Thoughts {

    private static final List<String> NAMES = List.of("think", "thinking", "thought", "reasoning");

    private final String reply;
    private final boolean[] neverClosed = new boolean[NAMES.size()];

    private Thoughts(String reply) {
        this.reply = reply;
    }

    /** Without reasoning, closed or not: a draft of a verdict does not count. */
    static String removedFrom(String reply) {
        if (reply.indexOf('<') < 0) {
            return reply;
        }
        String closed = new Thoughts(reply).withoutClosed();
        return withoutHalves(closed);
    }

    private String withoutClosed() {
        StringBuilder rest = new StringBuilder();
        int at = 0;
        for (int tag = reply.indexOf('<'); tag >= 0; ) {
            int end = endOfThought(tag);
            if (end >= 0) {
                rest.append(reply, at, tag);
                at = end;
            }
            tag = reply.indexOf('<', end >= 0 ? end : tag + 1);
        }
        return rest.append(reply, at, reply.length()).toString();
    }

    /** The end of the thought that starts here; -1 if none starts, or if it does not end. */
    private int endOfThought(int tag) {
        for (int i = 0; i < NAMES.size(); i++) {
            String name = NAMES.get(i);
            if (!neverClosed[i] && isTag(reply, tag, "<" + name + ">")) {
                String close = "</" + name + ">";
                int end = reply.indexOf('<', tag + 1);
                while (end >= 0 && !isTag(reply, end, close)) {
                    end = reply.indexOf('<', end + 1);
                }
                neverClosed[i] = end < 0;
                return end < 0 ? -1 : end + close.length();
            }
        }
        return -1;
    }

    /**
     * The text before the last end without a start is reasoning, and so is the text after the first start without an
     * end.
     */
    private static String withoutHalves(String text) {
        int from = 0;
        for (int tag = text.lastIndexOf('<'); tag >= 0 && from == 0; tag = text.lastIndexOf('<', tag - 1)) {
            from = lengthOfAny("</", text, tag) == 0 ? 0 : tag + lengthOfAny("</", text, tag);
        }
        int to = text.length();
        for (int tag = text.indexOf('<', from); tag >= 0 && to == text.length(); tag = text.indexOf('<', tag + 1)) {
            to = lengthOfAny("<", text, tag) == 0 ? to : tag;
        }
        return text.substring(from, to);
    }

    private static int lengthOfAny(String start, String text, int at) {
        for (String name : NAMES) {
            String tag = start + name + ">";
            if (isTag(text, at, tag)) {
                return tag.length();
            }
        }
        return 0;
    }

    private static boolean isTag(String text, int at, String tag) {
        return text.regionMatches(true, at, tag, 0, tag.length());
    }
}
