package dev.langchain4j.model.openrouter.internal.api;

import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChunkMerger;

/**
 * What a stream still tells after it has reported an error: its cost, the reason if it is not known yet, and the routing
 * report if the request asked for it. The error waits for them, but not for more than a few events.
 */
final class ChatEventsAfterError {

    /** Maximum number of events after an error. */
    private static final int MAX_EVENTS = 32;

    private final ChunkMerger merged;
    private final boolean awaitsRouting;

    private int events;
    private boolean costTold;
    private boolean outputDropped;

    /**
     * @param merged the stream until the error, which takes what is still told
     * @param error the chunk that has reported it, as merged
     * @param awaitsRouting whether a routing report may follow the cost
     */
    ChatEventsAfterError(ChunkMerger merged, ChatCompletion error, boolean awaitsRouting) {
        this.merged = merged;
        this.awaitsRouting = awaitsRouting;
        noteCost(error);
    }

    /** Merges only what the chunk tells about the call, and drops its part of an answer. */
    void accept(ChatCompletion chunk) {
        events++;
        outputDropped |= chunk.hasOutput();
        ChatCompletion cost = chunk.ofCost(merged.lacksReason() ? chunk.reason() : null);
        merged.accept(cost);
        noteCost(cost);
    }

    private void noteCost(ChatCompletion chunk) {
        costTold |= chunk.usage() != null && chunk.usage().cost() != null && !merged.lacksReason();
    }

    /** Whether all has been told, or too many events have come. */
    boolean isOver() {
        boolean told = costTold && (!awaitsRouting || merged.isRouted());
        return told || events >= MAX_EVENTS;
    }

    /** Whether a part of an answer was dropped: it may be billed. */
    boolean hasDroppedOutput() {
        return outputDropped;
    }
}
