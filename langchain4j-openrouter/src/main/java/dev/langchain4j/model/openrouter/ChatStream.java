package dev.langchain4j.model.openrouter;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openrouter.internal.api.ChatAnswer;
import dev.langchain4j.model.openrouter.internal.api.ChatListener;
import dev.langchain4j.model.openrouter.internal.api.chat.ChatCompletion;
import dev.langchain4j.model.openrouter.internal.api.chat.ChunkMerger;
import dev.langchain4j.model.openrouter.internal.api.chat.StreamedToolCall;
import dev.langchain4j.model.openrouter.internal.http.CancelHandle;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One streamed answer. It passes new content to the user's handler as it arrives; the mapper of plain answers creates
 * the complete response. Used by one thread at a time.
 */
final class ChatStream implements ChatListener {

    private final StreamingChatResponseHandler handler;
    private final boolean returnThinking;
    private final UnaryOperator<ChatResponse> note;
    private final Predicate<Throwable> askedAgain;
    private final UnaryOperator<RuntimeException> explained;
    private ChatStreamCallbacks callbacks;
    private ChatToolCallSequencer toolCalls;
    private List<StreamedToolCall> streamedCalls = List.of();
    private @Nullable CancelHandle call;
    private boolean begun;

    /**
     * @param note adds notes to the complete response
     * @param askedAgain takes a failure and returns whether the request was repeated instead of failing
     * @param explained converts a failure to the exception for the handler
     */
    ChatStream(
            StreamingChatResponseHandler handler,
            boolean returnThinking,
            UnaryOperator<ChatResponse> note,
            Predicate<Throwable> askedAgain,
            UnaryOperator<RuntimeException> explained) {
        this.handler = handler;
        this.returnThinking = returnThinking;
        this.note = note;
        this.askedAgain = askedAgain;
        this.explained = explained;
    }

    @Override
    public void onStart(CancelHandle call) {
        this.call = call;
        callbacks = new ChatStreamCallbacks(handler, call);
        toolCalls = new ChatToolCallSequencer(callbacks);
    }

    @Override
    public void onChunk(ChunkMerger merged, Supplier<String> event) {
        begun = true;
        boolean handedOn = false;
        if (returnThinking && !merged.newReasoning().isEmpty()) {
            callbacks.partialThinking(merged.newReasoning());
            handedOn = true;
        }
        if (!merged.newText().isEmpty()) {
            callbacks.partialResponse(merged.newText());
            handedOn = true;
        }
        streamedCalls = merged.toolCalls();
        handedOn |= toolCalls.handOn(streamedCalls);
        if (!handedOn) {
            callbacks.unmappedRawEvent(event.get());
        }
    }

    @Override
    public void onAnswer(ChatAnswer answer) {
        ChatResponse response =
                ChatResponseMapper.toChatResponse(answer.completion(), answer.head(), answer.raw(), returnThinking);
        toolCalls.finish(streamedCalls, response.aiMessage().toolExecutionRequests());
        callbacks.completeResponse(note.apply(response));
    }

    @Override
    public void onFailure(Throwable failure) {
        boolean cancelled = call != null && call.isCancelled();
        Throwable told = failure;
        try {
            if (!begun && !cancelled && askedAgain.test(failure)) {
                return;
            }
        } catch (RuntimeException notAsked) {
            told = notAsked;
        }
        ChatStreamCallbacks.failed(
                handler, told instanceof RuntimeException exception ? explained.apply(exception) : told);
    }

    @Override
    public void onCancel(ChatCompletion partial, @Nullable String generationId) {
        // the handler cancelled and gets no more callbacks
    }
}
