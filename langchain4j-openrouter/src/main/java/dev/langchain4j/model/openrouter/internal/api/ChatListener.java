package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChunkMerger;
import dev.langchain4j.model.openrouter.internal.http.CancelHandle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Receives a streamed answer, always on one thread at a time. {@link #onStart} is called first; the last call is one of
 * {@link #onAnswer}, {@link #onFailure} and {@link #onCancel}.
 */
public interface ChatListener {

    /**
     * The response has started; {@code call} can end it. May be repeated if an attempt fails before its first event.
     */
    void onStart(CancelHandle call);

    /**
     * A chunk has arrived and is merged.
     *
     * @param merged the answer so far, and what this chunk added to it
     * @param event the chunk as sent, decoded on demand; valid only during the call
     */
    void onChunk(ChunkMerger merged, Supplier<String> event);

    /** Called after a chunk, and after a pause: whether to read on. If not, the stream pauses until it is resumed. */
    boolean mayReadOn();

    /** The answer is complete. */
    void onAnswer(ChatAnswer answer);

    /** The answer has failed; an {@link ApiException} has the partial answer. */
    void onFailure(Throwable failure);

    /**
     * The stream was cancelled before its end, and its connection is closed.
     *
     * @param partial the partial answer
     */
    void onCancel(ChatCompletion partial, @Nullable String generationId);
}
