package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The size as JSON of messages that have only a role and one text, as most have, counted without writing them: exactly
 * what {@link ChatRequestWriter} writes. Of {@code {"role":"user","content":"Hi"}} only the text differs from message
 * to message.
 */
final class PlainMessages {

    /** {@code {"messages":[]}}. */
    static final int NO_MESSAGES = 15;

    /** {@code {"role":"","content":""}}. */
    private static final int AROUND = 24;

    /** A control character, and each half of a surrogate pair: a backslash, the letter u, four digits. */
    private static final int ESCAPED = 6;

    /** The bytes of each character of ASCII: a table, because every character of every prompt is counted. */
    private static final byte[] WRITTEN = writtenOfAscii();

    private PlainMessages() {}

    /** @return null if the message has more than a role and a text */
    static @Nullable String textOf(RequestMessage message) {
        if (message instanceof RequestMessage.Plain plain) {
            return plain.text();
        }
        if (message instanceof RequestMessage.System system) {
            return system.name() == null ? onlyText(system.content()) : null;
        }
        return null;
    }

    private static @Nullable String onlyText(List<ContentPart> parts) {
        boolean one = parts.size() == 1 && parts.get(0) instanceof ContentPart.Text text && text.cacheControl() == null;
        return one ? ((ContentPart.Text) parts.get(0)).text() : null;
    }

    /** The size of a message whose {@link #textOf} is this text. */
    static long bytes(RequestMessage message, String text) {
        return AROUND + role(message).length() + written(text);
    }

    private static String role(RequestMessage message) {
        if (message instanceof RequestMessage.System system) {
            return system.role();
        }
        return message instanceof RequestMessage.UserText ? "user" : "assistant";
    }

    /** The bytes of a text in UTF-8, with the escapes of JSON. */
    private static long written(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            bytes += c < WRITTEN.length ? WRITTEN[c] : c < 0x800 ? 2 : Character.isSurrogate(c) ? ESCAPED : 3;
        }
        return bytes;
    }

    private static byte[] writtenOfAscii() {
        byte[] bytes = new byte[0x80];
        Arrays.fill(bytes, (byte) 1);
        Arrays.fill(bytes, 0, ' ', (byte) ESCAPED);
        for (char c : "\"\\\n\t\r\b\f".toCharArray()) {
            bytes[c] = 2;
        }
        return bytes;
    }
}
