package dev.langchain4j.model.openrouter.internal.chat;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.openrouter.internal.http.CancelHandle;
import dev.langchain4j.model.openrouter.internal.http.StreamCall;

/** Where a streamed answer goes: to a user's handler or to a subscriber. Nothing follows the end of the stream. */
public interface ChatStreamOutput {

    /** The request is on its way. Called again if it is repeated in a weaker form. */
    void sent(StreamCall call);

    /** The response has started. May be called again, if an attempt fails before its first event. */
    void begin(CancelHandle call);

    void partialResponse(String text);

    void partialThinking(String text);

    void partialToolCall(PartialToolCall piece);

    void completeToolCall(CompleteToolCall toolCall);

    void unmappedRawEvent(String event);

    /** Called after each event of the stream, and when it is resumed: whether to read on. */
    boolean mayReadOn();

    /** Ends the stream. */
    void completeResponse(ChatResponse response);

    /** Ends the stream, also one that has not started, unless it has ended. */
    void failed(Throwable failure);

    /** Whether the user has cancelled the stream: then nothing more is called. */
    boolean isCancelled();
}
