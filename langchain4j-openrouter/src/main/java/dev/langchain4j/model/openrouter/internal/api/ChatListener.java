package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChunkMerger;
import dev.langchain4j.model.openrouter.internal.http.CancelHandle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a streamed answer, always on one thread at a time. {@link #onStart} comes first; the last call is one of
 * {@link #onAnswer}, {@link #onFailure} and {@link #onCancel}.
 */
public interface ChatListener {

    /** The response has begun; {@code call} ends it. May come again when an attempt fails before its first event. */
    void onStart(CancelHandle call);

    /**
     * A chunk has arrived and is merged.
     *
     * @param merged the answer so far, and what this chunk added to it
     * @param event the chunk as sent, decoded when asked for; valid only during the call
     */
    void onChunk(ChunkMerger merged, Supplier<String> event);

    /** The answer is complete. */
    void onAnswer(ChatAnswer answer);

    /** The answer has failed; what had arrived of it is in an {@link ApiException}. */
    void onFailure(Throwable failure);

    /**
     * The stream was cancelled before its end, and its connection is closed.
     *
     * @param partial what had arrived
     */
    void onCancel(ChatCompletion partial, @Nullable String generationId);
}
