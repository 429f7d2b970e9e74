package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The size as JSON of messages that have only a role and one text, as most have, counted without writing them: exactly
 * what {@link ChatRequestWriter} writes. Of {@code {"role":"user","content":"Hi"}} only the text differs from message to
 * message.
 */
final class PlainMessages {

    /** {@code {"messages":[]}}. */
    static final int NO_MESSAGES = 15;

    /** {@code {"role":"","content":""}}. */
    private static final int AROUND = 24;

    private PlainMessages() {}

    /** @return null if the message has more than a role and a text */
    static @Nullable String textOf(RequestMessage message) {
        if (message instanceof RequestMessage.User user) {
            return user.name() == null && user.effortFromHere() == null ? onlyText(user.content()) : null;
        }
        if (message instanceof RequestMessage.System system) {
            return system.name() == null ? onlyText(system.content()) : null;
        }
        if (message instanceof RequestMessage.Assistant assistant) {
            boolean more = assistant.name() != null
                    || !assistant.toolCalls().isEmpty()
                    || assistant.reasoning() != null
                    || assistant.reasoningDetails() != null
                    || !assistant.images().isEmpty()
                    || assistant.annotations() != null
                    || assistant.model() != null
                    || assistant.cacheControl() != null;
            return more ? null : assistant.text();
        }
        return null;
    }

    private static @Nullable String onlyText(List<ContentPart> parts) {
        boolean one = parts.size() == 1 && parts.get(0) instanceof ContentPart.Text text && text.cacheControl() == null;
        return one ? ((ContentPart.Text) parts.get(0)).text() : null;
    }

    /** Of a message with this text of {@link #textOf}. */
    static long bytes(RequestMessage message, String text) {
        return AROUND + role(message).length() + written(text);
    }

    private static String role(RequestMessage message) {
        if (message instanceof RequestMessage.System system) {
            return system.role();
        }
        return message instanceof RequestMessage.User ? "user" : "assistant";
    }

    /** In UTF-8, with the escapes of JSON. */
    private static long written(String text) {
        long bytes = PromptSize.bytes(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                bytes++;
            } else if (c < ' ') {
                bytes += c == '\n' || c == '\t' || c == '\r' || c == '\b' || c == '\f' ? 1 : 5; // two letters, or six
            } else if (Character.isSurrogate(c)) {
                bytes += 4; // written as six letters
            }
        }
        return bytes;
    }
}
