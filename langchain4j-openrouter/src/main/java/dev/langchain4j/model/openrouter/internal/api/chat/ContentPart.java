package dev.langchain4j.model.openrouter.internal.api.chat;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One part of a message's content. A single plain text part is sent as a string. */
public sealed interface ContentPart {

    /** @param cacheControl for example {@code {"type":"ephemeral"}} */
    record Text(String text, @Nullable Map<String, Object> cacheControl) implements ContentPart {
        public Text(String text) {
            this(text, null);
        }
    }

    /** @param url https or data URL */
    record Image(String url, @Nullable String detail) implements ContentPart {}

    /** @param data raw base64; a data URL for embeddings */
    record Audio(String data, String format) implements ContentPart {}

    /**
     * @param url https or data URL
     * @param processing {@code agentic} or {@code static}
     */
    record Video(String url, @Nullable String processing) implements ContentPart {}

    /**
     * Either data or the id of a file that is stored already.
     *
     * @param data https or data URL
     */
    record File(
            @Nullable String filename,
            @Nullable String data,
            @Nullable String fileId) implements ContentPart {}
}
